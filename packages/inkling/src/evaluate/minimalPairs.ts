/**
 * Which of two sentences does a model find likelier?
 *
 *   ln p(sentence) = Σ_t ln p(id_t | id_0 … id_{t−1})          t from 1 on: id_0, usually BOS, is given
 *
 * Summed, not averaged: the sentences of a pair differ in as little as can be (Warstadt et al. 2020).
 */
import { InklingError } from "../errors.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { Tensor } from "../tensor/tensor.ts";
import { filledUp, groupsOf } from "./sideBySide.ts";

/** ln p of each text but for its first id, which is given; a text has at most one id more than the context holds. */
export async function logProbabilities(
  model: LanguageModel,
  texts: readonly (readonly number[])[],
): Promise<number[]> {
  const { engine, config } = model;
  for (const ids of texts) {
    if (ids.length < 2) throw new InklingError("There is nothing to score: give BOS and one id at least.");
    checkIds(ids, config.vocabSize);
  }
  const found = new Array<number>(texts.length).fill(0);
  const lengths = texts.map((ids) => ids.length - 1);
  for (const { members, length } of groupsOf(lengths, config.dModel)) {
    const shape = [members.length, length];
    const inputs = filledUp(
      members.map((i) => texts[i].slice(0, -1)),
      length,
      0,
    );
    const nats = await engine.step(async () => {
      const logits = model.forward(engine.ids(shape, inputs));
      const losses = members.map((i, b) => {
        const targets = texts[i].slice(1);
        return crossEntropy(firstOf(logits, b, targets.length), engine.ids([targets.length], targets), 1);
      });
      return Promise.all(losses.map((loss) => loss.value()));
    });
    members.forEach((i, b) => {
      found[i] = -nats[b];
    });
  }
  return found;
}

/** The first `count` rows of text b, [count, V], where they lie in the logits [B, T, V]. */
function firstOf(logits: Tensor, b: number, count: number): Tensor {
  const { engine, type, shape, buffer, offset, step } = logits;
  const [, T, V] = shape;
  return new Tensor(engine, type, [count, V], { buffer, offset: offset + b * T * V }, step);
}
