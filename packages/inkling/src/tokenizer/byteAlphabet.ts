/**
 * GPT-2's alphabet: every byte as one printable character.
 *
 * A byte-level vocabulary is stored in text files (tokenizer.json, merges.txt), where tokens are strings and a
 * space separates the two halves of a merge. Raw bytes can't be written there: some are control characters, one
 * is the space itself, and half are no UTF-8. GPT-2's answer: bytes that print well stand for themselves ("a",
 * "!", "é" for byte E9), and the other 68 borrow the characters from U+0100 on, in order. So the space (0x20)
 * becomes "Ġ", the line feed "Ċ", and " the" is spelled "Ġthe".
 *
 * Knows nothing about ids. Try it: `spellBytes(encodeUtf8(" é")) // "ĠÃ©"`
 *
 * Source: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.2.
 */
import { encodeUtf8 } from "./utf8.ts";

/** The bytes that stand for themselves: ASCII "!" … "~", Latin-1 "¡" … "¬" and "®" … "ÿ" (without the soft hyphen). */
const PRINTABLE: readonly (readonly [first: number, last: number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
];

/**
 * All 256 bytes in GPT-2's order: those that print, then those that borrow. A vocabulary we train lists its
 * byte symbols in this order, as GPT-2's own does.
 */
export const BYTES_IN_ORDER: readonly number[] = (() => {
  const printable: number[] = [];
  for (const [first, last] of PRINTABLE) for (let byte = first; byte <= last; byte++) printable.push(byte);
  const prints = new Set(printable);
  const borrowing = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !prints.has(byte));
  return [...printable, ...borrowing];
})();

const PRINTABLE_COUNT = 188;

/** byte → its character */
export const CHARACTER_OF_BYTE: readonly string[] = (() => {
  const characters = new Array<string>(256);
  BYTES_IN_ORDER.forEach((byte, index) => {
    const borrowed = 0x100 + (index - PRINTABLE_COUNT);
    characters[byte] = String.fromCharCode(index < PRINTABLE_COUNT ? byte : borrowed);
  });
  return characters;
})();

/** character's code → its byte */
const BYTE_OF_CHARACTER: ReadonlyMap<number, number> = new Map(
  CHARACTER_OF_BYTE.map((character, byte) => [character.charCodeAt(0), byte]),
);

/** Bytes as a vocabulary spells them. */
export function spellBytes(bytes: Iterable<number>): string {
  let spelling = "";
  for (const byte of bytes) spelling += CHARACTER_OF_BYTE[byte];
  return spelling;
}

/**
 * The bytes behind a vocabulary's spelling. A token with a character outside the alphabet was never spelled
 * with it, and stands for its own UTF-8 (this is also what Hugging Face's ByteLevel decoder does).
 */
export function bytesOfSpelling(spelling: string): Uint8Array {
  const bytes = new Uint8Array(spelling.length);
  for (let i = 0; i < spelling.length; i++) {
    const byte = BYTE_OF_CHARACTER.get(spelling.charCodeAt(i));
    if (byte === undefined) return encodeUtf8(spelling);
    bytes[i] = byte;
  }
  return bytes;
}
