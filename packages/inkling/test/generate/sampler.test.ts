import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sample, sampleShowingWork } from "../../src/generate/sampler.ts";
import { defaultSamplingSettings } from "../../src/generate/settings.ts";

const plain = { ...defaultSamplingSettings(), temperature: 1 };
const none = new Set<number>();
const logits = [Math.log(0.5), Math.log(0.25), Math.log(0.15), Math.log(0.1)];

/** The ids that are drawn by some random number, in the order of their share. */
function possible(settings: typeof plain, seen: ReadonlySet<number> = none): number[] {
  const ids = new Set<number>();
  for (let i = 0; i < 1000; i++) ids.add(sample(logits, settings, seen, () => i / 1000));
  return [...ids].sort((a, b) => a - b);
}

describe("sample", () => {
  it("takes the largest logit at temperature 0, the lowest id among equals, and draws nothing", () => {
    const never = () => {
      throw new Error("drew a random number");
    };
    expect(sample([1, 5, 5, 2], { ...plain, temperature: 0 }, none, never)).toBe(1);
  });

  it("draws each token as often as its share says", () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 1000; i++) counts[sample(logits, plain, none, () => (i + 0.5) / 1000)]++;
    expect(counts).toEqual([500, 250, 150, 100]);
  });

  it("top-k keeps the k largest", () => expect(possible({ ...plain, topK: 2 })).toEqual([0, 1]));
  it("top-p keeps the token that carries the sum over p", () =>
    expect(possible({ ...plain, topP: 0.6 })).toEqual([0, 1]));
  it("top-p of 0 still keeps one", () => expect(possible({ ...plain, topP: 0 })).toEqual([0]));
  it("min-p keeps what is at least p times as likely as the likeliest", () =>
    expect(possible({ ...plain, minP: 0.29 })).toEqual([0, 1, 2]));
  it("a repetition penalty moves a positive logit down and a negative one down too", () => {
    const settings = { ...plain, temperature: 0, repetitionPenalty: 2 };
    expect(sample([3, 2], settings, new Set([0]), () => 0)).toBe(1);
    expect(sample([-1, -1.5], settings, new Set([0]), () => 0)).toBe(1);
  });
  it("a high temperature flattens, a low one sharpens", () => {
    const share = (temperature: number) =>
      sampleShowingWork(logits, { ...plain, temperature }, none, () => 0).stages[1].candidates[0].probability;
    expect(share(0.5)).toBeCloseTo(0.25 / (0.25 + 0.0625 + 0.0225 + 0.01), 12);
    expect(share(100)).toBeCloseTo(0.25, 1);
  });
  it("a tiny temperature is greedy, and damaged logits are an error, not a token", () => {
    expect(sample([1, 3, 2], { ...plain, temperature: 1e-308 }, none, () => 0.999)).toBe(1);
    expect(() => sample([1, NaN], plain, none, () => 0)).toThrow("logits are not finite numbers");
    expect(() => sample([1, Infinity], { ...plain, temperature: 0 }, none, () => 0)).toThrow("not finite");
  });
  it("refuses settings out of bounds by name", () =>
    expect(() => sample(logits, { ...plain, topP: 1.5 }, none, () => 0)).toThrow(
      "topP is 1.5, expected a number from 0 to 1",
    ));

  it("sampleShowingWork chooses the same token, and every stage's shares sum to 1", () => {
    const settings = fc.record({
      temperature: fc.constantFrom(0, 0.3, 1, 2.5),
      topK: fc.integer({ min: 0, max: 8 }),
      topP: fc.double({ min: 0, max: 1, noNaN: true }),
      minP: fc.double({ min: 0, max: 1, noNaN: true }),
      repetitionPenalty: fc.constantFrom(1, 1.3, 0.7),
    });
    const someLogits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        someLogits,
        settings,
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (values, chosen, u) => {
          const seen = new Set([0, 2]);
          const work = sampleShowingWork(values, chosen, seen, () => u);
          expect(work.id).toBe(sample(values, chosen, seen, () => u));
          for (const { candidates } of work.stages) {
            expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
