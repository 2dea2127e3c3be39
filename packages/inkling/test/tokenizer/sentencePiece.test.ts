import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergesFromScores } from "../../src/tokenizer/mergesFromScores.ts";
import { readTokenizerJson } from "../../src/tokenizer/readTokenizerJson.ts";
import { anyString } from "./samples.ts";

const BYTES = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);

/** A vocabulary as SentencePiece has it, in Llama 2's older layout. */
function llama2(pieces: readonly string[], added: readonly object[] = []) {
  const all = ["<unk>", "<s>", "</s>", ...BYTES, ...pieces];
  const scored = pieces.map((text, i) => ({ text, score: -i }));
  const flags = { special: true, normalized: false, lstrip: false, rstrip: false, single_word: false };
  return {
    version: "1.0",
    added_tokens: [...all.slice(0, 3).map((content, id) => ({ id, content, ...flags })), ...added],
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "Prepend", prepend: "▁" },
        { type: "Replace", pattern: { String: " " }, content: "▁" },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "▁" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    model: {
      type: "BPE",
      unk_token: "<unk>",
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(all.map((spelling, id) => [spelling, id])),
      merges: mergesFromScores(scored),
    },
  };
}

const pieces = [..."▁abchi", "▁a", "hi", "▁hi", "bc", "▁▁"];
const open = (file: object) => readTokenizerJson(JSON.stringify(file));
const tokenizer = open(llama2(pieces));

describe("SentencePiece", () => {
  it("reads like the work on paper", () => {
    const { pieces: shown, tokens } = tokenizer.encodeShowingWork("hi é");
    expect(shown.map(({ text, symbols, ids }) => [text, symbols, ids.length])).toEqual([
      ["hi", ["▁", "h", "i"], 1],
      [" é", ["▁", "<0xC3>", "<0xA9>"], 3],
    ]);
    expect(shown[0].merges).toEqual([
      { rank: expect.any(Number), left: "h", right: "i", merged: "hi", symbols: ["▁", "hi"] },
      { rank: expect.any(Number), left: "▁", right: "hi", merged: "▁hi", symbols: ["▁hi"] },
    ]);
    expect(tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      [" hi", 0, 2], // the blank before it is not in the text
      [" ", 2, 3],
      ["\uFFFD", 3, 4],
      ["\uFFFD", 4, 4],
    ]);
  });

  it("gives back every well-formed text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.replaceAll("▁", " "));
      }),
      { numRuns: 500 },
    );
  });

  it("reads a lone surrogate as U+FFFD and never throws", () => {
    fc.assert(
      fc.property(anyString, (text) => {
        const wellFormed = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
          new TextEncoder().encode(text),
        );
        expect(tokenizer.encode(text)).toEqual(tokenizer.encode(wellFormed));
        expect(tokenizer.encodeShowingWork(text).tokens.map(({ id }) => id)).toEqual(tokenizer.encode(text));
      }),
    );
  });

  it("cuts into words only where no merge reaches across, and loses no time where it can't", () => {
    const across = open(llama2([...pieces, "i▁", "hi▁"]));
    expect(across.encodeShowingWork("hi hi").pieces.length).toBe(1);
    expect(across.encode("hi hi").map((id) => across.token(id))).toEqual(["▁hi", "▁hi"]);
    const text = "abchi".repeat(40_000); // scanning it for each merge would be 10^10 steps
    for (const each of [tokenizer, across]) expect(each.decode(each.encode(text))).toBe(text);
  });

  it("holds back a run of bytes until it ends, and spoils all of a run that is no UTF-8", () => {
    const ids = [..."é🐙"].flatMap((character) => tokenizer.encode(character).slice(1));
    const decoder = tokenizer.decoder();
    expect(ids.map((id) => decoder.push(id)).join("")).toBe("");
    expect(decoder.push(tokenizer.encode("hi")[0])).toBe("é🐙 hi");
    expect(tokenizer.decode([...ids, ids[0]])).toBe("\uFFFD".repeat(7));
  });

  it("needs all 256 bytes for its byte fallback", () => {
    const file = llama2(pieces);
    const { "<0x0A>": _, "▁▁": last, ...rest } = file.model.vocab;
    const vocab = { ...rest, "▁▁": file.model.vocab["<0x0A>"], new: last };
    expect(() => open({ ...file, model: { ...file.model, vocab } })).toThrow(
      /model.byte_fallback is true; .* since <0x0A> is not in model.vocab/,
    );
  });
});
