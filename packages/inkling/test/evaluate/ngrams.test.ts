import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NgramModel } from "../../src/evaluate/ngrams.ts";

/** Learns every token of `ids` behind those before it. */
function learned(order: number, vocabSize: number, ids: readonly number[]): NgramModel {
  const model = new NgramModel(order, vocabSize);
  for (const [i, id] of ids.entries()) model.learn(ids.slice(0, i), id);
  return model;
}

describe("NgramModel", () => {
  it("is what Witten and Bell's formula gives by hand", () => {
    // 0 1 0 1 0 2 over V = 4: c() = 6, T() = 3; behind 0: 1 twice, 2 once, c = 3, T = 2.
    const model = learned(2, 4, [0, 1, 0, 1, 0, 2]);
    const unigram = (count: number) => (count + 3 / 4) / (6 + 3);
    expect(model.probability([], 1)).toBeCloseTo(unigram(2), 15);
    expect(model.probability([0], 1)).toBeCloseTo((2 + 2 * unigram(2)) / 5, 15);
    expect(model.probability([0], 3)).toBeCloseTo((0 + 2 * unigram(0)) / 5, 15);
    expect(model.probability([3], 1)).toBeCloseTo(unigram(2), 15); // never seen: the shorter history
    expect(model.probability([2, 2, 0], 1)).toBe(model.probability([0], 1)); // looks one back, no further
  });

  it("gives every token a chance, and all of them together 1 (any text, any history)", () => {
    const id = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(id), fc.array(id), (order, text, history) => {
        const model = learned(order, 7, text);
        const all = Array.from({ length: 7 }, (_, token) => model.probability(history, token));
        expect(Math.min(...all)).toBeGreaterThan(0);
        expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("knows more with a longer memory, of a text that repeats itself", () => {
    const text = Array.from({ length: 300 }, (_, i) => [1, 2, 1, 3, 1, 4][i % 6]);
    const next = [1, 2, 3].map((order) => learned(order, 5, text).probability([2, 1], 3));
    expect(next[0]).toBeLessThan(next[1]);
    expect(next[1]).toBeLessThan(next[2]);
    expect(next[2]).toBeGreaterThan(0.95);
  });

  it("holds the models of lower orders: they are asked with a shorter history", () => {
    const text = Array.from({ length: 200 }, (_, i) => (i * i + (i >> 3)) % 7);
    const five = learned(5, 7, text);
    for (const order of [1, 2, 3]) {
      const own = learned(order, 7, text);
      for (let i = 10; i < 60; i++) {
        const history = text.slice(i - order + 1, i);
        expect(five.probability(history, text[i])).toBe(own.probability(history, text[i]));
      }
    }
    expect(five.logProbability([3, 1], 4)).toBeCloseTo(Math.log(five.probability([3, 1], 4)), 14);
  });

  it("refuses an order that is none", () => {
    expect(() => new NgramModel(0, 5)).toThrow(/order .* 0/);
  });
});
