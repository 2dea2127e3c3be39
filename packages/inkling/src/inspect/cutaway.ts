/**
 * The cutaway: what the model would say at every position, if it stopped after every half of a block.
 *
 * The same reading as lens.ts, boiled down to what a picture of it shows: the likeliest token, how likely it is, and how
 * long the stream's vector has become.
 */
import { InklingError } from "../errors.ts";
import { largestOf, shareOf } from "../math/shares.ts";
import type { HookName } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { capture } from "./record.ts";

export interface CutawayCell {
  /** The likeliest next token; the lowest id among equals. */
  readonly token: number;
  readonly probability: number;
  /** √Σ x² of the stream's vector [D]. */
  readonly length: number;
}

export interface CutawayRow {
  /** The state of the stream that is read: the embedding, then behind each block's attention and MLP. */
  readonly state: HookName;
  /** One for each position. */
  readonly cells: readonly CutawayCell[];
}

/** Rows from the embedding to the last block. The last one is what the model says. */
export async function cutaway(model: LanguageModel, ids: readonly number[]): Promise<CutawayRow[]> {
  if (ids.length === 0) throw new InklingError("There is nothing to look at: give at least one id.");
  const { vocabSize, dModel } = model.config;
  checkIds(ids, vocabSize);
  const states = statesOf(model);
  return model.engine.step(async () => {
    const { hooks, seen } = capture(states);
    model.forward(model.engine.ids([1, ids.length], ids), { hooks });
    const rows: CutawayRow[] = [];
    for (const [state, x] of seen) {
      const stream = await x.read();
      const view = model.unembed(x);
      const logits = await view.read();
      const cells = ids.map((_, t) => {
        const row = logits.subarray(t * vocabSize, (t + 1) * vocabSize);
        const token = largestOf(row);
        return {
          token,
          probability: shareOf(row, token),
          length: lengthOf(stream, t * dModel, (t + 1) * dModel),
        };
      });
      // With a large vocabulary, one view is as large as all the rest: its memory serves the next one.
      if (model.engine.hasOwnBuffer(view)) model.engine.release(view.buffer);
      rows.push({ state, cells });
    }
    return rows;
  });
}

function statesOf({ config }: LanguageModel): HookName[] {
  const states: HookName[] = ["blocks.0.hook_resid_pre"];
  for (let layer = 0; layer < config.nLayers; layer++) {
    if (config.dMlp > 0) states.push(`blocks.${layer}.hook_resid_mid`);
    states.push(`blocks.${layer}.hook_resid_post`);
  }
  return states;
}

function lengthOf(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
