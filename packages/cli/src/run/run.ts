/**
 * The loop around the trainer: steps, evaluations, checkpoints, samples, and a good end wherever it comes.
 *
 *   for each report: write it down → keep the best → show it → save if it is time → stop if someone asked
 *
 * Refuses to know: flags, and how things look. Try it: `await train(await openNewRun(engine, request), {})`
 */
import { InklingError, parameterCount, Trainer, type TrainingData, type TrainReport } from "inkling";
import { breathe } from "../shared/interrupt.ts";
import { type Save, saveBest, saveLast, weightsSha256 } from "./checkpointing.ts";
import { isHashed, type WeightHash } from "./hashes.ts";
import { Metrics } from "./metrics.ts";
import type { Run } from "./open.ts";
import { PaceKeeper } from "./pace.ts";
import type { RunState } from "./recipe.ts";
import type { Reporter, RunResult } from "./reporter.ts";
import type { ResumedRun } from "./resume.ts";
import { type SampleOptions, sampleText } from "./sample.ts";

export interface RunOptions {
  readonly reporter?: Reporter;
  /** Its abort ends the run after the step in hand, with everything saved. */
  readonly signal?: AbortSignal;
  readonly save?: Save;
  /** Behind which steps the reporter is given a text; about eight, evenly spaced, unless told otherwise. */
  readonly samplesAt?: (step: number) => boolean;
  /** How such a text is drawn. */
  readonly sampling?: SampleOptions;
}

/** How often a run shows a text of its own. */
const samplesPerRun = 8;

/**
 * Trains to the end, or until the signal's abort.
 * @returns the result, or undefined if it was stopped
 * @throws InklingError if a number stops being finite or a checkpoint can't be saved; the last checkpoint stays
 */
export async function train(run: Run | ResumedRun, options: RunOptions): Promise<RunResult | undefined> {
  const { model, recipe, resumed } = run;
  const data = watched(run, options);
  const trainer = new Trainer(model, data, recipe.settings, resumed?.progress);
  try {
    if ("restore" in run) await run.restore(trainer);
    const keeper = new Keeper(run, trainer, options.save);
    if (!resumed) await keeper.save();
    const metrics = await Metrics.open(run.out, trainer.progress);
    try {
      return await runAndSave(run, trainer, keeper, metrics, options);
    } finally {
      await metrics.close();
    }
  } finally {
    trainer.dispose();
  }
}

function evenly(steps: number): (step: number) => boolean {
  const every = Math.max(1, Math.ceil(steps / samplesPerRun));
  return (step) => step % every === 0;
}

async function runAndSave(
  run: Run,
  trainer: Trainer,
  keeper: Keeper,
  metrics: Metrics,
  { reporter = {}, signal, samplesAt = evenly(run.recipe.settings.steps), sampling }: RunOptions,
): Promise<RunResult | undefined> {
  const { settings } = run.recipe;
  const pace = new PaceKeeper(settings, trainer.progress.step);
  const sample = async (step: number) => {
    if (reporter.sample) reporter.sample(step, await sampleText(run, step, sampling));
  };
  const save = async () => {
    await metrics.sync();
    await keeper.save();
  };
  reporter.begin?.(run);
  if (trainer.progress.step === 0) await sample(0);
  try {
    pace.begin();
    for await (const report of trainer.run()) {
      pace.add(report);
      await keeper.note(report);
      await metrics.add(report);
      if (report.kind === "evaluation") {
        if (report.best) await keeper.saveBest();
        reporter.evaluation?.(report);
      } else reporter.step?.(report, pace.now());
      if (keeper.isDue(report)) await save();
      await breathe(); // so that Ctrl-C is noticed
      signal?.throwIfAborted();
      if (report.kind === "step" && samplesAt(report.step)) await sample(report.step);
      pace.begin();
    }
    await save();
  } catch (error) {
    if (signal?.aborted && error === signal.reason) {
      await save();
      reporter.interrupted?.(run, trainer.progress.step);
      return undefined;
    }
    throw withWhatIsSaved(error, run.out, keeper.savedStep);
  }
  const result = await resultOf(run, keeper.state, pace.now().tokensPerSecond);
  reporter.finished?.(run, result);
  return result;
}

