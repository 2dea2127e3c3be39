/** Which of two sentences does the model find likelier? Both are scored whole, each token by those before it. */
import type { LanguageModel } from "../model/transformer.ts";
import { surprises } from "./surprise.ts";

/** ln p of ids[1 …], given ids[0], which is usually BOS. More ids than the context are not seen at once: give no more. */
export async function logProbability(model: LanguageModel, ids: readonly number[]): Promise<number> {
  const inputs = Int32Array.from(ids.slice(0, -1));
  const targets = Int32Array.from(ids.slice(1));
  const found = await surprises(model, { inputs, targets });
  return found.reduce((sum, { logProbability }) => sum + logProbability, 0);
}
