/**
 * Text from a model, made safe for a terminal.
 *
 * A model may generate any byte, and a terminal obeys some of them: ESC [ 2 J clears the screen. So control characters
 * other than line feed and tab are shown as pictures (U+2400 …: ␛). Pipes and JSON get the text as it is.
 */
import type { Output } from "./output.ts";

export function printable(text: string, { live }: Output): string {
  if (!live) return text;
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 && character !== "\n" && character !== "\t") return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "␡";
    return code >= 0x80 && code < 0xa0 ? "\ufffd" : character; // C1: an 8-bit ESC [ is one of them
  }).join("");
}
