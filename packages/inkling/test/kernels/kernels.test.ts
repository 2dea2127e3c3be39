/** What every backend must do, told with independent loops: the order of sums, hostile numbers, memory. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANES } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/math/random.ts";
import { attention, attentionMix, attentionScores } from "../../src/ops/attention.ts";
import { matmul } from "../../src/ops/matmul.ts";
import { softmax } from "../../src/ops/softmax.ts";
import { backendNames, createEngine, type Engine } from "../../src/tensor/engine.ts";
import { largestDifference } from "../fixtures/models/load.ts";

const f = Math.fround;

function randoms(count: number, seed: number): Float32Array {
  const random = new RandomStream(seed, "kernels");
  return Float32Array.from({ length: count }, () => random.normal());
}

/** Element i of a stored matrix, as mathematics sees it. */
const at = (x: Float32Array, rows: number, columns: number, transposed: boolean, i: number, j: number) =>
  transposed ? x[j * rows + i] : x[i * columns + j];

describe.each(backendNames)("kernels of the %s backend", (backend) => {
  const engine = () => createEngine({ backend });

  it("matmul adds products in ascending k into one accumulator, in all forms, to the bit", async () => {
    const size = fc.integer({ min: 1, max: 9 });
    const yes = fc.boolean();
    const form = fc.record({ rows: size, inner: size, columns: size, a: yes, b: yes, accumulate: yes });
    await fc.assert(
      fc.asyncProperty(
        form,
        fc.integer({ min: 0, max: 1e6 }),
        async ({ rows, inner, columns, a, b, accumulate }, seed) => {
          const { kernels, from } = bound(await engine());
          const [A, B] = [randoms(rows * inner, seed), randoms(inner * columns, seed + 1)];
          const before = randoms(rows * columns, seed + 2);
          const out = from([rows, columns], before);
          kernels.matmul(from([A.length], A), from([B.length], B), out, {
            rows,
            inner,
            columns,
            transposeA: a,
            transposeB: b,
            accumulate,
          });
          const expected = new Float32Array(rows * columns);
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              let sum = accumulate ? before[i * columns + j] : 0;
              for (let k = 0; k < inner; k++) {
                sum = f(sum + f(at(A, rows, inner, a, i, k) * at(B, inner, columns, b, k, j)));
              }
              expected[i * columns + j] = sum;
            }
          }
          expect(await out.read()).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("a row sum runs in interleaved lanes and folds in halves, to the bit", async () => {
    for (const count of [1, 15, 16, 17, 31, 100, 1000]) {
      const { kernels, from, empty } = bound(await engine());
      const x = randoms(count, count);
      const lanes = new Float32Array(LANES);
      for (let i = 0; i < count; i++) lanes[i % LANES] = f(lanes[i % LANES] + f(x[i] * x[i]));
      for (let half = LANES / 2; half >= 1; half /= 2) {
        for (let l = 0; l < half; l++) lanes[l] = f(lanes[l] + lanes[l + half]);
      }
      const total = empty([1]);
      kernels.fill(total, 1, 0);
      kernels.addSumOfSquares(from([count], x), total, count);
      expect(await total.value()).toBe(lanes[0]);
    }
  });

  it("softmax survives huge scores and gives masked ones nothing", async () => {
    const e = await engine();
    const y = [...(await softmax(e.from([2, 3], [1e30, 1e30, -1e30, -Infinity, 3, -Infinity])).read())];
    expect(y).toEqual([0.5, 0.5, 0, 0, 1, 0]);
  });

  it("a NaN spreads through matmul, softmax and loss instead of vanishing", async () => {
    const e = await engine();
    const x = e.from([1, 2], [NaN, 1]);
    expect(await matmul(x, e.from([2, 1], [1, 1])).value()).toBeNaN();
    expect(await softmax(x).read()).toEqual(Float32Array.of(NaN, NaN));
    const [loss, logSum] = [e.empty([1]), e.empty([1])];
    e.kernels.crossEntropy(x, e.ids([1], [1]), loss, logSum, { rows: 1, columns: 2 }, 1);
    expect(await loss.value()).toBeNaN();
  });

  it("cross-entropy of equal logits is ln V, and ignored targets count for nothing", async () => {
    const e = await engine();
    const loss = e.empty([1]);
    const shape = { rows: 3, columns: 7 };
    e.kernels.crossEntropy(e.filled([3, 7], 4), e.ids([3], [0, -1, 6]), loss, e.empty([3]), shape, 2);
    expect(await loss.value()).toBeCloseTo(Math.log(7), 6);
  });

  it("fused attention equals the three steps to rounding, with shared heads and a half-filled cache", async () => {
    const e = await engine();
    const q = e.from([2, 3, 4, 6], randoms(2 * 3 * 4 * 6, 1));
    const k = e.from([2, 9, 2, 6], randoms(2 * 9 * 2 * 6, 2));
    const v = e.from([2, 9, 2, 6], randoms(2 * 9 * 2 * 6, 3));
    const fused = await attention(q, k, v, 7).read();
    const steps = await attentionMix(softmax(attentionScores(q, k, 7)), v, q.shape).read();
    expect(largestDifference(fused, steps)).toBeLessThan(1e-6);
  });

  it("dropout keeps the share it should, scales what it keeps, and draws the same mask for the same key", async () => {
    const e = await engine();
    const x = e.filled([9999], 3);
    const drop = async (key: readonly [number, number]) => {
      const y = e.empty([9999]);
      e.kernels.dropout(x, y, 9999, { probability: 0.25, key });
      return [...(await y.read())];
    };
    const [first, again, other] = [await drop([1, 2]), await drop([1, 2]), await drop([1, 3])];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([0, 4]));
    expect(first.filter((value) => value > 0).length / 9999).toBeCloseTo(0.75, 1);
  });

  it("refuses to reach outside a buffer or to use a freed one", async () => {
    const e = await engine();
    const w = e.weights([4]);
    expect(() => e.kernels.fill(w, 5, 0)).toThrow("reached outside its buffer");
    e.free(w);
    expect(() => e.kernels.fill(w, 4, 0)).toThrow("not allocated");
  });
});

function bound(engine: Engine) {
  return {
    kernels: engine.kernels,
    from: engine.from.bind(engine),
    empty: engine.empty.bind(engine),
  };
}
