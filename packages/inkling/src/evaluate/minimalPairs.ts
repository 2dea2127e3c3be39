/** Which of two sentences does the model find likelier? Both are scored whole, each token by those before it. */
import { InklingError } from "../errors.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";

/** ln p of ids[1 …], given ids[0], which is usually BOS; at most one id more than the context holds. */
export async function logProbability(model: LanguageModel, ids: readonly number[]): Promise<number> {
  const targets = ids.length - 1;
  if (targets < 1) throw new InklingError("There is nothing to score: give BOS and one id at least.");
  checkIds(ids, model.config.vocabSize);
  const { engine } = model;
  const meanLoss = await engine.step(() => {
    const logits = model.forward(engine.ids([1, targets], ids.slice(0, -1)));
    return crossEntropy(logits, engine.ids([1, targets], ids.slice(1)), targets).value();
  });
  return -meanLoss * targets;
}
