/**
 * The character tokenizer: every character of the training text is a token, and that is all.
 *
 * The simplest vocabulary there is: nothing to learn, 65 tokens for Shakespeare, and long sequences, since a
 * token is one letter. It can spell only what it has seen; any other character becomes `<unk>` and is lost.
 * (A "character" is a Unicode code point: "é" may be one, or an "e" and an accent.)
 *
 * It is written to tokenizer.json as a BPE without merges, which Hugging Face's tokenizers opens faithfully.
 *
 * Knows nothing about files. Try it: `trainCharacters(["hello"]).encode("hole") // [5, 7, 6, 4]`
 */
import { specialToken } from "./addedTokens.ts";
import { BpeTokenizer } from "./bpeTokenizer.ts";
import { codePointAt, unitsOf } from "./utf8.ts";
import { createVocabulary, SPECIAL_TOKENS } from "./vocabulary.ts";

/** What stands for a character that the training text did not hold. */
export const UNKNOWN_TOKEN = "<unk>";

/** Adds the code points of some documents to `characters`. Call it as often as documents come. */
export function collectCharacters(
  documents: Iterable<string>,
  characters: Set<number> = new Set(),
): Set<number> {
  for (const document of documents) {
    for (let i = 0; i < document.length; ) {
      const codePoint = codePointAt(document, i);
      characters.add(codePoint);
      i += unitsOf(codePoint);
    }
  }
  return characters;
}

/** A tokenizer for the characters of these documents. */
export function trainCharacters(documents: Iterable<string>): BpeTokenizer {
  return characterTokenizer(collectCharacters(documents));
}

/** The vocabulary: the special tokens, `<unk>`, and the characters in order of their code points. */
export function characterTokenizer(characters: Iterable<number>): BpeTokenizer {
  const named = [...SPECIAL_TOKENS, UNKNOWN_TOKEN];
  const inOrder = [...new Set(characters)].sort((a, b) => a - b);
  const spellings = [...named, ...inOrder.map((codePoint) => String.fromCodePoint(codePoint))];
  const vocabulary = createVocabulary(
    spellings.map((spelling, id) => [spelling, id]),
    named.map(specialToken),
  );
  return new BpeTokenizer({ kind: "character", vocabulary, merges: [], unknownToken: UNKNOWN_TOKEN });
}
