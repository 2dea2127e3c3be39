import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PreTokeniserName, piecesOf } from "../../src/tokenizer/pretokenise.ts";
import { anyString, proseLike, readFixture } from "./samples.ts";

const names: PreTokeniserName[] = ["gpt-2", "smollm", "llama-bpe", "qwen2"];

describe("pre-tokenising", () => {
  it("cuts English as GPT-2's pattern does", () => {
    expect(piecesOf("I'd say they're 42!!", "gpt-2")).toEqual([
      "I",
      "'d",
      " say",
      " they",
      "'re",
      " 42",
      "!!",
    ]);
    expect(piecesOf("don't 'S ''ll", "gpt-2")).toEqual(["don", "'t", " '", "S", " ''", "ll"]);
    expect(piecesOf("'re're'r", "gpt-2")).toEqual(["'re", "'re", "'", "r"]);
  });

  it("leaves the last white space before a word to that word", () => {
    expect(piecesOf("a   b", "gpt-2")).toEqual(["a", "  ", " b"]);
    expect(piecesOf("a\n\nb", "gpt-2")).toEqual(["a", "\n", "\n", "b"]);
    expect(piecesOf("a \n b", "gpt-2")).toEqual(["a", " \n", " b"]);
    expect(piecesOf("a  \u00a0b", "gpt-2")).toEqual(["a", "  ", "\u00a0", "b"]);
    expect(piecesOf("a   ", "gpt-2")).toEqual(["a", "   "]);
    expect(piecesOf(" ", "gpt-2")).toEqual([" "]);
  });

  it("smollm: each digit alone, and white space before a digit stays together", () => {
    expect(piecesOf("In 1987  42x", "smollm")).toEqual(["In", " ", "1", "9", "8", "7", "  ", "4", "2", "x"]);
    expect(piecesOf("½²Ⅷ a", "smollm")).toEqual(["½", "²", "Ⅷ", " a"]);
  });

  it("llama-bpe: contractions in any case, a sign before a word, numbers by threes, line ends with signs", () => {
    expect(piecesOf("I'LL say 12345!\n\n(yes)", "llama-bpe")).toEqual([
      ...["I", "'LL", " say", " ", "123", "45", "!\n\n", "(yes", ")"],
    ]);
    expect(piecesOf("a'\u017f \u0301x'", "llama-bpe")).toEqual(["a", "'\u017f", " \u0301", "x", "'"]);
    expect(piecesOf("a  \n \r\n  b\t", "llama-bpe")).toEqual(["a", "  \n \r\n", " ", " b", "\t"]);
  });

  it("qwen2: as llama-bpe, with each digit alone", () => {
    expect(piecesOf("In 1987.\n", "qwen2")).toEqual(["In", " ", "1", "9", "8", "7", ".\n"]);
  });

  it("the pieces tile any string", () => {
    fc.assert(
      fc.property(fc.oneof(anyString, proseLike), fc.constantFrom(...names), (text, name) => {
        const pieces = piecesOf(text, name);
        expect(pieces.join("")).toBe(text);
        expect(pieces).not.toContain("");
      }),
      { numRuns: 500 },
    );
  });

  it("equals the pattern itself on ASCII, where every runtime has the same classes", () => {
    const pattern = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
    const ascii = fc.string({ unit: fc.constantFrom(..." '  \n\tsrevmld7!aS"), maxLength: 30 });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(piecesOf(text, "gpt-2")).toEqual(text.match(pattern) ?? []);
      }),
      { numRuns: 2000 },
    );
  });

  it("equals Llama 3's and Qwen2's patterns on ASCII", () => {
    // The runtime has no (?i:…): the contractions are spelled out in both cases.
    const pattern = (digits: string) =>
      new RegExp(
        `'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
        "gu",
      );
    const ascii = fc.string({ unit: fc.constantFrom(..." '  \n\r\tsReVmLld7!aS-"), maxLength: 30 });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(piecesOf(text, "llama-bpe")).toEqual(text.match(pattern("\\p{N}{1,3}")) ?? []);
        expect(piecesOf(text, "qwen2")).toEqual(text.match(pattern("\\p{N}")) ?? []);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(names)("%s cuts at every code point as Hugging Face's tokenizers do", (name) => {
    const fixture = JSON.parse(readFixture("huggingface-ids.json")).everyCharacterCut;
    const parts: string[] = [];
    for (const [from, to] of [
      [0, 0xd800],
      [0xe000, 0x32000],
      [0xe0000, 0xe1000],
    ] as const) {
      for (let codePoint = from; codePoint < to; codePoint++) {
        const c = String.fromCodePoint(codePoint);
        parts.push(`a${c}1${c}!${c}  ${c} `);
      }
    }
    const text = parts.join("");
    const lengths = Int32Array.from(piecesOf(text, name), (piece) => [...piece].length);
    expect(lengths.length).toBe(fixture[name].count);
    expect(createHash("sha256").update(lengths).digest("hex")).toBe(fixture[name].sha256);
  });
});
