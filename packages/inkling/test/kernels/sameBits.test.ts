/**
 * The compiled kernels against the plain loops: the same bits, for every kernel, on random and on hostile numbers, at
 * lengths around every block size, on one thread and on three. (NaNs are compared as NaN: which of its many bit patterns
 * a NaN has is the one thing the standards leave open.)
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttentionShape, Kernels, Span } from "../../src/kernels/kernels.ts";
import { createReferenceKernels } from "../../src/kernels/reference.ts";
import { createWasmKernels } from "../../src/kernels/wasm.ts";
import { RandomStream } from "../../src/math/random.ts";

interface Case {
  /** What each operand holds at first, outputs too: kernels must not depend on it. */
  readonly operands: readonly (Float32Array | Int32Array)[];
  run(kernels: Kernels, ...spans: Span[]): void;
}
type Make = (size: number, floats: (count: number) => Float32Array) => Case;

const reference = createReferenceKernels("float32");
const strict = { fastMath: false, notice: (text: string) => expect.fail(text) };
const fast: { name: string; kernels: Kernels }[] = [];

beforeAll(async () => {
  for (const threads of [1, 3]) {
    fast.push({ name: `${threads} threads`, kernels: await createWasmKernels({ ...strict, threads }) });
  }
});
afterAll(() => {
  for (const { kernels } of fast) kernels.dispose();
});

const random = new RandomStream(7, "same bits");
const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
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
const strange = (count: number) =>
  Float32Array.from({ length: count }, () =>
    random.below(6) === 0 ? hostile[random.below(hostile.length)] : random.normal(),
  );
/** Hostile, but finite, and not so large that everything becomes infinite at once. */
const small = (count: number) =>
  Float32Array.from({ length: count }, () =>
    random.below(4) === 0 ? [0, -0, 1e-45, -1e-45, 1e-38, 1e-20][random.below(6)] : random.normal(),
  );

const ids = (count: number, limit: number, least = 0) =>
  Int32Array.from({ length: count }, () => least + random.below(limit - least));
const blank = (count: number) => new Float32Array(count).fill(5);

const cases: Record<string, Make> = {
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

describe("compiled kernels give the bits of the plain loops", () => {
  const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 1000];
  describe.each(Object.entries(cases))("%s", (_, make) => {
    it.each([
      ["random", normals],
      ["hostile", strange],
    ] as const)("%s numbers, at many lengths", async (_, floats) => {
      for (const size of sizes) await same(make(size, floats), `size ${size}`);
    });
  });

  it("enough numbers for every thread to have a share", async () => {
    for (const [name, make] of Object.entries(cases)) await same(make(20011, small), name);
  }, 120_000);

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])(
    "matmul, transposed %s %s, at sizes around every block",
    async (transposeA, transposeB) => {
      const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 13, 64, 70];
      const shapes = Array.from({ length: 60 }, () => [0, 0, 0].map(() => sizes[random.below(sizes.length)]));
      shapes.push([3, 513, 9], [5, 1030, 9], [130, 515, 17], [200, 100, 100], [1, 300, 4000], [1, 4, 513]);
      for (const [rows, inner, columns] of shapes) {
        for (const floats of [normals, small, strange]) {
          const shape = { rows, inner, columns, transposeA, transposeB };
          const operands = [floats(rows * inner), floats(inner * columns), blank(rows * columns)];
          await same({ operands, run: (k, a, b, y) => k.matmul(a, b, y, shape) }, JSON.stringify(shape));
        }
      }
    },
    120_000,
  );

  const attentionShapes: AttentionShape[] = [
    { batch: 1, queries: 1, keys: 1, capacity: 1, heads: 1, kvHeads: 1, dHead: 1 },
    { batch: 2, queries: 5, keys: 5, capacity: 5, heads: 2, kvHeads: 2, dHead: 3 },
    { batch: 2, queries: 8, keys: 8, capacity: 8, heads: 4, kvHeads: 2, dHead: 8 },
    { batch: 1, queries: 1, keys: 37, capacity: 40, heads: 4, kvHeads: 1, dHead: 16 },
    { batch: 3, queries: 3, keys: 9, capacity: 12, heads: 2, kvHeads: 1, dHead: 10 },
    { batch: 1, queries: 6, keys: 19, capacity: 19, heads: 3, kvHeads: 3, dHead: 12 },
    { batch: 2, queries: 67, keys: 67, capacity: 67, heads: 2, kvHeads: 1, dHead: 24 },
    { batch: 1, queries: 40, keys: 75, capacity: 80, heads: 4, kvHeads: 2, dHead: 17 },
  ];
  it.each(attentionShapes.map((shape) => [JSON.stringify(shape), shape] as const))(
    "attention %s: forward, backward, fused and step by step",
    async (_, shape) => {
      const { batch, queries, keys, capacity, heads, kvHeads, dHead } = shape;
      const q = batch * queries * heads * dHead;
      const kv = batch * capacity * kvHeads * dHead;
      const pattern = batch * heads * queries * keys;
      const rows = batch * heads * queries;
      for (const floats of [normals, small, strange]) {
        const [Q, K, V, DZ] = [floats(q), floats(kv), floats(kv), floats(q)];
        await same({
          operands: [Q, K, V, blank(q), blank(rows)],
          run: (k, ...[q, key, v, z, logSum]) => k.attention(q, key, v, z, logSum, shape),
        });
        await same({
          operands: [DZ, Q, K, V, floats(q), floats(rows), blank(q), blank(kv), blank(kv)],
          run: (k, ...[dz, q, key, v, z, logSum, dq, dk, dv]) =>
            k.attentionBackward(dz, q, key, v, z, logSum, dq, dk, dv, shape),
        });
        await same({
          operands: [Q, K, blank(pattern)],
          run: (k, q, key, scores) => k.attentionScores(q, key, scores, shape),
        });
        await same({
          operands: [floats(pattern), Q, K, blank(q), blank(kv)],
          run: (k, ...[ds, q, key, dq, dk]) => k.attentionScoresBackward(ds, q, key, dq, dk, shape),
        });
        await same({
          operands: [floats(pattern), V, blank(q)],
          run: (k, p, v, z) => k.attentionMix(p, v, z, shape),
        });
        await same({
          operands: [DZ, floats(pattern), V, blank(pattern), blank(kv)],
          run: (k, ...[dz, p, v, dp, dv]) => k.attentionMixBackward(dz, p, v, dp, dv, shape),
        });
      }
    },
  );
});

/** Runs a case on every backend and compares all operands, written or not, bit by bit. */
async function same(example: Case, what = ""): Promise<void> {
  const expected = await outcome(reference, example);
  for (const { name, kernels } of fast) {
    const found = await outcome(kernels, example);
    for (const [i, values] of expected.entries()) {
      const at = firstDifference(values, found[i]);
      if (at === -1) continue;
      expect.fail(`${what}, ${name}: operand ${i}[${at}] is ${found[i][at]}, expected ${values[at]}`);
    }
  }
}

async function outcome(kernels: Kernels, { operands, run }: Case) {
  const spans = operands.map((values) => {
    const type = values instanceof Int32Array ? "int32" : "float";
    const span = { buffer: kernels.allocate(type, values.length + 3), offset: 3 }; // beside every alignment
    kernels.write(span, values);
    return span;
  });
  run(kernels, ...spans);
  const results = await Promise.all(spans.map((span, i) => kernels.read(span, operands[i].length)));
  for (const span of spans) kernels.free(span.buffer);
  return results;
}

function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}
