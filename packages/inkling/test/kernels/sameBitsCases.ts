/**
 * For every kernel that takes a row of any length, an example of a given size: what its operands hold, and the call. A new
 * kernel gets a line here, and sameBits.test.ts compares it on every backend.
 */
import type { Kernels, Span } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/math/random.ts";

export interface Case {
  /** What each operand holds at first, outputs too: kernels must not depend on it. */
  readonly operands: readonly (Float32Array | Int32Array)[];
  run(kernels: Kernels, ...spans: Span[]): void;
}
export type Make = (size: number, floats: (count: number) => Float32Array) => Case;

export const random = new RandomStream(7, "same bits");
export const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const hostile = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  1e-45,
  -1e-45,
  1e-38,
  3.4e38,
  -3.4e38,
  88.8,
  -104,
  1e-8,
];
/** Mostly ordinary numbers, some hostile ones among them. */
export const strange = (count: number) =>
  Float32Array.from({ length: count }, () =>
    random.below(6) === 0 ? hostile[random.below(hostile.length)] : random.normal(),
  );
/** Hostile, but finite, and not so large that everything becomes infinite at once. */
export const small = (count: number) =>
  Float32Array.from({ length: count }, () =>
    random.below(4) === 0 ? [0, -0, 1e-45, -1e-45, 1e-38, 1e-20][random.below(6)] : random.normal(),
  );

export const ids = (count: number, limit: number, least = 0) =>
  Int32Array.from({ length: count }, () => least + random.below(limit - least));
export const blank = (count: number) => new Float32Array(count).fill(5);

