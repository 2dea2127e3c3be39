/** What the suite blimp finds. */
import type { MinimalPair } from "./blimp.ts";
import type { Score } from "./score.ts";

export interface ParadigmResult {
  readonly name: string;
  readonly phenomenon: string;
  readonly score: Score;
  /** Its first pair. */
  readonly example: MinimalPair;
}

export interface BlimpResult {
  readonly suite: "blimp";
  /** Of each paradigm. */
  readonly pairs: number;
  readonly score: Score;
  readonly phenomena: readonly { readonly name: string; readonly score: Score }[];
  readonly results: readonly ParadigmResult[];
  readonly published: Readonly<Record<string, number>>;
  /** Sentences of which the model saw the beginning only, since its context is shorter. */
  readonly cut: number;
}
