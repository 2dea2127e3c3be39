/** Where talking goes wrong in form, whatever it says: loops, silence, no end; and words that nobody taught it. */
import { wordsOf } from "./words.ts";

export interface Answer {
  readonly text: string;
  /** It ended by itself, not because it was cut off. */
  readonly ended: boolean;
  /** It has special tokens, which its text may leave out. */
  readonly special: boolean;
}

export const faults = ["loops", "silent", "endless", "parrots itself", "unreadable"] as const;
export type Fault = (typeof faults)[number];

/** A run of so many words … */
const RUN = 4;
/** … so often in one answer is a loop. Overlapping counts, so one word six times in a row is one, too. */
const TIMES = 3;

/**
 * What is wrong with an answer.
 *
 *   loops            a run of 4 words stands in it 3 times (so does one word 6 times in a row)
 *   silent           there is nothing in it but white space
 *   endless          it was cut off
 *   parrots itself   it is the answer before (in the same conversation) once more, word for word
 *   unreadable       it has bytes that are no text (�), or special tokens
 */
export function faultsOf({ text, ended, special }: Answer, before?: Answer): readonly Fault[] {
  const has: Readonly<Record<Fault, boolean>> = {
    loops: isLoop(wordsOf(text)),
    silent: text.trim() === "",
    endless: !ended,
    "parrots itself": before !== undefined && text.trim() !== "" && before.text === text,
    unreadable: special || /\uFFFD|<\|[^|]*\|>/.test(text),
  };
  return faults.filter((fault) => has[fault]);
}

/** The words that are not known, in order: of its own making, or names that it did not copy letter by letter. */
export function unknownWords(text: string, isKnown: (word: string) => boolean): readonly string[] {
  return wordsOf(text).filter((word) => !isKnown(word));
}

function isLoop(words: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (let i = 0; i + RUN <= words.length; i++) {
    const run = words.slice(i, i + RUN).join(" ");
    const count = (counts.get(run) ?? 0) + 1;
    if (count >= TIMES) return true;
    counts.set(run, count);
  }
  return false;
}
