/**
 * Which characters are white space, written out: the runtime's own idea (`\s`, trim) may change with it.
 *
 * Two users: chats are trimmed (chat.ts), and long texts are cut where a word ends (pieces.ts).
 */

/** ECMAScript's WhiteSpace and LineTerminator (ECMA-262 §12.2 and §12.3), which is what `\s` and trim mean there. */
export function isSpace(codeUnit: number): boolean {
  return (
    codeUnit === 0x20 ||
    (codeUnit >= 0x09 && codeUnit <= 0x0d) ||
    codeUnit === 0xa0 ||
    codeUnit === 0x1680 ||
    (codeUnit >= 0x2000 && codeUnit <= 0x200a) ||
    codeUnit === 0x2028 ||
    codeUnit === 0x2029 ||
    codeUnit === 0x202f ||
    codeUnit === 0x205f ||
    codeUnit === 0x3000 ||
    codeUnit === 0xfeff
  );
}

/** The text without white space at either end, as Jinja's `trim` filter leaves it. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
