/** Weights as bytes: how far they are from the weights, and the model from the model. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { int8Weights, quantise } from "../../src/onnx/int8.ts";
import { randomSource, shapes } from "./models.ts";
import { furthest, runOn, write } from "./opened.ts";

const text = [5, 0, 17, 56, 3, 3, 21, 8];
const other = [9, 44, 2, 30, 7, 11, 50, 1];

describe("quantise", () => {
  it("is at most half a step of its row's or column's scale off, and the largest is 127 steps", () => {
    const number = fc.float({ noNaN: true, min: -1000, max: 1000 });
    const matrix = fc.array(number, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(matrix, fc.constantFrom(0 as const, 1 as const), (numbers, axis) => {
        const columns = 4;
        const [bytes, scales] = quantise(Float32Array.from(numbers), columns, axis);
        expect(scales.length).toBe(axis === 0 ? 3 : 4);
        for (const [n, value] of numbers.entries()) {
          const line = axis === 0 ? Math.floor(n / columns) : n % columns;
          const scale = scales[line];
          if (scale < 1e-40) continue; // so small that float32 has hardly a digit left
          expect(Math.abs((bytes[n] - 128) * scale - value)).toBeLessThanOrEqual(0.5001 * scale);
        }
      }),
      { seed: 6, numRuns: 500 },
    );
    const [bytes, scales] = quantise(Float32Array.of(1, -254, 0, 0), 2, 0);
    expect([...bytes]).toEqual([129, 1, 128, 128]);
    expect([...scales]).toEqual([2, 0]);
  });
});

/** KL(p ‖ q) of two rows of logits, in nats. */
function divergence(p: readonly number[], q: readonly number[]): number {
  const logs = (row: readonly number[]) => {
    const largest = Math.max(...row);
    const sum = Math.log(row.reduce((total, n) => total + Math.exp(n - largest), 0)) + largest;
    return row.map((n) => n - sum);
  };
  const [P, Q] = [logs(p), logs(q)];
  return P.reduce((total, log, i) => total + Math.exp(log) * (log - Q[i]), 0);
}

describe.each(Object.entries(shapes))("%s, as bytes", (name, config) => {
  let f32: Awaited<ReturnType<typeof write>>;
  let int8: typeof f32;
  beforeAll(async () => {
    const source = randomSource(name, config);
    [f32, int8] = await Promise.all([write(source), write(source, int8Weights)]);
  });

  it("predicts nearly what it predicts as float32", () => {
    const [whole, near] = [f32, int8].map(
      (model) => runOn(model, { ids: [text, other] }).get("logits")!.data,
    );
    const V = config.vocabSize;
    const apart = Array.from({ length: whole.length / V }, (_, i) =>
      divergence(whole.slice(i * V, (i + 1) * V), near.slice(i * V, (i + 1) * V)),
    );
    expect(apart.reduce((a, b) => a + b) / apart.length).toBeLessThan(0.02);
  });

  it("says the same of a text beside another, with padding and on from the cache", () => {
    const alone = runOn(int8, { ids: [text] }).get("logits")!.data;
    const loud = other.map((id) => (id * 7) % config.vocabSize);
    const first = runOn(int8, {
      ids: [[0, ...text.slice(0, 5)], loud.slice(0, 6)],
      mask: [
        [0, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1],
      ],
      positions: [
        [1, 0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4, 5],
      ],
    });
    const next = runOn(int8, {
      ids: [text.slice(5), loud.slice(5)],
      mask: [
        [0, 1, 1, 1, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1, 1, 1],
      ],
      positions: [
        [5, 6, 7],
        [6, 7, 8],
      ],
      cache: first,
    });
    const V = config.vocabSize;
    const pieces = [
      ...first.get("logits")!.data.slice(V, 6 * V),
      ...next.get("logits")!.data.slice(0, 3 * V),
    ];
    expect(furthest(pieces, alone)).toBeLessThan(1e-9);
  });

  it("holds its matrices in a quarter of the room", () => {
    const bytes = (model: typeof f32, ending: RegExp) =>
      model
        .graph!.initializer.filter(({ name }) => ending.test(name))
        .reduce((sum, { rawData }) => sum + rawData.length, 0);
    expect(bytes(int8, /W_(E|U|Q|K|V|O|in|gate|out)_quantized$/)).toBe(
      bytes(f32, /W_(E|U|Q|K|V|O|in|gate|out)$/) / 4,
    );
    expect(bytes(int8, /W_(E|U|Q|K|V|O|in|gate|out)$/)).toBe(0);
  });
});
