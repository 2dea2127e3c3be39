/** What a model thinks of every token of a text: its log-probability, and what it would have said instead. */
import { exp, log } from "../math/float64.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { filledUp, groupsOf } from "./sideBySide.ts";

export interface Surprise {
  /** ln p of the token that came, in nats. */
  readonly logProbability: number;
  /** The likeliest token; of several, the one with the lowest id. */
  readonly best: number;
  /** Its probability. */
  readonly bestProbability: number;
}

/** As an EvaluationWindow has them: `inputs` [T] within the model's context, `targets` [T], below 0 where nothing is scored. */
export interface ScoredText {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/**
 * For each text, what the model thought of its targets at or above 0, in order. The texts are read in batches; their figures
 * are, to the bit, those of each text alone. Sums run in float64, from the lowest id to the highest.
 */
export async function surprises(model: LanguageModel, texts: readonly ScoredText[]): Promise<Surprise[][]> {
  const { engine, config } = model;
  const { dModel, vocabSize } = config;
  for (const { inputs, targets } of texts) {
    checkIds(inputs, vocabSize);
    checkIds(
      targets.filter((target) => target >= 0),
      vocabSize,
    );
  }
  const found: Surprise[][] = texts.map(() => []);
  const lengths = texts.map(({ inputs }) => inputs.length);
  for (const { members, length } of groupsOf(lengths, dModel)) {
    const rows = members.map((i) => texts[i].inputs);
    const ids = filledUp(rows, length, 0);
    const logits = await engine.step(() => model.forward(engine.ids([rows.length, length], ids)).read());
    members.forEach((i, b) => {
      texts[i].targets.forEach((target, t) => {
        const start = (b * length + t) * vocabSize;
        if (target >= 0) found[i].push(surpriseOf(logits.subarray(start, start + vocabSize), target));
      });
    });
  }
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