/**
 * The same data, but an evaluation, which may take minutes, tells how far it is and can be left in the middle: it is
 * done again later.
 */
function watched({ data, recipe }: Run, { reporter = {}, signal }: RunOptions): TrainingData {
  const { batch, validation } = data;
  if (!validation) return { batch };
  const heldOut = Math.min(recipe.corpus.validationIds, recipe.validationTokens ?? Infinity);
  return {
    batch,
    async *validation() {
      let read = 0;
      for await (const one of validation()) {
        reporter.evaluating?.(Math.min(1, read / heldOut));
        await breathe();
        signal?.throwIfAborted();
        yield one;
        read += one.inputs.length;
      }
    },
  };
}

/** Knows what the run has come to, and what of it is saved. */
class Keeper {
  /** The step of the last checkpoint. */
  savedStep: number | undefined;
  readonly #run: Run;
  readonly #trainer: Trainer;
  readonly #save: Save | undefined;
  #losses: Pick<RunState, "trainLoss" | "validationLoss">;
  #saved: RunState["progress"] | undefined;
  #hashes: readonly WeightHash[];

  constructor(run: Run, trainer: Trainer, save: Save | undefined) {
    this.#run = run;
    this.#trainer = trainer;
    this.#save = save;
    const { trainLoss = null, validationLoss = null } = run.resumed ?? {};
    this.#losses = { trainLoss, validationLoss };
    this.#saved = run.resumed?.progress;
    this.#hashes = run.resumed?.hashes ?? [];
    this.savedStep = run.resumed?.progress.step;
  }

  get state(): RunState {
    return { ...this.#losses, progress: this.#trainer.progress, hashes: this.#hashes };
  }

  async note(report: TrainReport): Promise<void> {
    const { trainLoss, validationLoss } = this.#losses;
    this.#losses =
      report.kind === "step"
        ? { trainLoss: report.loss, validationLoss }
        : { trainLoss, validationLoss: report.validationLoss };
    if (report.kind !== "step" || !isHashed(report.step)) return;
    this.#hashes = [...this.#hashes, { step: report.step, sha256: await weightsSha256(this.#run.model) }];
  }

  /** Every --save-every steps; else at each evaluation, or where one would be if there were held-out text. */
  isDue(report: TrainReport): boolean {
    const { saveEvery, settings } = this.#run.recipe;
    if (saveEvery !== null) return report.kind === "step" && report.step % saveEvery === 0;
    if (report.kind === "evaluation") return true;
    return !this.#run.data.validation && report.step % settings.evalEvery === 0;
  }

  /** Saves the last state, unless it is saved already. */
  async save(): Promise<void> {
    const { progress } = this.#trainer;
    if (this.#saved === progress) return;
    await saveLast(this.#run, this.#trainer, this.state, this.#save);
    this.#saved = progress;
    this.savedStep = progress.step;
  }

  saveBest(): Promise<void> {
    return saveBest(this.#run, this.state, this.#save);
  }
}

async function resultOf(run: Run, state: RunState, tokensPerSecond: number): Promise<RunResult> {
  return {
    steps: state.progress.step,
    parameters: parameterCount(run.model.config),
    trainLoss: state.trainLoss,
    valLoss: state.validationLoss,
    bestLoss: state.progress.bestLoss ?? null,
    tokensPerSecond: Math.round(tokensPerSecond),
    weightsSha256: await weightsSha256(run.model),
  };
}

/** The same error, with a word on what is not lost. */
function withWhatIsSaved(error: unknown, out: string, step: number | undefined): unknown {
  if (!(error instanceof InklingError) || step === undefined) return error;
  return new InklingError(`${error.message} The checkpoint of step ${step} is whole, in ${out}.`, {
    cause: error,
  });
}
