/** Where talking goes wrong in form, whatever it says: loops, silence, no end. */
import { wordsOf } from "./diversity.ts";

export interface Answer {
  readonly text: string;
  /** It ended by itself, not because it was cut off. */
  readonly ended: boolean;
}

export const faults = ["loops", "silent", "endless", "parrots itself", "unreadable"] as const;
export type Fault = (typeof faults)[number];

/** A run of so many words … */
const RUN = 4;
/** … so often in one answer is a loop. */
const TIMES = 3;

/**
 * What is wrong with an answer.
 *
 *   loops            a run of 4 words stands in it 3 times, or a word 6 times in a row
 *   silent           there is nothing in it but white space
 *   endless          it was cut off
 *   parrots itself   it is the answer before once more, to another question
 *   unreadable       it has bytes that are no text (�), or special tokens
 */
export function faultsOf(answer: Answer, before: Answer | undefined): readonly Fault[] {
  const { text, ended } = answer;
  const found: Fault[] = [];
  if (isLoop(wordsOf(text))) found.push("loops");
  if (text.trim() === "") found.push("silent");
  if (!ended) found.push("endless");
  if (before !== undefined && text.trim() !== "" && before.text === text) found.push("parrots itself");
  if (/\uFFFD|<\|[^|]*\|>/.test(text)) found.push("unreadable");
  return found;
}

function isLoop(words: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (let i = 0; i + RUN <= words.length; i++) {
    const run = words.slice(i, i + RUN).join(" ");
    const count = (counts.get(run) ?? 0) + 1;
    if (count >= TIMES) return true;
    counts.set(run, count);
  }
  return words.some((word, i) => i >= 5 && words.slice(i - 5, i).every((other) => other === word));
}
