/**
 * Pre-tokenising: cutting text into pieces, roughly words, before byte-pair encoding.
 *
 * BPE merges what stands side by side often. Left alone it would learn "dog." and "dog!" and "the dog" as
 * tokens of their own. So text is first cut where a merge should never reach across; a word keeps the space
 * before it. The pieces tile the text: joined, they give it back.
 *
 * Four ways of cutting, named as llama.cpp names them:
 * - `gpt-2`: GPT-2's pattern,
 *       's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * - `smollm`: every digit on its own first (numbers then have places, as on paper), then `gpt-2` on the rest.
 * - `llama-bpe`: Llama 3's pattern. Contractions in capitals too, any sign before a word, numbers by threes, line
 *   ends with what they end:
 *       (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * - `qwen2`: the same with every digit on its own.
 *
 * The patterns are written out as scanners, without a regular expression: they read each character a constant
 * number of times, and their classes are pinned (unicode.ts). Equal to Hugging Face's tokenizers piece by piece.
 *
 * Knows nothing about vocabularies. Try it: `piecesOf("I'd say 42!", "gpt-2") // ["I", "'d", " say", " 42", "!"]`
 *
 * Sources: Radford et al. 2019 (GPT-2's encoder.py); the tokenizer.json of SmolLM (Digits, then ByteLevel), of Llama 3
 * and of Qwen2.
 */
import { classOf, LETTER, NUMBER, NUMERIC, OTHER, SPACE } from "./unicode.ts";
import { codePointAt, unitsOf } from "./utf8.ts";

export type PreTokeniserName = "gpt-2" | "smollm" | "llama-bpe" | "qwen2";

/** Is told each piece's place in the text: UTF-16 offsets, the end exclusive. */
export type PieceVisitor = (start: number, end: number) => void;

/** Cuts a text and calls `visit` for each piece, from left to right. */
export type PreTokeniser = (text: string, visit: PieceVisitor) => void;

export const preTokenisers: Readonly<Record<PreTokeniserName, PreTokeniser>> = {
  "gpt-2": (text, visit) => scanGpt2(text, 0, text.length, visit),
  smollm: scanSmollm,
  "llama-bpe": (text, visit) => scanLlama3(text, 3, visit),
  qwen2: (text, visit) => scanLlama3(text, 1, visit),
};

/** The pieces as strings, for a look. */
export function piecesOf(text: string, preTokeniser: PreTokeniserName): string[] {
  const pieces: string[] = [];
  preTokenisers[preTokeniser](text, (start, end) => pieces.push(text.slice(start, end)));
  return pieces;
}

const BLANK = 0x20; // " ", the only white space that joins the word after it
const APOSTROPHE = 0x27;

/** What follows the apostrophe in the patterns' first seven alternatives. In GPT-2's, lower case only. */
const CONTRACTIONS = ["s", "t", "re", "ve", "m", "ll", "d"];

/** The patterns know four classes: LETTER, NUMBER, SPACE, and OTHER, which has no bit. */
const GPT2_CLASSES = LETTER | NUMBER | SPACE;

/** GPT-2's pattern over text[from … to), as if the rest of the text did not exist. */
function scanGpt2(text: string, from: number, to: number, visit: PieceVisitor): void {
  for (let start = from; start < to; ) {
    const end = endOfPiece(text, start, to);
    visit(start, end);
    start = end;
  }
}

/** Where the piece that begins at `start` ends: the alternatives of the pattern, in their order. */
function endOfPiece(text: string, start: number, to: number): number {
  const first = text.charCodeAt(start);
  // 's|'t|'re|'ve|'m|'ll|'d
  if (first === APOSTROPHE) {
    const contraction = CONTRACTIONS.find((letters) => text.startsWith(letters, start + 1));
    if (contraction !== undefined && start + 1 + contraction.length <= to)
      return start + 1 + contraction.length;
  }
  //  ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+   a run of one class, with one blank before it if there is one
  const runStart = first === BLANK ? start + 1 : start;
  if (runStart < to) {
    const runClass = gpt2ClassAt(text, runStart);
    if (runClass !== SPACE) return endOfRun(text, runStart, to, runClass);
  }
  // \s+(?!\S)   white space that is not followed by a word: at the text's end, all of it. Before a word, the
  // longest run for which that holds is one character shorter: the last one is left to the next piece.
  const end = endOfRun(text, start, to, SPACE);
  if (end === to || end - start === 1) return end; // \s+   a single one is all there is to take
  return end - 1; // (all white space is one UTF-16 unit)
}

