import { describe, expect, it } from "vitest";
import { inWords } from "../../src/language/numbers.ts";

describe("inWords", () => {
  it("writes small numbers, round ones and those between", () => {
    expect([0, 7, 13, 20, 42, 90, 99].map(inWords)).toEqual([
      "zero",
      "seven",
      "thirteen",
      "twenty",
      "forty-two",
      "ninety",
      "ninety-nine",
    ]);
    expect(new Set(Array.from({ length: 100 }, (_, i) => inWords(i))).size).toBe(100);
  });
});
