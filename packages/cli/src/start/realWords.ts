/**
 * Which words of a text are real: those that the book has, too.
 *
 * A word has three letters or more, since nearly any two letters are a word somewhere; and something stands behind
 * it, so that a word cut off at a text's end is not judged.
 */
import { readFileSync } from "node:fs";

const words = /\p{L}{3,}(?=[^\p{L}…])/gu;

/** All words of these files, in small letters. */
export function wordsOf(paths: readonly string[]): ReadonlySet<string> {
  const texts = paths.map((path) => `${readFileSync(path, "utf8")}\n`);
  return new Set(texts.flatMap((text) => text.toLowerCase().match(words) ?? []));
}

export interface Judged {
  readonly real: number;
  readonly all: number;
  /** The text with its real words painted. */
  readonly painted: string;
}

export function judgeWords(
  text: string,
  book: ReadonlySet<string>,
  paint: (word: string) => string = String,
): Judged {
  let real = 0;
  let all = 0;
  const painted = text.replace(words, (word) => {
    all++;
    if (!book.has(word.toLowerCase())) return word;
    real++;
    return paint(word);
  });
  return { real, all, painted };
}
