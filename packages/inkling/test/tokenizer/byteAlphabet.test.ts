import { describe, expect, it } from "vitest";
import {
  BYTES_IN_ORDER,
  bytesOfSpelling,
  CHARACTER_OF_BYTE,
  spellBytes,
} from "../../src/tokenizer/byteAlphabet.ts";
import { encodeUtf8 } from "../../src/tokenizer/utf8.ts";

describe("the byte alphabet", () => {
  it("gives each byte a character of its own and finds the way back", () => {
    expect(new Set(CHARACTER_OF_BYTE).size).toBe(256);
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect([...bytesOfSpelling(spellBytes(all))]).toEqual([...all]);
  });

  it("uses no white space and no control characters", () => {
    expect(CHARACTER_OF_BYTE.filter((character) => /[\s\p{C}]/u.test(character))).toEqual([]);
  });

  it("spells as GPT-2 does", () => {
    expect(spellBytes(encodeUtf8(" the"))).toBe("Ġthe");
    expect(spellBytes(encodeUtf8("\n\t é\u00ad"))).toBe("ĊĉĠÃ©ÂŃ");
  });

  it("lists the bytes in GPT-2's order: first those that print", () => {
    expect(new Set(BYTES_IN_ORDER).size).toBe(256);
    expect(BYTES_IN_ORDER[0]).toBe(0x21);
    expect(BYTES_IN_ORDER[187]).toBe(0xff);
    expect(BYTES_IN_ORDER.slice(188, 191)).toEqual([0, 1, 2]);
  });

  it("takes a spelling outside the alphabet as its own UTF-8", () => {
    expect([...bytesOfSpelling("日a")]).toEqual([...encodeUtf8("日a")]);
    expect([...bytesOfSpelling("a b")]).toEqual([...encodeUtf8("a b")]);
    expect([...bytesOfSpelling("🐙")]).toEqual([...encodeUtf8("🐙")]);
  });
});
