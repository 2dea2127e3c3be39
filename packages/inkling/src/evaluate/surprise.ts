/** What a model thinks of every token of a text: its log-probability, and what it would have said instead. */
import { exp, log } from "../math/float64.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";

export interface Surprise {
  /** ln p of the token that came, in nats. */
  readonly logProbability: number;
  /** The likeliest token; of several, the one with the lowest id. */
  readonly best: number;
  /** Its probability. */
  readonly bestProbability: number;
}

/**
 * For each target at or above 0, in order, what the model thought of it; `inputs` [T] and `targets` [T] as an
 * EvaluationWindow has them, T within the model's context. Sums run in float64, from the lowest id to the highest.
 */
export async function surprises(
  model: LanguageModel,
  { inputs, targets }: { readonly inputs: Int32Array; readonly targets: Int32Array },
): Promise<Surprise[]> {
  const { vocabSize } = model.config;
  checkIds(inputs, vocabSize);
  const logits = await model.engine.step(() =>
    model.forward(model.engine.ids([1, inputs.length], inputs)).read(),
  );
  const found: Surprise[] = [];
  targets.forEach((target, t) => {
    if (target >= 0) found.push(surpriseOf(logits.subarray(t * vocabSize, (t + 1) * vocabSize), target));
  });
  return found;
}

/** Softmax over one row of logits [V]: ln p = x − max − ln Σ exp(x − max). */
function surpriseOf(logits: ArrayLike<number>, target: number): Surprise {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id] > logits[best]) best = id;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += exp(logits[id] - logits[best]);
  return { logProbability: logits[target] - logits[best] - log(sum), best, bestProbability: 1 / sum };
}
