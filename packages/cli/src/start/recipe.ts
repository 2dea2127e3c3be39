/**
 * What `npm start` trains: as much as plain loops learn in a minute and a half on one core.
 *
 * Shape and rate were found by trying some twenty at equal time (docs/log.md): where every second counts, one block
 * that sees much text beats two that see half of it.
 */
import type { RunRequest } from "../run/request.ts";
import { mobyDick } from "./mobyDick.ts";

export const steps = 3000;

/** Early on a few steps change everything, later a thousand change little. */
export const samplesAt: readonly number[] = [30, 100, 300, 1000, steps];

export function firstRun(out: string): RunRequest {
  return {
    out,
    data: mobyDick(),
    preset: "first",
    shape: { nLayers: 1, nHeads: 4, nKvHeads: 4, dModel: 32, dMlp: 128, contextLength: 16 },
    settings: { steps, batchSize: 8, lr: 0.01, warmup: 20, weightDecay: 0, evalEvery: 500 },
    // A few pages of the held-out chapters: reading all of them would take as long as the training.
    validationTokens: 8000,
    command: "npm start",
  };
}
