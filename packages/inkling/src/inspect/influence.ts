/**
 * Which earlier token made it say that? Blank one out, and look again (erasure: Li, Monroe and Jurafsky 2016).
 *
 *   for each position s:  p(token | all) beside p(token | the embedding at s is zero)
 *
 * A token without which the answer's probability falls was needed for it, however roundabout the way; one without which it rises
 * spoke against it. One run for each position: they are yielded as they are done, the latest position first.
 */
import { InklingError } from "../errors.ts";
import { shareOf } from "../math/shares.ts";
import type { Hooks } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { edited } from "./edited.ts";

export interface Influence {
  readonly position: number;
  /** Of the token, had this position been blank. */
  readonly probability: number;
}

/** What blanking each position does to the probability of `token` behind `ids`. */
export async function* influence(
  model: LanguageModel,
  ids: readonly number[],
  token: number,
): AsyncGenerator<Influence> {
  if (ids.length === 0) throw new InklingError("There is nothing to blank out: give at least one id.");
  checkIds([...ids, token], model.config.vocabSize);
  for (let position = ids.length - 1; position >= 0; position--) {
    const blank = await edited(model, [{ kind: "ablate", at: { hook: "hook_embed", position } }]);
    yield { position, probability: await probabilityBehind(blank, ids, token) };
  }
}

/** The probability of `token` as the one that follows `ids`. */
export async function probabilityBehind(
  model: LanguageModel,
  ids: readonly number[],
  token: number,
  hooks: Hooks = new Map(),
): Promise<number> {
  const logits = await model.engine.step(() =>
    model.forward(model.engine.ids([1, ids.length], ids), { lastOnly: true, hooks }).read(),
  );
  return shareOf(logits, token);
}
