/**
 * SentencePiece's scores as a list of merges.
 *
 * A SentencePiece vocabulary holds no merges. It gives each piece a score, and says: of all neighbours whose joining is
 * a piece, join those whose piece has the highest score. A list of merges in the order of those scores says the same:
 *
 *     "▁the" -7, "he" -5      →      [h, e], [▁t, he], …       (as far as both halves are pieces themselves)
 *
 * Knows nothing about files. Try it:
 * `mergesFromScores([{ text: "a", score: 0 }, { text: "b", score: 0 }, { text: "ab", score: -1 }]) // [["a", "b"]]`
 *
 * Source: `generate_merges` of Hugging Face's transformers, whose order this is, ties included.
 */
import { InklingError } from "../errors.ts";
import { quoted } from "./quoted.ts";

/**
 * Each piece is cut at every place, so a piece of n characters costs n² steps. SentencePiece's own limit is 16
 * characters unless its user raises it.
 */
const LONGEST_PIECE = 512;

interface ScoredMerge {
  readonly left: string;
  readonly right: string;
  readonly score: number;
  /** In code points, as Python counts. */
  readonly leftLength: number;
  readonly rightLength: number;
}

/**
 * Every way to cut a piece into two pieces, best first: the higher score, then the longer left half, then the longer
 * right half, then the piece that comes first. Of a text that is given twice the last score counts.
 *
 * Throws InklingError for a score that is not a number, and for a piece that is too long to be one.
 */
export function mergesFromScores(
  pieces: readonly { readonly text: string; readonly score: number }[],
): [left: string, right: string][] {
  const scores = new Map<string, number>();
  for (const { text, score } of pieces) scores.set(text, score);
  const merges: ScoredMerge[] = [];
  for (const [text, score] of scores) {
    if (Number.isNaN(score))
      throw new InklingError(`The piece ${quoted(text)} has no number for a score. Give it one.`);
    addCuts(text, score, scores, merges);
  }
  merges.sort(
    // Infinite scores may be equal: their difference is then NaN, and the lengths decide.
    (a, b) => b.score - a.score || b.leftLength - a.leftLength || b.rightLength - a.rightLength,
  );
  return merges.map(({ left, right }) => [left, right]);
}

function addCuts(
  text: string,
  score: number,
  scores: ReadonlyMap<string, number>,
  merges: ScoredMerge[],
): void {
  if (text.length > LONGEST_PIECE)
    throw new InklingError(
      `The piece ${quoted(text)} has ${text.length} UTF-16 units; Inkling takes pieces of ${LONGEST_PIECE} at most. Is this a vocabulary?`,
    );
  const characters = [...text];
  let left = "";
  for (let leftLength = 1; leftLength < characters.length; leftLength++) {
    left += characters[leftLength - 1];
    if (!scores.has(left)) continue;
    const right = text.slice(left.length);
    if (scores.has(right))
      merges.push({ left, right, score, leftLength, rightLength: characters.length - leftLength });
  }
}
