/** The two figures of `inkling bench`: tokens trained and tokens written per second. */
import type { Engine } from "inkling";
import { median } from "./statistics.ts";
import { type Budget, timeRounds } from "./stopwatch.ts";
import { type BenchmarkShape, decodingWorkload, trainingWorkload } from "./workloads.ts";

/** How long to measure, and whom to tell. */
export type Patience = Pick<Budget, "seconds" | "signal" | "onProgress">;

/** WebAssembly is compiled twice: at once, and better in the background while the first rounds run. */
const WARM_UPS = 3;
/** The fewest rounds a median means anything of. */
const AT_LEAST = 3;

export interface TrainingFigures {
  readonly tokensPerSecond: number;
  readonly msPerStep: number;
  /** How many steps were timed; the figures are their median. */
  readonly steps: number;
  /** Of the first step and of the last. */
  readonly loss: readonly [first: number, last: number];
  /** The most bytes the engine held at once: weights, gradients, moments, activations. */
  readonly peakBytes: number;
}

export async function measureTraining(
  engine: Engine,
  shape: BenchmarkShape,
  patience: Patience,
): Promise<TrainingFigures> {
  const { step, tokens } = trainingWorkload(engine, shape);
  const first = await step();
  let last = first;
  const round = async () => {
    last = await step();
  };
  const times = await timeRounds(round, { ...patience, warmUps: WARM_UPS, atLeast: AT_LEAST });
  const seconds = median(times);
  return {
    tokensPerSecond: tokens / seconds,
    msPerStep: seconds * 1000,
    steps: times.length,
    loss: [first, last],
    peakBytes: engine.memory.peak,
  };
}

/** Tokens per second, the reading of the prompt not counted. */
export async function measureDecoding(
  engine: Engine,
  shape: BenchmarkShape,
  patience: Patience,
): Promise<number> {
  const { pass, tokens } = await decodingWorkload(engine, shape);
  const passes: number[] = [];
  const round = async () => {
    passes.push(await pass(() => performance.now() / 1000));
  };
  await timeRounds(round, { ...patience, warmUps: WARM_UPS, atLeast: AT_LEAST });
  return tokens / median(passes.slice(WARM_UPS));
}
