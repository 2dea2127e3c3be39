/**
 * From SentencePiece's spellings back to text: ▁ to a blank, byte tokens to characters.
 *
 * Byte tokens side by side are read together, as one run of UTF-8. If the run is not UTF-8, each of its bytes becomes
 * U+FFFD, even those that alone would have been fine: so does Hugging Face's tokenizers, and the same ids must give the
 * same text. Hence a run is held back until it ends.
 *
 * Knows nothing about ids. Try it: `const d = new SentencePieceDecoder(rules); d.push("▁Hi") // "Hi"`
 */
import { BLANK, byteOfSpelling, type SentencePieceRules } from "./sentencePiece.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

export class SentencePieceDecoder {
  private readonly rules: SentencePieceRules;
  private readonly run: number[] = []; // the bytes held back
  private tokens = 0;
  private isAtStart = true; // nothing has been handed out

  constructor(rules: SentencePieceRules) {
    this.rules = rules;
  }

  /** The text that this token completes. */
  push(spelling: string): string {
    const isFirst = this.tokens++ === 0;
    if (this.rules.decoder === "metaspace") {
      const dropsBlanks = isFirst && this.rules.blanks.prepend !== "never";
      return spelling.replaceAll(BLANK, dropsBlanks ? "" : " ");
    }
    const byte = byteOfSpelling(spelling);
    if (byte !== undefined) {
      this.run.push(byte);
      return "";
    }
    return this.stripped(this.endOfRun() + spelling.replaceAll(BLANK, " "));
  }

  end(): string {
    return this.stripped(this.endOfRun());
  }

  private endOfRun(): string {
    const bytes = Uint8Array.from(this.run);
    this.run.length = 0;
    const text = decodeUtf8(bytes);
    const back = encodeUtf8(text); // differs if something had to be replaced
    const isUtf8 = back.length === bytes.length && back.every((byte, i) => byte === bytes[i]);
    return isUtf8 ? text : "\uFFFD".repeat(bytes.length);
  }

  /** The whole text loses one blank at its beginning. */
  private stripped(text: string): string {
    if (!this.isAtStart || text === "") return text;
    this.isAtStart = false;
    return this.rules.decoder === "strip" && text.startsWith(" ") ? text.slice(1) : text;
  }
}
