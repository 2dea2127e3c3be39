/**
 * What counts as a word where texts are measured: letters and digits in a row, with the accents on them and an apostrophe
 * between two of them ("it's"), A to Z in small letters. Punctuation and white space only separate. So a text is cut alike
 * whatever a model's tokens are, and, by the tokenizer's pinned tables, on every machine.
 *
 * Try it: `wordsOf("It's the Wren!") // ["it's", "the", "wren"]`
 */
import { classOf, LETTER, NUMBER } from "../tokenizer/unicode.ts";

export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i < text.length; ) {
    const point = pointAt(text, i);
    const width = point > 0xffff ? 2 : 1;
    const goesOn = start >= 0 && (isAccent(point) || (isApostrophe(point) && isWordly(pointAt(text, i + 1))));
    if (isWordly(point) || goesOn) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      words.push(inSmallLetters(text.slice(start, i)));
      start = -1;
    }
    i += width;
  }
  if (start >= 0) words.push(inSmallLetters(text.slice(start)));
  return words;
}

/** 0 behind the end. */
function pointAt(text: string, index: number): number {
  return text.codePointAt(index) ?? 0;
}

function isWordly(point: number): boolean {
  return (classOf(point) & (LETTER | NUMBER)) !== 0;
}

/** Unicode's block of combining marks, which stand behind the letter they belong to. */
function isAccent(point: number): boolean {
  return point >= 0x300 && point < 0x370;
}

/** ' as typed, and ’ as printed. */
function isApostrophe(point: number): boolean {
  return point === 0x27 || point === 0x2019;
}

function inSmallLetters(word: string): string {
  if (!/[A-Z’]/.test(word)) return word;
  return word
    .replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32))
    .replace(/’/g, "'");
}
