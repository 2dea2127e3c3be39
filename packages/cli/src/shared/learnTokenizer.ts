/**
 * A tokenizer learned from all of a corpus in one pass, and what that corpus becomes with it: `train-tokenizer`'s work.
 * (`train` makes its own from the training part only, since it holds the rest out.)
 */
import {
  characterTokenizer,
  collectCharacters,
  contentOf,
  countWords,
  type Document,
  inPieces,
  type PreTokeniserName,
  type Tokenizer,
  trainBpeOnCounts,
  type WordCounts,
} from "inkling";
import { breathe } from "./interrupt.ts";

export type TokenizerKind = "bpe" | "char";

export interface LearnTokenizerOptions {
  readonly kind: TokenizerKind;
  /** Only for bpe. */
  readonly vocabSize: number;
  readonly preTokeniser?: PreTokeniserName;
  readonly onProgress?: (progress: { merges: number; of: number; token: string }) => void;
}

export interface LearnedTokenizer {
  readonly tokenizer: Tokenizer;
  /** Of the text it learned from, in UTF-8. */
  readonly bytes: number;
  /** What that text becomes with it. */
  readonly tokens: number;
}

/** Reads the corpus once; of the text, only its words (or its characters) and their counts are kept. */
export async function learnTokenizer(
  documents: AsyncIterable<Document>,
  { kind, vocabSize, preTokeniser = "gpt-2", onProgress }: LearnTokenizerOptions,
): Promise<LearnedTokenizer> {
  const words: WordCounts = new Map();
  const characters = new Set<number>();
  let bytes = 0;
  let codePoints = 0;
  for await (const document of documents) {
    for await (const piece of inPieces(contentOf(document))) {
      const length = utf8Length(piece);
      bytes += length.bytes;
      codePoints += length.codePoints;
      if (kind === "char") collectCharacters([piece], characters);
      else countWords([piece], { preTokeniser }, words);
    }
  }
  await breathe();
  if (kind === "char") return { tokenizer: characterTokenizer(characters), bytes, tokens: codePoints };
  const progress = onProgress === undefined ? {} : { onProgress };
  const tokenizer = trainBpeOnCounts(words, { vocabSize, preTokeniser, ...progress });
  return { tokenizer, bytes, tokens: tokensIn(words, tokenizer) };
}

/** A word is encoded the same wherever it stands, so each needs encoding only once. */
function tokensIn(words: WordCounts, tokenizer: Tokenizer): number {
  let tokens = 0;
  for (const [word, count] of words) tokens += count * tokenizer.encode(word).length;
  return tokens;
}

function utf8Length(text: string): { bytes: number; codePoints: number } {
  let bytes = 0;
  let codePoints = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    codePoints++;
  }
  return { bytes, codePoints };
}