function endOfRun(text: string, start: number, to: number, runClass: number): number {
  let end = start;
  while (end < to && gpt2ClassAt(text, end) === runClass) end += unitsOf(codePointAt(text, end));
  return end;
}

function gpt2ClassAt(text: string, index: number): number {
  return classOf(codePointAt(text, index)) & GPT2_CLASSES;
}

/**
 * Digits one by one, and GPT-2's pattern between them. Each stretch is cut as if it were the whole text: in
 * "a  1" the two blanks are at their stretch's end and stay together, so "1" never takes a blank with it.
 */
function scanSmollm(text: string, visit: PieceVisitor): void {
  let stretch = 0; // where the stretch without digits began
  for (let i = 0; i < text.length; ) {
    const codePoint = codePointAt(text, i);
    const next = i + unitsOf(codePoint);
    if (classOf(codePoint) & NUMERIC) {
      scanGpt2(text, stretch, i, visit);
      visit(i, next);
      stretch = next;
    }
    i = next;
  }
  scanGpt2(text, stretch, text.length, visit);
}

/** Llama 3's pattern, with so many digits in a piece. */
function scanLlama3(text: string, digits: number, visit: PieceVisitor): void {
  for (let start = 0; start < text.length; ) {
    const end = endOfLlama3Piece(text, start, digits);
    visit(start, end);
    start = end;
  }
}

/** Where the piece that begins at `start` ends: the alternatives of Llama 3's pattern, in their order. */
function endOfLlama3Piece(text: string, start: number, digits: number): number {
  const to = text.length;
  const first = codePointAt(text, start);
  const firstClass = gpt2ClassAt(text, start);
  const second = start + unitsOf(first);
  // (?i:'s|'t|'re|'ve|'m|'ll|'d)
  if (first === APOSTROPHE) {
    const contraction = contractionAnyCase(text, second);
    if (contraction > 0) return second + contraction;
  }
  // [^\r\n\p{L}\p{N}]?\p{L}+   letters, with one sign or white space before them if there is one
  if (firstClass === LETTER) return endOfRun(text, start, to, LETTER);
  if (firstClass !== NUMBER && !isLineEnd(first) && second < to && gpt2ClassAt(text, second) === LETTER)
    return endOfRun(text, second, to, LETTER);
  // \p{N}{1,3}
  if (firstClass === NUMBER) return endOfDigits(text, second, digits - 1);
  //  ?[^\s\p{L}\p{N}]+[\r\n]*
  const signs = first === BLANK ? second : start;
  if (signs < to && gpt2ClassAt(text, signs) === OTHER)
    return endOfLineEnds(text, endOfRun(text, signs, to, OTHER));
  // \s*[\r\n]+   white space up to the last line end in it
  const end = endOfRun(text, start, to, SPACE);
  for (let i = end; i > start; i--) if (isLineEnd(text.charCodeAt(i - 1))) return i;
  // \s+(?!\S)|\s+   as in GPT-2's
  return end === to || end - start === 1 ? end : end - 1;
}

/** How long the contraction after an apostrophe is, or 0. */
function contractionAnyCase(text: string, from: number): number {
  const next = String.fromCharCode(lowerCase(text.charCodeAt(from)), lowerCase(text.charCodeAt(from + 1)));
  return CONTRACTIONS.find((letters) => next.startsWith(letters))?.length ?? 0;
}

/** Of the letters that contractions are made of; ignoring case, the long s (ſ, U+017F) is an s. */
function lowerCase(unit: number): number {
  if (unit === 0x17f) return 0x73;
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit; // A … Z
}

function endOfDigits(text: string, from: number, atMost: number): number {
  let end = from;
  for (let i = 0; i < atMost && end < text.length && gpt2ClassAt(text, end) === NUMBER; i++)
    end += unitsOf(codePointAt(text, end));
  return end;
}

function endOfLineEnds(text: string, from: number): number {
  let end = from;
  while (isLineEnd(text.charCodeAt(end))) end++; // NaN at the text's end
  return end;
}

/** \r or \n, and none of Unicode's other line ends. */
function isLineEnd(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d;
}
