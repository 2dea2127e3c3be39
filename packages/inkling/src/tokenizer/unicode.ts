/**
 * What kind of character is this? Letter, number, white space, or none of them.
 *
 * Pre-tokenisers cut text by these classes. A regular expression's `\p{L}` would ask the runtime, and every
 * runtime carries the Unicode tables of its year: the same text would become different tokens in another
 * browser. So the tables are pinned (unicode.generated.ts) and equal to those inside Hugging Face's tokenizers.
 *
 * Knows nothing about tokens. Try it: `classOf("ß".codePointAt(0)!) === LETTER`
 */
import { LETTERS, NUMBERS, NUMERICS, WHITE_SPACE, WORD_CHARACTERS } from "./unicode.generated.ts";

/** The classes are bits, because a character may be both a NUMBER and a NUMERIC. */
export const LETTER = 1;
export const NUMBER = 2;
export const SPACE = 4;
/**
 * Rust's `char::is_numeric`. Nearly NUMBER, but from a newer Unicode: `smollm` cuts digits by this one, and
 * `gpt-2` groups them by the other.
 */
export const NUMERIC = 8;
/** Punctuation, symbols, marks, unassigned code points, and lone surrogates. */
export const OTHER = 0;

/** What a regular expression calls `\w`. It cuts across the classes (marks are in it), so it is asked for by itself. */
const WORD = 16;
const CLASSES = LETTER | NUMBER | SPACE | NUMERIC;

const CODE_POINTS = 0x110000;

/** One byte per code point: 1.1 MB, for a lookup that neither searches nor branches. */
const classes: Uint8Array = (() => {
  const table = new Uint8Array(CODE_POINTS);
  mark(table, LETTERS, LETTER);
  mark(table, NUMBERS, NUMBER);
  mark(table, WHITE_SPACE, SPACE);
  mark(table, NUMERICS, NUMERIC);
  mark(table, WORD_CHARACTERS, WORD);
  return table;
})();

/** Unpacks "skip take skip take …" (base 36) into the table. */
function mark(table: Uint8Array, packed: string, bit: number): void {
  let position = 0;
  packed.split(" ").forEach((word, index) => {
    const count = Number.parseInt(word, 36);
    const take = index % 2 === 1;
    for (let i = 0; take && i < count; i++) table[position + i] |= bit;
    position += count;
  });
}

/** The class bits of a code point (0 … 0x10FFFF). */
export function classOf(codePoint: number): number {
  return classes[codePoint] & CLASSES;
}

/** Whether a regular expression's `\w` would match it. */
export function isWordCharacter(codePoint: number): boolean {
  return (classes[codePoint] & WORD) !== 0;
}
