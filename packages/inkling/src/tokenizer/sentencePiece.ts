/**
 * SentencePiece's way with text, as Llama 2 has it: blanks are letters, and what has no letter is spelled in bytes.
 *
 *     "Hello 雨!"  →  "▁Hello▁雨!"  →  ▁ H e l l o ▁ <0xE9> <0x9B> <0xA8> !
 *
 * A blank is written ▁ (U+2581) and merged like any letter, so the text need not be cut into words to keep it. One more
 * ▁ goes before the text, so that a word is the same token at the beginning and in the middle. A character that the
 * vocabulary lacks becomes the bytes of its UTF-8, each a token of its own ("byte fallback").
 *
 * Knows nothing about ids of merges or files. Try it: `writeBlanks("Hello world", 0, { by: "normalizer", prepend: true })`
 *
 * Sources: Kudo, Richardson 2018, "SentencePiece", section 3; Hugging Face's tokenizers for the two ways to say it.
 */
import { type Alphabet, NONE, type PlacedSymbol, refuseForgeries } from "./alphabet.ts";
import type { PreTokeniser } from "./pretokenise.ts";
import { codePointAt, encodeUtf8, unitsOf } from "./utf8.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What stands for a blank. As long as a blank in UTF-16, so that places in a text stay what they are. */
export const BLANK = "▁";

/**
 * Where the ▁ before the text goes, in the two ways that tokenizer.json says it.
 * "normalizer" (the older): before every stretch between added tokens, even if a blank is there already.
 * "metaspace": only if none is there; before every stretch ("always"), or the one that begins the text ("first").
 */
export type BlankRule =
  | { readonly by: "normalizer"; readonly prepend: boolean }
  | { readonly by: "metaspace"; readonly prepend: "always" | "first" | "never" };

export interface SentencePieceRules {
  readonly blanks: BlankRule;
  /** Characters the vocabulary lacks are spelled in bytes; otherwise they are the unknown token. */
  readonly byteFallback: boolean;
  /** Unknown characters side by side are one unknown token. */
  readonly fuseUnknown: boolean;
  /**
   * What becomes of the ▁ before the text when ids are decoded: "strip" takes one blank off the text's beginning,
   * "keep" takes none. "metaspace" drops every ▁ of the first token (unless blanks.prepend is "never"), and leaves byte
   * tokens as they are spelled.
   */
  readonly decoder: "strip" | "keep" | "metaspace";
}

/** The stretch that begins at `start` of the whole text, its blanks as ▁. `added`: how many were put before it. */
export function writeBlanks(text: string, start: number, rule: BlankRule): { text: string; added: 0 | 1 } {
  const written = text.replaceAll(" ", BLANK);
  return wantsBlank(written, start, rule) ? { text: BLANK + written, added: 1 } : { text: written, added: 0 };
}

function wantsBlank(written: string, start: number, rule: BlankRule): boolean {
  if (written === "") return false;
  if (rule.by === "normalizer") return rule.prepend;
  if (written.startsWith(BLANK)) return false;
  return rule.prepend === "always" || (rule.prepend === "first" && start === 0);
}

/** "<0x0A>" → 10; undefined if it is not the spelling of a byte. */
export function byteOfSpelling(spelling: string): number | undefined {
  return /^<0x[0-9A-Fa-f]{2}>$/.test(spelling) ? Number.parseInt(spelling.slice(3, 5), 16) : undefined;
}

const HEX_DIGITS = "0123456789ABCDEF";

/** 10 → "<0x0A>" */
export function spellingOfByte(byte: number): string {
  return `<0x${HEX_DIGITS[byte >> 4]}${HEX_DIGITS[byte & 15]}>`;
}

/** Whole characters, and bytes for those that the vocabulary lacks. Without byte fallback they become `unknown`. */
export function createSentencePieceAlphabet(
  vocabulary: Vocabulary,
  unknown: number | undefined,
  { byteFallback, fuseUnknown }: SentencePieceRules,
): Alphabet {
  const ids = vocabulary.modelIds;
  const idOfByte = Array.from(
    { length: byteFallback ? 256 : 0 },
    (_, i) => ids.get(spellingOfByte(i)) ?? NONE,
  );
  const characters = [...ids].filter(([spelling]) => spelling.length === unitsOf(codePointAt(spelling, 0)));
  refuseForgeries(vocabulary, [...idOfByte, ...characters.map(([, id]) => id)], unknown);

  const placedSymbolsOf = (piece: string): PlacedSymbol[] => {
    const symbols: PlacedSymbol[] = [];
    let unknownBefore: PlacedSymbol | undefined;
    for (let start = 0; start < piece.length; ) {
      const codePoint = codePointAt(piece, start);
      const end = start + unitsOf(codePoint);
      const character = String.fromCodePoint(codePoint);
      const id = ids.get(character);
      const last = symbols.at(-1);
      if (id !== undefined) symbols.push({ id, start, end });
      else if (byteFallback)
        // The character's place belongs to its first byte; the bytes after it stand at its end, and are empty.
        encodeUtf8(character).forEach((byte, i) => {
          symbols.push({ id: idOfByte[byte], start: i === 0 ? start : end, end });
        });
      else if (fuseUnknown && last === unknownBefore && last !== undefined) last.end = end;
      else if (unknown !== undefined) {
        unknownBefore = { id: unknown, start, end };
        symbols.push(unknownBefore);
      }
      start = end;
    }
    return symbols;
  };
  return {
    placedSymbolsOf,
    symbolsOf: (piece) => placedSymbolsOf(piece).map(({ id }) => id),
    spellingOf: (piece) => piece,
    bytesOf(spelling) {
      const byte = byteFallback ? byteOfSpelling(spelling) : undefined;
      return byte === undefined ? encodeUtf8(spelling.replaceAll(BLANK, " ")) : Uint8Array.of(byte);
    },
  };
}

/**
 * Cuts before every ▁ that follows something else: roughly, into words. Right only if no merge reaches across such a
 * place; then it changes no ids, and a word that comes back need not be merged again.
 */
export const blankWords: PreTokeniser = (text, visit) => {
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (text[end] === BLANK) end++;
    const next = text.indexOf(BLANK, end);
    end = next === -1 ? text.length : next;
    visit(start, end);
    start = end;
  }
};

/** Whether `blankWords` cuts only where nothing could have been merged. */
export function blanksBeginWords(
  merges: readonly (readonly [left: string, right: string])[],
  { modelIds }: Vocabulary,
  unknownToken: string | undefined,
): boolean {
  const isAllBlank = (spelling: string) => /^▁+$/.test(spelling);
  if (!modelIds.has(BLANK) || isAllBlank(unknownToken ?? "")) return false;
  return merges.every(([left, right]) => !right.startsWith(BLANK) || isAllBlank(left));
}
