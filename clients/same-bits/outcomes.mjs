/** All examples, trained on engines with these options: name → { sha256, losses, notices }. */
import { exampleNames, outcomeOf } from "../../packages/inkling/test/train/sameWeights.ts";

export async function outcomes(engine) {
  const all = {};
  for (const name of exampleNames) all[name] = await outcomeOf(name, engine);
  return all;
}
