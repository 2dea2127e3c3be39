/**
 * Pre-tokenising: cutting text into pieces, roughly words, before byte-pair encoding.
 *
 * BPE merges what stands side by side often. Left alone it would learn "dog." and "dog!" and "the dog" as
 * tokens of their own. So text is first cut where a merge should never reach across; a word keeps the space
 * before it. The pieces tile the text: joined, they give it back.
 *
 * Two ways of cutting, named as llama.cpp names them:
 * - `gpt-2`: GPT-2's pattern,
 *       's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * - `smollm`: every digit on its own first (numbers then have places, as on paper), then `gpt-2` on the rest.
 *
 * The pattern is written out as a scanner, without a regular expression: it reads each character a constant
 * number of times, and its classes are pinned (unicode.ts). Equal to Hugging Face's tokenizers piece by piece.
 *
 * Knows nothing about vocabularies. Try it: `piecesOf("I'd say 42!", "gpt-2") // ["I", "'d", " say", " 42", "!"]`
 *
 * Sources: Radford et al. 2019 (GPT-2's encoder.py); SmolLM's tokenizer.json (Digits, then ByteLevel).
 */
import { classOf, LETTER, NUMBER, NUMERIC, SPACE } from "./unicode.ts";
import { codePointAt, unitsOf } from "./utf8.ts";

export type PreTokeniserName = "gpt-2" | "smollm";

/** Is told each piece's place in the text: UTF-16 offsets, the end exclusive. */
export type PieceVisitor = (start: number, end: number) => void;

/** Cuts a text and calls `visit` for each piece, from left to right. */
export type PreTokeniser = (text: string, visit: PieceVisitor) => void;

export const preTokenisers: Readonly<Record<PreTokeniserName, PreTokeniser>> = {
  "gpt-2": (text, visit) => scanGpt2(text, 0, text.length, visit),
  smollm: scanSmollm,
};

/** The pieces as strings, for a look. */
export function piecesOf(text: string, preTokeniser: PreTokeniserName): string[] {
  const pieces: string[] = [];
  preTokenisers[preTokeniser](text, (start, end) => pieces.push(text.slice(start, end)));
  return pieces;
}

const BLANK = 0x20; // " ", the only white space that joins the word after it
const APOSTROPHE = 0x27;

/** What follows the apostrophe in the pattern's first seven alternatives. Lower case only, as in GPT-2. */
const CONTRACTIONS = ["s", "t", "re", "ve", "m", "ll", "d"];

/** The pattern knows four classes: LETTER, NUMBER, SPACE, and OTHER, which has no bit. */
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
