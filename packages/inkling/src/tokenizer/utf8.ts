/**
 * UTF-8, both ways: text to bytes, and bytes that arrive a few at a time back to text.
 *
 * A byte-level tokenizer spells every text with 256 symbols, so bytes are its letters. We write the codec out,
 * since it is where two promises live: encoding never throws (JavaScript strings can hold half a character, a
 * "lone surrogate"; it becomes U+FFFD, the replacement character �), and decoding never throws either (a model
 * may emit any bytes it likes; what is not UTF-8 becomes � too).
 *
 * Knows nothing about tokens. Try it: `encodeUtf8("é") // Uint8Array [0xc3, 0xa9]`
 *
 * Source: The Unicode Standard 16.0, section 3.9, tables 3-6 (bit distribution) and 3-7 (well-formed sequences).
 */

/** U+FFFD, what stands in for anything broken. */
export const REPLACEMENT = 0xfffd;

/** The code point at `index`; a lone surrogate counts as U+FFFD. Pairs of surrogates are one code point. */
export function codePointAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const next = text.charCodeAt(index + 1); // NaN at the end: every comparison below is then false
  const isPair = unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff;
  return isPair ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : REPLACEMENT;
}

/** How many UTF-16 units (what a JavaScript string counts) the code point takes. */
export function unitsOf(codePoint: number): 1 | 2 {
  return codePoint < 0x10000 ? 1 : 2;
}

/** How many UTF-8 bytes the code point takes. */
export function byteLength(codePoint: number): 1 | 2 | 3 | 4 {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** True when the string holds no lone surrogate: such text survives a round trip through UTF-8 unchanged. */
export function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    if (unitsOf(codePointAt(text, i)) === 1) return false;
    i++; // the pair's second half
  }
  return true;
}

/**
 * Text to UTF-8. Never throws.
 *
 *     code point        bits                    bytes
 *     … U+007F          0xxxxxxx                1: ASCII is itself
 *     … U+07FF          yyyyyxxxxxx             110yyyyy 10xxxxxx
 *     … U+FFFF          zzzzyyyyyyxxxxxx        1110zzzz 10yyyyyy 10xxxxxx
 *     … U+10FFFF        uuuzzzzzzyyyyyyxxxxxx   11110uuu 10zzzzzz 10yyyyyy 10xxxxxx
 */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3); // at most 3 bytes per unit (a pair of units takes 4)
  let length = 0;
  for (let i = 0; i < text.length; ) {
    const c = codePointAt(text, i);
    i += unitsOf(c);
    if (c < 0x80) {
      bytes[length++] = c;
    } else if (c < 0x800) {
      bytes[length++] = 0xc0 | (c >> 6);
      bytes[length++] = 0x80 | (c & 0x3f);
    } else if (c < 0x10000) {
      bytes[length++] = 0xe0 | (c >> 12);
      bytes[length++] = 0x80 | ((c >> 6) & 0x3f);
      bytes[length++] = 0x80 | (c & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (c >> 18);
      bytes[length++] = 0x80 | ((c >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((c >> 6) & 0x3f);
      bytes[length++] = 0x80 | (c & 0x3f);
    }
  }
  return bytes.slice(0, length);
}

/**
 * Bytes to text as they come. A character may be split over two tokens, so its first bytes wait here until the
 * rest arrives; the bytes of a character that can no longer be completed become one U+FFFD together ("maximal
 * subpart", the practice of the Unicode Standard 3.9, of TextDecoder and of Rust's from_utf8_lossy). A byte
 * order mark is kept: it is a character of the text.
 */
export class Utf8Decoder {
  private codePoint = 0; // the bits gathered so far
  private missing = 0; // how many continuation bytes are still to come
  // What the next continuation byte may be. Usually 80..BF; narrower after E0, ED, F0 and F4 (table 3-7), where
  // the rest would be an overlong spelling, a surrogate, or beyond U+10FFFF.
  private lowest = 0x80;
  private highest = 0xbf;

  /** The text these bytes complete. */
  push(bytes: Uint8Array): string {
    const units: number[] = [];
    for (const byte of bytes) this.pushByte(byte, units);
    return textOf(units);
  }

  /** The end: an unfinished character becomes U+FFFD. The decoder is then as new. */
  end(): string {
    const unfinished = this.missing > 0;
    this.missing = 0;
    return unfinished ? "\uFFFD" : "";
  }

  private pushByte(byte: number, units: number[]): void {
    if (this.missing > 0) {
      if (byte >= this.lowest && byte <= this.highest) {
        this.codePoint = (this.codePoint << 6) | (byte & 0x3f);
        this.lowest = 0x80;
        this.highest = 0xbf;
        if (--this.missing === 0) pushUnits(this.codePoint, units);
        return;
      }
      units.push(REPLACEMENT); // the character broke off; this byte begins something new
      this.missing = 0;
    }
    if (byte < 0x80) units.push(byte);
    else if (byte >= 0xc2 && byte <= 0xdf) this.begin(byte & 0x1f, 1, 0x80, 0xbf);
    else if (byte >= 0xe0 && byte <= 0xef)
      this.begin(byte & 0x0f, 2, byte === 0xe0 ? 0xa0 : 0x80, byte === 0xed ? 0x9f : 0xbf);
    else if (byte >= 0xf0 && byte <= 0xf4)
      this.begin(byte & 0x07, 3, byte === 0xf0 ? 0x90 : 0x80, byte === 0xf4 ? 0x8f : 0xbf);
    else units.push(REPLACEMENT); // a continuation byte without a beginning, or a byte UTF-8 never uses
  }

  private begin(bits: number, missing: number, lowest: number, highest: number): void {
    this.codePoint = bits;
    this.missing = missing;
    this.lowest = lowest;
    this.highest = highest;
  }
}

/** Bytes to text at once. Never throws. */
export function decodeUtf8(bytes: Uint8Array): string {
  const decoder = new Utf8Decoder();
  return decoder.push(bytes) + decoder.end();
}

function pushUnits(codePoint: number, units: number[]): void {
  if (codePoint < 0x10000) units.push(codePoint);
  else units.push(0xd800 + ((codePoint - 0x10000) >> 10), 0xdc00 + (codePoint & 0x3ff));
}

/** fromCharCode takes its units as arguments, and a call takes only so many (some engines stop at 65,535). */
const UNITS_PER_CALL = 8192;

function textOf(units: readonly number[]): string {
  if (units.length <= UNITS_PER_CALL) return String.fromCharCode(...units);
  let text = "";
  for (let i = 0; i < units.length; i += UNITS_PER_CALL)
    text += String.fromCharCode(...units.slice(i, i + UNITS_PER_CALL));
  return text;
}
