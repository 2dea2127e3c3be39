import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AddedToken, createTokenFinder, specialToken } from "../../src/tokenizer/addedTokens.ts";

type Flags = Partial<Omit<AddedToken, "content" | "id">>;

/** The text in parts; those that are tokens in lists of their own. */
const splitFlagged = (text: string, tokens: Record<string, Flags>, special: "text" | "parse" = "parse") => {
  const added = Object.entries(tokens).map(([content, flags], id) => ({
    ...specialToken(content, id),
    ...flags,
  }));
  return Array.from(createTokenFinder(added).split(text, special), ({ start, end, token }) =>
    token === undefined ? text.slice(start, end) : [text.slice(start, end)],
  );
};
const split = (text: string, tokens: string[]) =>
  splitFlagged(text, Object.fromEntries(tokens.map((token) => [token, {}])));

describe("finding added tokens", () => {
  it("anywhere, and side by side", () => {
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

  it("in text, only those that are not special; a special one hides what stands inside it", () => {
    const tokens = { "<tool>": {}, tool: { special: false } };
    expect(splitFlagged("a tool <tool>", tokens, "text")).toEqual(["a ", ["tool"], " <tool>"]);
    expect(splitFlagged("a tool <tool>", tokens)).toEqual(["a ", ["tool"], " ", ["<tool>"]]);
  });

  it("with the white space before or after, if they take it", () => {
    const tokens = { "<l>": { lstrip: true }, "<r>": { rstrip: true } };
    expect(splitFlagged("a \n<l> b <r>\u3000\u0085c", tokens)).toEqual([
      "a",
      [" \n<l>"],
      " b ",
      ["<r>\u3000\u0085"],
      "c",
    ]);
    expect(splitFlagged("<r>  <l>", tokens)).toEqual([["<r>  "], ["<l>"]]);
  });

  it("only as a whole word, if they are one", () => {
    const tokens = { ink: { singleWord: true } };
    for (const word of ["inks", "pink", "ink7", "ink_", "ink\u0301", "𝔘ink"])
      expect(splitFlagged(word, tokens)).toEqual([word]);
    expect(splitFlagged("(ink)🐙ink", tokens)).toEqual(["(", ["ink"], ")🐙", ["ink"]]);
  });

  it("is quick with hundreds of thousands of tokens, and with white space without end", () => {
    const many = Array.from({ length: 200_000 }, (_, id) => specialToken(`<${id}>`, id));
    expect([...createTokenFinder(many).split(`${"<".repeat(100_000)}<199999>`, "parse")].length).toBe(2);
    const blank = [{ ...specialToken(" ", 0), rstrip: true, lstrip: true }];
    expect([...createTokenFinder(blank).split(" ".repeat(100_000), "parse")].length).toBe(100_000);
  });
});
