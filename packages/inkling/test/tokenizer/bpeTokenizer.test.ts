import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { trainBpe } from "../../src/tokenizer/trainBpe.ts";
import { anyString, anyText, corpus, proseLike } from "./samples.ts";

const gpt2 = trainBpe([corpus], { vocabSize: 400 });
const smollm = trainBpe([corpus], { vocabSize: 400, preTokeniser: "smollm" });
const character = trainCharacters([corpus]);
const all = fc.constantFrom(gpt2, smollm, character);
const byteLevel = fc.constantFrom(gpt2, smollm);
const special = fc.constantFrom("text" as const, "parse" as const);

const wellFormed = (text: string) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));

describe("a tokenizer", () => {
  it("byte-level: gives back every well-formed text", () => {
    fc.assert(
      fc.property(byteLevel, fc.oneof(anyText, proseLike), special, (tokenizer, text, special) => {
        expect(tokenizer.decode(tokenizer.encode(text, { special }))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads a lone surrogate as U+FFFD and never throws", () => {
    expect(gpt2.decode(gpt2.encode("a\ud83db"))).toBe("a\uFFFDb");
    fc.assert(
      fc.property(all, anyString, (tokenizer, text) => {
        expect(tokenizer.encode(text)).toEqual(tokenizer.encode(wellFormed(text)));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same ids the second time, from its cache, and from a piece too long for it", () => {
    const tokenizer = trainBpe([corpus], { vocabSize: 400 });
    const text = `${corpus} ${"ink".repeat(50)}`;
    expect(tokenizer.encode(text)).toEqual(tokenizer.encode(text));
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it("encodes a very long piece without losing time", () => {
    const text = "ink".repeat(40_000); // scanning it for each merge would be 10^10 steps
    expect(gpt2.decode(gpt2.encode(text))).toBe(text);
  });
});

describe("special tokens", () => {
  it("can't be forged by text", () => {
    fc.assert(
      fc.property(all, proseLike, (tokenizer, text) => {
        const unknown = tokenizer.specialTokens.get("<unk>");
        const forged = tokenizer.encode(text).filter((id) => id < 3);
        expect(forged).toEqual([]);
        const known = [...text].filter((c) => corpus.includes(c)).join("");
        expect(tokenizer.encode(known).filter((id) => id === unknown)).toEqual([]);
      }),
    );
    expect(gpt2.decode(gpt2.encode("<|endoftext|>"))).toBe("<|endoftext|>");
    expect(gpt2.encode("<|endoftext|>").length).toBeGreaterThan(1);
  });

  it("are found when the caller parses them", () => {
    for (const tokenizer of [gpt2, smollm, character]) {
      const ids = tokenizer.encode("<|im_start|>I<|im_end|><|endoftext|>", { special: "parse" });
      expect(ids).toEqual([1, ...tokenizer.encode("I"), 2, 0]);
      expect(tokenizer.decode(ids)).toBe("<|im_start|>I<|im_end|><|endoftext|>");
      expect(tokenizer.decode(ids, { special: "skip" })).toBe("I");
    }
  });
});

describe("decoding a stream", () => {
  it("gives the text of decode, however many ids have come", () => {
    fc.assert(
      fc.property(all, fc.array(fc.nat(60), { maxLength: 30 }), (tokenizer, ids) => {
        const decoder = tokenizer.decoder();
        expect(ids.map((id) => decoder.push(id)).join("") + decoder.end()).toBe(tokenizer.decode(ids));
      }),
    );
  });

  it("holds back the bytes of an unfinished character", () => {
    const tokenizer = trainBpe([], { vocabSize: 259 }); // bytes only
    const ids = tokenizer.encode("é🐙");
    const decoder = tokenizer.decoder();
    expect(ids.map((id) => decoder.push(id))).toEqual(["", "é", "", "", "", "🐙"]);
    decoder.push(ids[0]);
    expect(decoder.end()).toBe("\uFFFD");
  });

  it("refuses an id the vocabulary does not hold, by name", () => {
    for (const id of [400, -1, 1.5, Number.NaN]) {
      expect(() => gpt2.decode([id])).toThrow(InklingError);
      expect(() => gpt2.decode([id], { special: "skip" })).toThrow(
        `There is no token with the id ${id}: this vocabulary has ids from 0 to 399.`,
      );
    }
  });
});

describe("encodeShowingWork", () => {
  it("gives the ids of encode", () => {
    fc.assert(
      fc.property(all, fc.oneof(anyString, proseLike), special, (tokenizer, text, special) => {
        const work = tokenizer.encodeShowingWork(text, { special });
        const ids = tokenizer.encode(text, { special });
        expect(work.tokens.map(({ id }) => id)).toEqual(ids);
        expect(work.pieces.flatMap(({ ids }) => ids)).toEqual(ids);
      }),
      { numRuns: 500 },
    );
  });

  it("its pieces and its tokens tile the input", () => {
    fc.assert(
      fc.property(all, fc.oneof(anyString, proseLike), special, (tokenizer, text, special) => {
        const { pieces, tokens } = tokenizer.encodeShowingWork(text, { special });
        for (const parts of [pieces, tokens]) {
          let end = 0;
          for (const part of parts) {
            expect(part.start).toBe(end);
            expect(part.end).toBeGreaterThanOrEqual(part.start);
            end = part.end;
          }
          expect(end).toBe(text.length);
        }
        for (const piece of pieces) expect(piece.text).toBe(text.slice(piece.start, piece.end));
      }),
      { numRuns: 500 },
    );
  });

  it("each merge makes its step's symbols, and the last step's symbols are the tokens", () => {
    fc.assert(
      fc.property(byteLevel, proseLike, (tokenizer, text) => {
        for (const piece of tokenizer.encodeShowingWork(text).pieces) {
          let symbols = piece.symbols;
          for (const step of piece.merges) {
            expect(step.merged).toBe(step.left + step.right);
            expect(tokenizer.toJSON().model.merges[step.rank]).toBe(`${step.left} ${step.right}`);
            expect(step.symbols.join("")).toBe(symbols.join(""));
            expect(step.symbols.length).toBe(symbols.length - 1);
            symbols = step.symbols;
          }
          expect(symbols).toEqual(piece.ids.map((id) => tokenizer.token(id)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("reads like the work on paper", () => {
    const tokenizer = trainBpe(["the the then"], { vocabSize: 262 });
    const { pieces, tokens } = tokenizer.encodeShowingWork("hé then<|im_end|>", { special: "parse" });
    expect(pieces.map(({ text }) => text)).toEqual(["hé", " then", "<|im_end|>"]);
    expect([...pieces[0].bytes]).toEqual([0x68, 0xc3, 0xa9]);
    expect(pieces[1].symbols).toEqual(["Ġ", "t", "h", "e", "n"]);
    expect(pieces[1].merges).toEqual([
      { rank: 0, left: "t", right: "h", merged: "th", symbols: ["Ġ", "th", "e", "n"] },
      { rank: 1, left: "th", right: "e", merged: "the", symbols: ["Ġ", "the", "n"] },
      { rank: 2, left: "Ġ", right: "the", merged: "Ġthe", symbols: ["Ġthe", "n"] },
    ]);
    expect(tokens.map(({ text, start, end, special }) => [text, start, end, special])).toEqual([
      ["h", 0, 1, false],
      ["\uFFFD", 1, 2, false], // the first byte of é has its place
      ["\uFFFD", 2, 2, false], // the second is empty
      [" the", 2, 6, false],
      ["n", 6, 7, false],
      ["<|im_end|>", 7, 17, true],
    ]);
  });
});
