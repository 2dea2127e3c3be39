/**
 * Training: show the model text, measure its surprise, nudge every weight so that it would have been less surprised.
 *
 *   batch → forward → crossEntropy → backward → clip → AdamW, `steps` times
 *
 * It knows ids only: no text, no files, no terminal. Whoever drives it saves checkpoints from `state()`. Every step
 * follows from (settings, step number) alone, so a resumed run equals an unbroken one to the byte.
 *
 *   const trainer = new Trainer(model, data, settings);
 *   for await (const report of trainer.run()) console.log(report);
 */
import type { Batch } from "../data/packing.ts";
import { InklingError } from "../errors.ts";
import { RandomStream } from "../math/random.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { checkSettings } from "../settings.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { AdamW } from "./adamW.ts";
import { checkBatch, evaluate } from "./evaluate.ts";
import { explainNonFinite } from "./nonFinite.ts";
import { partsOf } from "./parts.ts";
import { learningRate } from "./schedule.ts";
import { type TrainSettings, trainSettings } from "./settings.ts";

/** Where batches come from. Batch number i must always be the same batch. */
export interface TrainingData {
  batch(index: number): Promise<Batch>;
  /** The whole validation split, once; absent where there is none. */
  validation?(): AsyncIterable<Batch>;
}

export interface StepReport {
  readonly kind: "step";
  /** How many steps are done, this one included. */
  readonly step: number;
  /** Nats per token, of this step's batch before its update. */
  readonly loss: number;
  readonly learningRate: number;
  /** The gradient's global norm before clipping. */
  readonly gradientNorm: number;
  /** Positions this step worked through, for tokens per second. */
  readonly tokens: number;
}

export interface EvaluationReport {
  readonly kind: "evaluation";
  readonly step: number;
  readonly validationLoss: number;
  /** The lowest so far: worth keeping. */
  readonly best: boolean;
}

export type TrainReport = StepReport | EvaluationReport;

/** The numbers, beside the weights and the moments, that a resumed run begins with. */
export interface TrainProgress {
  readonly step: number;
  /** The step of the last evaluation (−1: none yet), so that none is skipped or done twice. */
  readonly evaluatedAt: number;
  /** The lowest validation loss so far. */
  readonly bestLoss: number | undefined;
}

const start: TrainProgress = { step: 0, evaluatedAt: -1, bestLoss: undefined };

export class Trainer {
  readonly optimizer: AdamW;
  readonly #model: LanguageModel;
  readonly #data: TrainingData;
  readonly #settings: TrainSettings;
  #progress: TrainProgress;

  constructor(model: LanguageModel, data: TrainingData, settings: TrainSettings, progress = start) {
    checkSettings(trainSettings, settings);
    checkNotQuantised(model);
    this.#model = model;
    this.#data = data;
    this.#settings = settings;
    this.#progress = progress;
    this.optimizer = new AdamW(model.engine, model.parameters);
  }

  get progress(): TrainProgress {
    return this.#progress;
  }

