import { describe, expect, it } from "vitest";
import {
  classOf,
  isWordCharacter,
  LETTER,
  NUMBER,
  NUMERIC,
  OTHER,
  SPACE,
} from "../../src/tokenizer/unicode.ts";

const classesOf = (text: string) => Array.from(text, (character) => classOf(character.codePointAt(0)!));

describe("the pinned Unicode classes", () => {
  it("knows letters of any script", () => {
    expect(new Set(classesOf("aZéßдش雨각ʰªꟹ𝔘𐍈"))).toEqual(new Set([LETTER]));
  });

  it("knows numbers: digits, numerals, fractions", () => {
    expect(new Set(classesOf("07٣१½²Ⅷ①𝟘〇"))).toEqual(new Set([NUMBER | NUMERIC]));
  });

  it("knows the 25 white spaces, and that a zero-width space is none", () => {
    let spaces = 0;
    for (let c = 0; c < 0x110000; c++) if (classOf(c) === SPACE) spaces++;
    expect(spaces).toBe(25);
    expect(new Set(classesOf(" \t\n\v\f\r\u0085\u00a0\u2003\u2028\u3000"))).toEqual(new Set([SPACE]));
    expect(classOf(0x200b)).toBe(OTHER);
  });

  it("counts everything else as other: signs, marks, emoji, unassigned, surrogates, U+FFFD", () => {
    expect(new Set(classesOf("!€_\u0301🐙\u{e0001}\u{10ffff}\ufffd"))).toEqual(new Set([OTHER]));
    expect(classOf(0xd800)).toBe(OTHER);
  });

  it("knows what belongs to a word: letters, digits, marks and joiners, no signs", () => {
    const isWord = (text: string) => Array.from(text, (c) => isWordCharacter(c.codePointAt(0)!));
    expect(new Set(isWord("aß雨7٣_\u0301\u200d"))).toEqual(new Set([true]));
    expect(new Set(isWord(" -½²€🐙\u200b"))).toEqual(new Set([false]));
  });

  it("holds the two tables of numbers apart, as Hugging Face's libraries do: Unicode 16 and 17", () => {
    expect(classOf(0x11de0)).toBe(NUMERIC); // a digit of Tolong Siki, new in Unicode 17
  });
});
