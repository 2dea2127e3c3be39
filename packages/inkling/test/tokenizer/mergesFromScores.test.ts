import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { mergesFromScores } from "../../src/tokenizer/mergesFromScores.ts";

const scored = (...pieces: [text: string, score: number][]) =>
  mergesFromScores(pieces.map(([text, score]) => ({ text, score })));

describe("merges from SentencePiece's scores", () => {
  it("cuts each piece wherever both halves are pieces, the highest score first", () => {
    expect(scored(["a", 0], ["b", 0], ["c", 0], ["abc", -3], ["ab", -1], ["bc", -2])).toEqual([
      ["a", "b"],
      ["b", "c"],
      ["ab", "c"], // of one piece, the longer left half first
      ["a", "bc"],
    ]);
  });

  it("with equal scores: the longer left half, the longer right half, the earlier piece", () => {
    const letters: [string, number][] = [..."abcd"].map((letter) => [letter, 0]);
    expect(scored(...letters, ["dc", -1], ["ab", -1], ["abc", -1], ["abcd", -1])).toEqual([
      ["abc", "d"],
      ["ab", "c"],
      ["d", "c"],
      ["a", "b"],
    ]);
  });

  it("counts characters, not UTF-16 units, and never cuts one in two", () => {
    expect(scored(["🐙", 0], ["a", 0], ["b", 0], ["ab", 0], ["🐙a", -1], ["abb", -1])).toEqual([
      ["a", "b"],
      ["ab", "b"],
      ["🐙", "a"],
    ]);
  });

  it("of a text that is given twice, the last score counts", () => {
    expect(scored(["a", 0], ["aa", -9], ["b", 0], ["ab", -5], ["aa", -1])).toEqual([
      ["a", "a"],
      ["a", "b"],
    ]);
  });

  it("is quick for a large vocabulary", () => {
    const pieces = Array.from({ length: 128_000 }, (_, i) => ({ text: i.toString(36), score: -i }));
    expect(mergesFromScores(pieces).length).toBeGreaterThan(128_000); // all pairs would be 10^10
  });

  it("refuses a score that is no number and a piece that is no piece", () => {
    expect(() => scored(["a", Number.NaN])).toThrow(InklingError);
    expect(() => scored(["x".repeat(1_000_000), 0])).toThrow(/has 1000000 UTF-16 units/);
  });
});