export const cases: Record<string, Make> = {
  fill: (n) => ({ operands: [blank(n)], run: (k, y) => k.fill(y, n, -0.1) }),
  copy: (n, x) => ({ operands: [x(n), blank(n)], run: (k, a, b) => k.copy(a, b, n) }),
  add: (n, x) => ({ operands: [x(n), x(n), blank(n)], run: (k, a, b, y) => k.add(a, b, y, n, n) }),
  "add, repeated": (n, x) => ({
    operands: [x(5 * n), x(n), blank(5 * n)],
    run: (k, a, b, y) => k.add(a, b, y, 5 * n, n),
  }),
  mul: (n, x) => ({ operands: [x(n), x(n), blank(n)], run: (k, a, b, y) => k.mul(a, b, y, n, n) }),
  "mul, repeated": (n, x) => ({
    operands: [x(3 * n), x(n), blank(3 * n)],
    run: (k, a, b, y) => k.mul(a, b, y, 3 * n, n),
  }),
  blend: (n, x) => ({
    operands: [x(n), Float32Array.from({ length: n }, () => random.below(2)), x(n), blank(n)],
    run: (k, a, b, c, y) => k.blend(a, b, c, y, n),
  }),
  sumRows: (n, x) => ({
    operands: [x(9 * n), blank(n)],
    run: (k, a, y) => k.sumRows(a, y, { rows: 9, columns: n }),
  }),
  dropout: (n, x) => ({
    operands: [x(n), blank(n)],
    run: (k, a, y) => k.dropout(a, y, n, { probability: 0.3, key: [1234567890, 4000000000] }),
  }),
  embedding: (n, x) => ({
    operands: [ids(40, 6), x(6 * n), blank(40 * n)],
    run: (k, i, w, y) => k.embedding(i, w, y, { rows: 40, columns: n, tableRows: 6 }),
  }),
  embeddingBackward: (n, x) => ({
    operands: [ids(40, 6), x(40 * n), x(6 * n)],
    run: (k, i, dy, dw) => k.embeddingBackward(i, dy, dw, { rows: 40, columns: n, tableRows: 6 }),
  }),
  layerNorm: (n, x) => ({
    operands: [x(7 * n), x(n), x(n), blank(7 * n), blank(7), blank(7)],
    run: (k, a, w, b, y, m, s) => k.layerNorm(a, w, b, y, m, s, { rows: 7, columns: n }, 1e-5),
  }),
  layerNormBackward: (n, x) => ({
    operands: [x(7 * n), x(7 * n), x(n), x(7), x(7), blank(7 * n), blank(n), blank(n)],
    run: (k, dy, a, w, m, s, dx, dw, db) =>
      k.layerNormBackward(dy, a, w, m, s, dx, dw, db, { rows: 7, columns: n }),
  }),
  rmsNorm: (n, x) => ({
    operands: [x(7 * n), x(n), blank(7 * n), blank(7)],
    run: (k, a, w, y, s) => k.rmsNorm(a, w, y, s, { rows: 7, columns: n }, 1e-5),
  }),
  rmsNormBackward: (n, x) => ({
    operands: [x(7 * n), x(7 * n), x(n), x(7), blank(7 * n), blank(n)],
    run: (k, dy, a, w, s, dx, dw) => k.rmsNormBackward(dy, a, w, s, dx, dw, { rows: 7, columns: n }),
  }),
  rotary: (n, x) => ({
    operands: [x(2 * 3 * 2 * 2 * n), x(5 * n), x(5 * n), blank(2 * 3 * 2 * 2 * n)],
    run: (k, a, c, s, y) => {
      const shape = { batch: 2, positions: 3, heads: 2, dHead: 2 * n, start: 2, inverse: n % 2 === 0 };
      k.rotary(a, c, s, y, shape);
    },
  }),
  swiglu: (n, x) => ({
    operands: [x(n), x(n), blank(n)],
    run: (k, gate, a, y) => k.swiglu(gate, a, y, n),
  }),
  swigluBackward: (n, x) => ({
    operands: [x(n), x(n), x(n), blank(n), blank(n)],
    run: (k, dy, gate, a, dGate, dx) => k.swigluBackward(dy, gate, a, dGate, dx, n),
  }),
  softmax: (n, x) => ({
    operands: [x(6 * n), blank(6 * n)],
    run: (k, a, y) => k.softmax(a, y, { rows: 6, columns: n }),
  }),
  softmaxBackward: (n, x) => ({
    operands: [x(6 * n), x(6 * n), blank(6 * n)],
    run: (k, dy, y, dx) => k.softmaxBackward(dy, y, dx, { rows: 6, columns: n }),
  }),
  crossEntropy: (n, x) => ({
    operands: [x(33 * n), ids(33, n, -1), blank(1), blank(33)],
    run: (k, a, t, l, s) => k.crossEntropy(a, t, l, s, { rows: 33, columns: n }, 31),
  }),
  crossEntropyBackward: (n, x) => ({
    operands: [x(1), x(33 * n), ids(33, n, -1), x(33), blank(33 * n)],
    run: (k, dl, a, t, s, dx) => k.crossEntropyBackward(dl, a, t, s, dx, { rows: 33, columns: n }, 31),
  }),
  addSumOfSquares: (n, x) => ({ operands: [x(n), x(1)], run: (k, a, t) => k.addSumOfSquares(a, t, n) }),
  clipFactor: (_, x) => ({ operands: [x(1), blank(1)], run: (k, t, y) => k.clipFactor(t, y, 0.7) }),
  adamW: (n, x) => ({
    operands: [x(n), x(n), x(n), x(n), x(1)],
    run: (k, w, dw, m, v, factor) =>
      k.adamW(w, dw, m, v, factor, n, {
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.99,
        epsilon: 1e-8,
        weightDecay: 0.1,
        correction1: 0.271,
        correction2: 0.0297,
      }),
  }),
};
for (const kind of ["gelu", "gelu-erf", "relu", "silu"] as const) {
  cases[`activation ${kind}`] = (n, x) => ({
    operands: [x(n), blank(n)],
    run: (k, a, y) => k.activation(kind, a, y, n),
  });
  cases[`activationBackward ${kind}`] = (n, x) => ({
    operands: [x(n), x(n), blank(n)],
    run: (k, dy, a, dx) => k.activationBackward(kind, dy, a, dx, n),
  });
}
