/** Where talking goes wrong in form, whatever it says: loops, silence, no end, words that nobody taught it. */
import { wordsOf } from "./words.ts";

export interface Answer {
  readonly text: string;
  /** It ended by itself, not because it was cut off. */
  readonly ended: boolean;
  /** It has special tokens, which its text may leave out. */
  readonly special: boolean;
}

export const faults = [
  "loops",
  "silent",
  "endless",
  "parrots itself",
  "unreadable",
  "unknown words",
] as const;
export type Fault = (typeof faults)[number];

/** A run of so many words … */
const RUN = 4;
/** … so often in one answer is a loop; overlapping counts. */
const TIMES = 3;
/** So is one word so often in a row. */
const STUTTER = 6;

export interface Heard {
  /** The answer before, in the same conversation. */
  readonly before?: Answer | undefined;
  /** Whether a word occurs in the training text or in what the user said; every word does unless told otherwise. */
  readonly isKnown?: (word: string) => boolean;
}

/**
 * What is wrong with an answer.
 *
 *   loops            a run of 4 words stands in it 3 times, or a word 6 times in a row
 *   silent           there is nothing in it but white space
 *   endless          it was cut off
 *   parrots itself   it is the answer before once more, word for word
 *   unreadable       it has bytes that are no text (�), or special tokens
 *   unknown words    it has a word that is not known
 */
export function faultsOf(answer: Answer, { before, isKnown = () => true }: Heard = {}): readonly Fault[] {
  const { text, ended, special } = answer;
  const words = wordsOf(text);
  const has: Readonly<Record<Fault, boolean>> = {
    loops: isLoop(words),
    silent: text.trim() === "",
    endless: !ended,
    "parrots itself": before !== undefined && text.trim() !== "" && before.text === text,
    unreadable: special || /\uFFFD|<\|[^|]*\|>/.test(text),
    "unknown words": !words.every(isKnown),
  };
  return faults.filter((fault) => has[fault]);
}

function isLoop(words: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (let i = 0; i + RUN <= words.length; i++) {
    const run = words.slice(i, i + RUN).join(" ");
    const count = (counts.get(run) ?? 0) + 1;
    if (count >= TIMES) return true;
    counts.set(run, count);
  }
  let inARow = 0;
  return words.some((word, i) => {
    inARow = word === words[i - 1] ? inARow + 1 : 1;
    return inARow >= STUTTER;
  });
}
