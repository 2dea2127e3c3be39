import { describe, expect, it } from "vitest";
import { scoreOf } from "../../src/suite/score.ts";

describe("scoreOf", () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("gives Wilson's interval for %i of %i", (right, of, low, high) => {
    const score = scoreOf(right, of);
    expect(score.share).toBeCloseTo(right / of, 12);
    expect(score.low).toBeCloseTo(low, 4);
    expect(score.high).toBeCloseTo(high, 4);
  });

  it("knows nothing of what was never asked", () => {
    expect(scoreOf(0, 0)).toEqual({ right: 0, of: 0, share: 0, low: 0, high: 1 });
  });
});
