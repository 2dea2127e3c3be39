/**
 * The letters of a tokenizer: what a piece of text is spelled with before any merge.
 *
 * Two alphabets. *Bytes*: 256 symbols spell every text there is. *Characters*: the ones that occurred in the
 * training text; any other becomes `<unk>`, unknown. (A third, both in one, is in sentencePiece.ts.) The rest of the
 * tokenizer does not care which it is.
 *
 * Knows nothing about merges. Try it: createByteAlphabet(vocabulary, undefined).symbolsOf("é")
 */
import { InklingError } from "../errors.ts";
import { bytesOfSpelling, CHARACTER_OF_BYTE, spellBytes } from "./byteAlphabet.ts";
import { quoted } from "./quoted.ts";
import { byteLength, codePointAt, encodeUtf8, unitsOf } from "./utf8.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A symbol and its place in the piece (UTF-16 units). */
export interface PlacedSymbol {
  id: number;
  start: number;
  end: number;
}

export interface Alphabet {
  /** The ids of the piece's symbols. */
  symbolsOf(piece: string): number[];
  /** The same with their places, for showing work. */
  placedSymbolsOf(piece: string): PlacedSymbol[];
  /** How a vocabulary would spell the piece, were it a token as it stands. */
  spellingOf(piece: string): string;
  /** The bytes behind a token's spelling. */
  bytesOf(spelling: string): Uint8Array;
}

/** No symbol: a character that a vocabulary from elsewhere can't spell, and that has no `<unk>`, is left out. */
export const NONE = -1;

/**
 * Bytes, as byteAlphabet.ts spells them. Vocabularies from elsewhere may lack bytes that their corpus never held
 * (SmolLM's lacks 21). Those become `unknown`, or are left out as Hugging Face's tokenizers does.
 */
export function createByteAlphabet(vocabulary: Vocabulary, unknown: number | undefined): Alphabet {
  const idOfByte = CHARACTER_OF_BYTE.map(
    (character) => vocabulary.modelIds.get(character) ?? unknown ?? NONE,
  );
  refuseForgeries(vocabulary, idOfByte, unknown);
  const isComplete = !idOfByte.includes(NONE);
  return {
    symbolsOf(piece) {
      const symbols: number[] = [];
      for (const byte of encodeUtf8(piece)) symbols.push(idOfByte[byte]);
      return isComplete ? symbols : symbols.filter((id) => id !== NONE);
    },
    placedSymbolsOf(piece) {
      const symbols: PlacedSymbol[] = [];
      const bytes = encodeUtf8(piece);
      let at = 0;
      for (let start = 0; start < piece.length; ) {
        const codePoint = codePointAt(piece, start);
        const end = start + unitsOf(codePoint);
        // The character's place belongs to its first byte; the bytes after it stand at its end, and are empty.
        for (let i = 0; i < byteLength(codePoint); i++)
          symbols.push({ id: idOfByte[bytes[at++]], start: i === 0 ? start : end, end });
        start = end;
      }
      return symbols.filter(({ id }) => id !== NONE);
    },
    spellingOf: (piece) => spellBytes(encodeUtf8(piece)),
    bytesOf: bytesOfSpelling,
  };
}

/** Whole characters (code points). One that the vocabulary lacks becomes `unknown`, or is left out. */
export function createCharacterAlphabet(vocabulary: Vocabulary, unknown: number | undefined): Alphabet {
  const idOfCharacter = new Map<number, number>();
  for (const [spelling, id] of vocabulary.modelIds) {
    const codePoint = codePointAt(spelling, 0);
    if (spelling.length === unitsOf(codePoint)) idOfCharacter.set(codePoint, id);
  }
  refuseForgeries(vocabulary, idOfCharacter.values(), unknown);
  const idOf = (codePoint: number): number => idOfCharacter.get(codePoint) ?? unknown ?? NONE;
  return {
    symbolsOf(piece) {
      const symbols: number[] = [];
      for (let at = 0; at < piece.length; ) {
        const codePoint = codePointAt(piece, at);
        const id = idOf(codePoint);
        if (id !== NONE) symbols.push(id);
        at += unitsOf(codePoint);
      }
      return symbols;
    },
    placedSymbolsOf(piece) {
      const symbols: PlacedSymbol[] = [];
      for (let start = 0; start < piece.length; ) {
        const codePoint = codePointAt(piece, start);
        const end = start + unitsOf(codePoint);
        symbols.push({ id: idOf(codePoint), start, end });
        start = end;
      }
      return symbols.filter(({ id }) => id !== NONE);
    },
    spellingOf: (piece) => piece,
    bytesOf: encodeUtf8,
  };
}

/** A special token that is also an ordinary symbol could be typed by a user. */
export function refuseForgeries(
  vocabulary: Vocabulary,
  symbols: Iterable<number>,
  unknown: number | undefined,
): void {
  for (const id of symbols)
    if (id !== unknown && vocabulary.specialIds.has(id))
      throw new InklingError(
        `The special token ${quoted(vocabulary.spellings[id])} is also an ordinary symbol of the alphabet, so anyone could type it. Spell it in a way that text is not, such as <|name|>.`,
      );
}
