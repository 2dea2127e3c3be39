import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordsOf } from "../../src/evaluate/words.ts";

describe("wordsOf", () => {
  it("cuts at punctuation and white space, and lowers capitals", () => {
    const text = "Ada's boat, the Wren: it's\n RED 7! (O’Neill said 'so')";
    const words = ["ada's", "boat", "the", "wren", "it's", "red", "7", "o'neill", "said", "so"];
    expect(wordsOf(text)).toEqual(words);
    expect(wordsOf(" … ")).toEqual([]);
  });

  it("keeps a letter and its accent together, however they are written", () => {
    expect(wordsOf("cafe\u0301 au lait")).toEqual(["cafe\u0301", "au", "lait"]);
    expect(wordsOf("caf\u00e9")).toEqual(["caf\u00e9"]);
    expect(wordsOf("\u{1D400}\u{1D401} \u{1F600} \ud835")).toEqual(["\u{1D400}\u{1D401}"]);
  });

  it("cuts any ASCII text as a regular expression does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        expect(wordsOf(text)).toEqual(text.toLowerCase().match(/[a-z0-9]+(?:'[a-z0-9]+)*/g) ?? []);
      }),
    );
  });
});
