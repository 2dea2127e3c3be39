/**
 * The cutaway: what the model would say at every position, if it stopped after every half of a block.
 *
 * The same reading as lens.ts, boiled down to what a picture of it shows: the likeliest token, how likely it is, and how
 * long the stream's vector has become.
 */
import { InklingError } from "../errors.ts";
import { exp } from "../math/float64.ts";
import type { HookName } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { capture } from "./record.ts";

export interface CutawayCell {
  /** The likeliest next token; the lowest id among equals. */
  readonly token: number;
  readonly probability: number;
  /** √Σ x² of the stream's vector [D]. */
  readonly norm: number;
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
      const logits = await model.unembed(x).read();
      const cells = ids.map((_, t) => ({
        ...likeliest(logits, t * vocabSize, (t + 1) * vocabSize),
        norm: lengthOf(stream, t * dModel, (t + 1) * dModel),
      }));
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

/** The largest of logits[from…to] and its softmax. */
function likeliest(logits: ArrayLike<number>, from: number, to: number) {
  let best = from;
  for (let i = from; i < to; i++) if (logits[i] > logits[best]) best = i;
  let total = 0;
  for (let i = from; i < to; i++) total += exp(logits[i] - logits[best]);
  return { token: best - from, probability: 1 / total };
}

function lengthOf(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
