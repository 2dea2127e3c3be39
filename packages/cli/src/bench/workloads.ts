/**
 * The work that is timed: one training step, and one pass of generation. It is the product's own Trainer and
 * generate(), with nothing left out. Knows no clock and no terminal.
 *
 * Try it:  const training = trainingWorkload(await createEngine(), benchmarkShape("guppy"));
 *          console.log(await training.step());   // the loss, near ln V at first, then lower: the batch is always the same
 */
import {
  configFrom,
  createModel,
  defaultTrainSettings,
  type Engine,
  generate,
  type ModelConfig,
  quantiseModel,
  Trainer,
  type TrainingData,
  type WeightFormat,
} from "inkling";

export interface BenchmarkShape {
  readonly config: ModelConfig;
  readonly batchSize: number;
}

/** What is not in the presets: the vocabulary, the batch, and ReLU for both, so that peers need only one MLP. */
const shapes = {
  guppy: { vocabSize: 4096, batchSize: 16 },
  "shakespeare-char": { vocabSize: 65, batchSize: 12 },
} as const;

export type BenchmarkName = keyof typeof shapes;
export const benchmarkNames = Object.keys(shapes) as readonly BenchmarkName[];

export function benchmarkShape(name: BenchmarkName): BenchmarkShape {
  const { vocabSize, batchSize } = shapes[name];
  return { config: configFrom(name, { vocabSize, mlp: "relu" }), batchSize };
}

export interface TrainingWorkload {
  /** How many tokens one step works through. */
  readonly tokens: number;
  /** One step: forward, backward, clip, AdamW. Gives the loss before the update. */
  step(): Promise<number>;
}

/** Slow enough to fall smoothly on any shape here. */
const LEARNING_RATE = 3e-4;

export function trainingWorkload(engine: Engine, { config, batchSize }: BenchmarkShape): TrainingWorkload {
  const model = createModel(engine, config, 1);
  const tokens = batchSize * config.contextLength;
  const ids = scatteredIds(tokens + 1, config.vocabSize);
  const batch = {
    batchSize,
    contextLength: config.contextLength,
    inputs: ids.slice(0, -1),
    targets: ids.slice(1),
    counted: tokens,
  };
  const data: TrainingData = { batch: async () => batch };
  const settings = { ...defaultTrainSettings(), steps: 1e9, batchSize, lr: LEARNING_RATE, warmup: 0 };
  const reports = new Trainer(model, data, settings).run();
  return {
    tokens,
    async step() {
      const { value } = await reports.next();
      return value?.kind === "step" ? value.loss : Number.NaN;
    },
  };
}

export interface DecodingWorkload {
  /** How many tokens a pass adds, each by a forward pass over one position. */
  readonly tokens: number;
  /** Reads the prompt, untimed, then generates to the end of the context. Gives the seconds of the generating. */
  pass(clock: () => number): Promise<number>;
}

/** Long enough that attention has something to look at from the first token on. */
const PROMPT = 8;

/** Greedy, one sequence, with a KV cache; the weights as `weights` says. */
export async function decodingWorkload(
  engine: Engine,
  { config }: BenchmarkShape,
  weights: WeightFormat = "f32",
): Promise<DecodingWorkload> {
  const exact = createModel(engine, config, 1);
  const model = weights === "f32" ? exact : await quantiseModel(exact, weights);
  const prompt = [...scatteredIds(PROMPT, config.vocabSize)];
  // The first token comes with the prompt, and is not counted; the last one fills the context.
  const tokens = config.contextLength - PROMPT;
  return {
    tokens,
    async pass(clock) {
      let started = Number.NaN;
      for await (const _ of generate(model, prompt, { maxTokens: tokens + 1, temperature: 0 })) {
        if (Number.isNaN(started)) started = clock();
      }
      return clock() - started;
    },
  };
}

/** The fractional part of i/φ spreads as evenly as anything (Knuth, vol. 3, 6.4): ids that look drawn, and are not. */
export function scatteredIds(count: number, vocabSize: number): Int32Array {
  const GOLDEN = 0.6180339887498949;
  return Int32Array.from({ length: count }, (_, i) => Math.floor(((i * GOLDEN) % 1) * vocabSize));
}
