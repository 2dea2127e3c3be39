/**
 * Three tiny models trained for 200 steps, as text for a proof: the same sha256 on every backend, with any number of
 * threads, in every runtime. sameWeights.test.ts runs it here, clients/same-bits/ in other Nodes and in Chromium; so it
 * may use nothing but the engine and what all of these have.
 *
 * Together they take the engine through every kernel of training and generating, at widths that divide by nothing, and
 * are just wide enough that threads share the work.
 */

import { memoryIds } from "../../src/data/idSource.ts";
import {
  configFrom,
  createEngine,
  createModel,
  defaultTrainSettings,
  type Edit,
  type EngineOptions,
  edited,
  generate,
  type LanguageModel,
  PackedSet,
  Trainer,
} from "../../src/index.ts";
import { RandomStream } from "../../src/math/random.ts";

const VOCABULARY = 53;
const BATCH = { batchSize: 4, contextLength: 21 };
const shape = { contextLength: BATCH.contextLength, vocabSize: VOCABULARY, nLayers: 2 };

interface Example {
  readonly preset: string;
  readonly shape: Parameters<typeof configFrom>[1];
  /** With a hook on the pattern, attention runs step by step instead of fused. */
  readonly edits: readonly Edit[];
}

const examples = {
  "GPT-2": {
    preset: "shakespeare-char",
    shape: { ...shape, dModel: 57, nHeads: 3, nKvHeads: 3, dHead: 19, dMlp: 131 },
    edits: [],
  },
  Llama: {
    preset: "tiny-llama",
    shape: { ...shape, dModel: 61, nHeads: 4, nKvHeads: 2, dHead: 14, dMlp: 109, tiedEmbedding: false },
    edits: [],
  },
  "GPT-2, edited, step by step": {
    preset: "names",
    shape: { ...shape, nLayers: 1, dModel: 45, nHeads: 3, nKvHeads: 1, dHead: 13, dMlp: 77, mlp: "gelu-erf" },
    edits: [{ kind: "scale", at: { hook: "blocks.0.attn.hook_pattern" }, factor: 0.875 }],
  },
} as const satisfies Record<string, Example>;

export type ExampleName = keyof typeof examples;
export const exampleNames = Object.keys(examples) as readonly ExampleName[];
export const STEPS = 200;

export interface Outcome {
  /** Of the weights after the last step, as little-endian float32, and of some ids generated with them. */
  readonly sha256: string;
  readonly losses: readonly number[];
  readonly notices: readonly string[];
}

/** Trains an example for `steps` steps on an engine made with these options. */
export async function outcomeOf(name: ExampleName, options: EngineOptions, steps = STEPS): Promise<Outcome> {
  const engine = await createEngine(options);
  const { preset, shape, edits } = examples[name];
  const plain = createModel(engine, configFrom(preset, shape), 11);
  const model = edits.length > 0 ? await edited(plain, edits) : plain;
  const losses = await train(model, steps);
  const bytes = await bytesOf(model);
  const { notices } = engine;
  engine.dispose();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { sha256, losses, notices };
}

async function train(model: LanguageModel, steps: number): Promise<number[]> {
  const random = new RandomStream(1, "text");
  // Every id is likely followed by a certain other, so that there is something to learn.
  const ids = Int32Array.from({ length: 4000 }, (_, i) =>
    random.below(4) === 0 ? random.below(VOCABULARY) : (i * i) % VOCABULARY,
  );
  const data = new PackedSet(memoryIds(ids), { ...BATCH, seed: 2 });
  const settings = {
    ...defaultTrainSettings(),
    ...{ batchSize: BATCH.batchSize, steps, warmup: 20, lr: 3e-3, dropout: 0.1, gradientClip: 0.5 },
  };
  const trainer = new Trainer(model, { batch: (index) => data.batch(index) }, settings);
  const losses: number[] = [];
  for await (const report of trainer.run()) if (report.kind === "step") losses.push(report.loss);
  trainer.dispose();
  return losses;
}

async function bytesOf(model: LanguageModel): Promise<Uint8Array<ArrayBuffer>> {
  const parts: number[] = [];
  for (const { tensor } of model.parameters) for (const value of await tensor.read()) parts.push(value);
  const prompt = [1, 2, 3, 4, 5, 6, 7];
  for await (const { id } of generate(model, prompt, { maxTokens: 30, seed: 3 })) parts.push(id);
  const view = new DataView(new ArrayBuffer(parts.length * 4));
  for (const [i, value] of parts.entries()) view.setFloat32(i * 4, value, true);
  return new Uint8Array(view.buffer);
}
