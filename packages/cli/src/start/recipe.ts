/**
 * What `npm start -- learn` trains: a model of which every minute of learning can be seen.
 *
 * Found by giving shapes the same processor time (90 s of one thread, of which some 75 are steps). Loss on held-out
 * chapters in nats per character (blind guessing: 4.53), and how many words, in texts at temperature 0.7, are real:
 *
 *   Llama, 4 heads              batch × context    steps   loss   real words
 *   2 blocks, width 64              8 × 48          4011   1.66      78%       ← taken, with twice the steps
 *   2 blocks, width 96              8 × 64          1801   1.71      72%
 *   3 blocks, width 96             12 × 64           931   1.73      67%
 *   2 blocks, width 128            12 × 64           885   1.75      70%
 *   2 blocks, width 128, BPE 1024  12 × 48           866   1.54      77%
 *
 * A narrow model that sees much text beats a wide one that sees a quarter of it. Word pieces lose less, but have no
 * letters to begin with; and to learn to spell is what one can watch. The plain loops' recipe was found in the same
 * way, 75 s each: one block of width 32 came to 2.05, two of width 48 to 2.58.
 */
import type { Engine } from "inkling";
import type { RunRequest } from "../run/request.ts";
import { mobyDick } from "./mobyDick.ts";

/** Early on a few steps change everything, later a thousand change little. A text behind the last step comes anyway. */
export const samplesAt: readonly number[] = [30, 100, 300, 1000, 2000, 4000];

/** Steps are fixed: every machine comes to the same weights, a slower one later. */
const recipes: Record<Engine["backend"], Pick<RunRequest, "shape" | "settings" | "validationTokens">> = {
  wasm: {
    shape: { nLayers: 2, nHeads: 4, nKvHeads: 4, dModel: 64, dMlp: 192, contextLength: 48 },
    settings: { steps: 8000, batchSize: 8, lr: 0.005, minLr: 0.0005, warmup: 100, evalEvery: 1000 },
    validationTokens: 30_000,
  },
  reference: {
    shape: { nLayers: 1, nHeads: 4, nKvHeads: 4, dModel: 32, dMlp: 96, contextLength: 24 },
    settings: {
      steps: 3500,
      batchSize: 8,
      lr: 0.01,
      minLr: 0.001,
      warmup: 100,
      weightDecay: 0.05,
      evalEvery: 500,
    },
    // Reading more of the held-out chapters would take as long as the training.
    validationTokens: 8000,
  },
};

export function firstRun(out: string, backend: Engine["backend"]): RunRequest {
  return { out, data: mobyDick(), preset: "tiny-llama", ...recipes[backend], command: "npm start -- learn" };
}
