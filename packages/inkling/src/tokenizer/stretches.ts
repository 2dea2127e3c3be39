/**
 * From a text to the stretches that are encoded each by itself: added tokens, and what lies between them.
 *
 * In the order of Hugging Face's tokenizers: added tokens are found in the text as it is; the normaliser goes over the
 * rest; the added tokens that ask for it are found in what it made; and then SentencePiece's newer layout writes its
 * blanks. The only normaliser is SentencePiece's, which is why a place in the normalised text is a place in the text,
 * but for the ▁ that may have been put before it.
 *
 * Knows nothing about pieces, merges or ids. Try it: `[...createStretches([], undefined)("Hello", "text")]`
 */
import { type AddedToken, createTokenFinder } from "./addedTokens.ts";
import { type BlankRule, writeBlanks } from "./sentencePiece.ts";

/** Stretches tile the text. */
export interface Stretch {
  /** Where it lies in the text. */
  readonly start: number;
  readonly end: number;
  /** The added token that it is, if it is one. */
  readonly token: AddedToken | undefined;
  /** What is to be encoded: the text there, with blanks as the vocabulary spells them. */
  readonly text: string;
  /** How many ▁ at the beginning of `text` are not in the text. */
  readonly added: 0 | 1;
}

export type Stretches = (text: string, special: "text" | "parse") => Iterable<Stretch>;

/** @param blanks how SentencePiece writes them; undefined for all other kinds */
export function createStretches(added: readonly AddedToken[], blanks: BlankRule | undefined): Stretches {
  const normalise = (text: string) =>
    blanks?.by === "normalizer" ? writeBlanks(text, 0, blanks) : { text, added: 0 as const };
  const asIs = createTokenFinder(added.filter(({ normalized }) => !normalized));
  const normalised = createTokenFinder(
    added.filter(({ normalized }) => normalized),
    ({ content }) => normalise(content).text,
  );
  return function* (text, special) {
    for (const outer of asIs.split(text, special)) {
      const part = text.slice(outer.start, outer.end);
      if (outer.token !== undefined) {
        yield { ...outer, text: part, added: 0 };
        continue;
      }
      const normal = normalise(part);
      for (const inner of normalised.split(normal.text, special)) {
        const start = outer.start + Math.max(0, inner.start - normal.added);
        const end = outer.start + inner.end - normal.added;
        const stretch = normal.text.slice(inner.start, inner.end);
        const isWritten = inner.token !== undefined || blanks?.by !== "metaspace";
        const written = isWritten
          ? { text: stretch, added: inner.start === 0 ? normal.added : (0 as const) }
          : writeBlanks(stretch, start, blanks);
        yield { start, end, token: inner.token, ...written };
      }
    }
  };
}
