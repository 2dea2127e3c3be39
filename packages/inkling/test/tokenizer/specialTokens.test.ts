import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitOnSpecialTokens } from "../../src/tokenizer/specialTokens.ts";

const split = (text: string, tokens: string[]) =>
  Array.from(splitOnSpecialTokens(text, tokens), ({ start, end, special }) =>
    special ? [text.slice(start, end)] : text.slice(start, end),
  );

describe("splitting on special tokens", () => {
  it("finds them anywhere, and side by side", () => {
    expect(split("<e>a<e><s>b<e>", ["<e>", "<s>"])).toEqual([["<e>"], "a", ["<e>"], ["<s>"], "b", ["<e>"]]);
    expect(split("none", ["<e>"])).toEqual(["none"]);
    expect(split("", ["<e>"])).toEqual([]);
  });

  it("takes the leftmost, and of those the longest", () => {
    expect(split("xaab", ["aab", "xa", "a"])).toEqual([["xa"], ["a"], "b"]);
    expect(split("aab", ["a", "aab", "aa"])).toEqual([["aab"]]);
  });

  it("tiles the text, and equals a regular expression of the tokens, longest first", () => {
    const tokens = ["ab", "abc", "b", "ca"];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "c", "d") }), (text) => {
        const expected = text.split(/(abc|ab|b|ca)/).map((part, i) => (i % 2 === 1 ? [part] : part));
        expect(split(text, tokens)).toEqual(expected.filter((part) => part !== ""));
      }),
    );
  });
});
