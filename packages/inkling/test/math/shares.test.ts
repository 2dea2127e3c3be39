import { describe, expect, it } from "vitest";
import { largestOf, shareOf } from "../../src/math/shares.ts";

describe("shares", () => {
  it("are softmax, also of numbers that would overflow", () => {
    const values = [1000, 999, 998];
    const expected = [0, 1, 2].map((i) => Math.exp(-i) / (1 + Math.exp(-1) + Math.exp(-2)));
    expect(values.map((_, i) => shareOf(values, i))).toEqual(
      expected.map((share) => expect.closeTo(share, 12)),
    );
  });

  it("know the largest, the first among equals", () => {
    expect(largestOf([1, 5, 5])).toBe(1);
    expect(largestOf([-2, -1])).toBe(1);
  });
});
