import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inPieces } from "../../src/data/pieces.ts";
import { isSpace, trimSpace } from "../../src/data/whiteSpace.ts";
import { chunked, collect, fakeTokenizer, streamOf } from "./fakeTokenizer.ts";

// Words shorter than a piece, so that there is always a good place to cut.
const text = fc
  .array(
    fc.constantFrom("a", "I'm", "12", "!?", " ", "  ", "\n", "\r\n", " \n", "\u0085", "\u3000", "😀", "é"),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));
const cuts = fc.array(fc.nat(200), { maxLength: 8 });

describe("inPieces", () => {
  it("keeps the text, and cuts it in the same places however it was chunked", async () => {
    await fc.assert(
      fc.asyncProperty(text, cuts, fc.integer({ min: 1, max: 30 }), async (whole, at, size) => {
        const pieces = await collect(inPieces(streamOf(...chunked(whole, at)), size));
        expect(pieces.join("")).toBe(whole);
        expect(pieces.every(({ length }) => length > 0 && length <= size)).toBe(true);
        expect(pieces).toEqual(await collect(inPieces(streamOf(whole), size)));
      }),
    );
  });

  it("tokenises to the ids of the whole, wherever the text has a good place to cut", async () => {
    const sentence = fc.array(
      fc.constantFrom("it's", "a", " b", "12", "!", "\n", " ", "\r\n", "\u0085", "é"),
      { maxLength: 12 },
    );
    const tokenizer = fakeTokenizer();
    await fc.assert(
      fc.asyncProperty(fc.array(sentence, { maxLength: 10 }), async (sentences) => {
        // Each sentence ends in a letter before a space: at most 48 units without a place to cut.
        const whole = sentences.map((parts) => `${parts.join("")}x`).join(" ");
        const pieces = await collect(inPieces(streamOf(whole), 60));
        expect(pieces.flatMap((piece) => tokenizer.encode(piece))).toEqual(tokenizer.encode(whole));
      }),
    );
  });

  it("never cuts a surrogate pair, even where there is nothing else to cut", async () => {
    const pieces = await collect(inPieces(streamOf("x", "😀".repeat(10)), 4));
    expect(pieces.some((piece) => /\p{Surrogate}/u.test(piece))).toBe(false);
  });
});

describe("white space", () => {
  it("is what the language's \\s and trim mean, for every code unit", () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      if (isSpace(unit) !== /\s/.test(String.fromCharCode(unit))) expect.fail(`U+${unit.toString(16)}`);
    }
    expect(trimSpace("\u00a0 a b\n")).toBe("a b");
    expect(trimSpace(" \n")).toBe("");
  });
});
