/**
 * How models/names is made: its text, its shape and its training. `npm run train:names` follows it.
 *
 * Nats per character of held-out names, each read alone, its end among the characters (blind guessing: 4.04; a model that
 * counts four characters: 2.01). A step looks at batch × context characters:
 *
 *   blocks × width   batch × context   steps   dropout            nats
 *   4 × 64                32 × 32       1000     0.1             2.004
 *   4 × 64                16 × 32       2000     0.1             1.991    ← taken
 *   4 × 64                32 × 16       2000     0.1             1.987
 *   4 × 64                16 × 24       2000     0.1, lr 0.005   2.013
 *   4 × 64                16 × 32       2000     0.2             2.020
 *   4 × 64                16 × 32       2000     0.1, decay 0.4  1.987
 *   3 × 72                16 × 32       2000     0.1, lr 0.004   1.988
 *   4 × 64                16 × 32       3000     0.15            1.976    half as long again
 *
 * There are only 8,400 different names, so what a name looks like is soon learned, and counting comes close.
 */
import type { RunRequest } from "../run/request.ts";
import { firstNames } from "./firstNames.ts";

export const namesCommand = "npm run train:names";

/** How its names are drawn: at 1, every fourth is hard to say. */
export const namesSampling = { temperature: 0.8 } as const;

export function namesRequest(out: string): RunRequest {
  return {
    out,
    data: firstNames(),
    documents: "line",
    preset: "names-llama",
    settings: { steps: 2000, batchSize: 16, evalEvery: 250 },
    windows: "documents",
    command: namesCommand,
  };
}
