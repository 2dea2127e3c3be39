import { describe, expect, it } from "vitest";
import { learningRate } from "../../src/train/schedule.ts";

const rates = { steps: 110, warmup: 10, lr: 1, minLr: 0.1 };

describe("learningRate", () => {
  it("rises in a straight line and is full at the end of the warm-up", () => {
    expect(learningRate(0, rates)).toBeCloseTo(0.1, 12);
    expect(learningRate(4, rates)).toBeCloseTo(0.5, 12);
    expect(learningRate(9, rates)).toBe(1);
    expect(learningRate(10, rates)).toBe(1);
  });
  it("is half-way down in the middle of what is left, and at its lowest at the end", () => {
    expect(learningRate(60, rates)).toBeCloseTo(0.55, 12);
    expect(learningRate(110, rates)).toBeCloseTo(0.1, 12);
  });
  it("without warm-up begins at its highest", () => expect(learningRate(0, { ...rates, warmup: 0 })).toBe(1));
});