  /** Runs to the last step. Between two reports everything is at rest: stop, save and look as you like. */
  async *run(): AsyncGenerator<TrainReport> {
    while (true) {
      const { step, evaluatedAt } = this.#progress;
      const { steps, evalEvery } = this.#settings;
      const due = step % evalEvery === 0 || step >= steps;
      if (due && evaluatedAt !== step && this.#data.validation)
        yield await this.#evaluate(this.#data.validation());
      if (step >= steps) return;
      yield await this.#step();
    }
  }

  /** Gives back the memory of gradients and moments. */
  dispose(): void {
    this.optimizer.dispose();
    this.#model.parameters.dropGradients();
  }

  async #step(): Promise<StepReport> {
    const { step } = this.#progress;
    const { accumulation } = this.#settings;
    const { engine } = this.#model;
    const batches: Batch[] = [];
    for (let i = 0; i < accumulation; i++) batches.push(await this.#data.batch(step * accumulation + i));
    for (const batch of batches) checkBatch(batch, this.#model);
    const parts = batches.flatMap((batch) => partsOf(batch, this.#model.config.dModel));
    // A chat's long question may leave nothing to learn from: dividing by 1 then gives a loss of 0, not NaN.
    const counted = Math.max(1, sum(batches.map((batch) => batch.counted)));

    this.optimizer.zeroGradients();
    let loss = 0;
    for (const [i, part] of parts.entries()) {
      loss += await engine.step(() => {
        engine.tape.start();
        const partLoss = this.#loss(part, counted, step * parts.length + i);
        engine.tape.backward(partLoss);
        return partLoss.value();
      });
    }

    const rate = learningRate(step, this.#settings);
    const gradientNorm = await engine.step(async () => {
      const total = this.optimizer.sumOfSquares();
      const norm = Math.sqrt(await total.value());
      if (Number.isFinite(norm) && Number.isFinite(loss)) {
        this.optimizer.update(total, rate, step, this.#settings);
      }
      return norm;
    });
    if (!Number.isFinite(gradientNorm) || !Number.isFinite(loss))
      await this.#stopAtNonFinite(loss, parts, counted);

    this.#progress = { ...this.#progress, step: step + 1 };
    const tokens = sum(batches.map((batch) => batch.inputs.length));
    return { kind: "step", step: step + 1, loss, learningRate: rate, gradientNorm, tokens };
  }

  /** One part of a step's loss; parts add up to the mean over all counted targets. `index` numbers a run's parts. */
  #loss(batch: Batch, counted: number, index: number): Tensor {
    const { inputs, targets, batchSize, contextLength } = batch;
    const { engine } = this.#model;
    const shape = [batchSize, contextLength];
    const logits = this.#model.forward(engine.ids(shape, inputs), this.#dropout(index));
    return crossEntropy(logits, engine.ids(shape, targets), counted);
  }

  #dropout(index: number) {
    const { dropout: probability, seed } = this.#settings;
    if (probability === 0) return {};
    const random = new RandomStream(seed, "dropout", index);
    const nextKey = () => [random.uint32(), random.uint32()] as const;
    return { dropout: { probability, nextKey } };
  }

  async #evaluate(batches: AsyncIterable<Batch>): Promise<EvaluationReport> {
    const { step, bestLoss } = this.#progress;
    const { nllPerToken } = await evaluate(this.#model, batches);
    const best = bestLoss === undefined || nllPerToken < bestLoss;
    this.#progress = { step, evaluatedAt: step, bestLoss: best ? nllPerToken : bestLoss };
    return { kind: "evaluation", step, validationLoss: nllPerToken, best };
  }

  async #stopAtNonFinite(loss: number, parts: readonly Batch[], counted: number): Promise<never> {
    const { step } = this.#progress;
    let where: string | undefined;
    for (const [i, part] of parts.entries()) {
      where ??= await explainNonFinite(this.#model, () => this.#loss(part, counted, step * parts.length + i));
    }
    throw new InklingError(
      [
        `Training stopped in step ${step + 1}: the ${Number.isFinite(loss) ? "gradient" : "loss"} is not a finite number any more.`,
        where ?? "Every activation and gradient is finite by itself; their sum is too large.",
        `The weights are those of step ${step}. Try a lower learning rate or a longer warm-up.`,
      ].join(" "),
    );
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A step is far smaller than the distance between two quantised numbers, so nothing would be learned. */
function checkNotQuantised({ parameters }: LanguageModel): void {
  const frozen = [...parameters].find(({ tensor, trainable }) => trainable && tensor.blocks);
  if (!frozen) return;
  throw new InklingError(
    `${frozen.name} is ${parameters.format}, and quantised weights are frozen: they can't be trained. Train the model with f32 weights and quantise it afterwards, or choose what to train with setTrainable.`,
  );
}
