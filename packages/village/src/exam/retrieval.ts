/**
 * The baseline that understands nothing: find the message in training that looks most like the question, and copy its answer.
 *
 * Likeness is the weight of shared character 4-grams, rare ones counting more (tf-idf, as in text search: the logarithm of how
 * many messages there are over how many have it), over the root of the message's length.
 */
import { InklingError } from "inkling";
import type { Dialogue } from "../conversation/dialogue.ts";
import { hashOf } from "../language/phrases.ts";
import { clean } from "../language/voices.ts";

const RUN = 4;
/** Runs that so large a share of all messages have say nothing, and are passed over. */
const COMMON = 0.05;

export class Retrieval {
  readonly #answers: string[] = [];
  readonly #lengths: number[] = [];
  readonly #known = new Set<string>();
  /** run → the messages that have it */
  readonly #where = new Map<number, number[]>();

  add({ messages }: Dialogue): void {
    messages.forEach(({ role, content }, i) => {
      if (role !== "user") return;
      const text = clean(content);
      if (this.#known.has(text)) return;
      this.#known.add(text);
      const message = this.#answers.push(messages[i + 1].content) - 1;
      const runs = runsOf(text);
      this.#lengths.push(runs.size);
      for (const run of runs) {
        const places = this.#where.get(run);
        if (places) places.push(message);
        else this.#where.set(run, [message]);
      }
    });
  }

  /** The answer to the message that is most like `question`. */
  answer(question: string): string {
    const count = this.#answers.length;
    if (count === 0)
      throw new InklingError("There is nothing to look the answer up in: add conversations first.");
    const scores = new Map<number, number>();
    for (const run of runsOf(clean(question))) {
      const places = this.#where.get(run);
      if (places === undefined || places.length > COMMON * count) continue;
      const weight = Math.log2(count / places.length);
      for (const place of places) scores.set(place, (scores.get(place) ?? 0) + weight);
    }
    let best = 0;
    let most = 0;
    for (const [place, score] of scores) {
      const likeness = score / Math.sqrt(this.#lengths[place]);
      if (likeness > most) [best, most] = [place, likeness];
    }
    return this.#answers[best];
  }
}

function runsOf(text: string): Set<number> {
  const padded = ` ${text} `;
  const runs = new Set<number>();
  for (let i = 0; i + RUN <= padded.length; i++) runs.add(hashOf(padded.slice(i, i + RUN)));
  return runs;
}
