/**
 * The compiled kernels against the plain loops: the same bits, for every kernel, on random and on hostile numbers, at
 * lengths around every block size, on one thread and on three. (NaNs are compared as NaN: which of its many bit patterns
 * a NaN has is the one thing the standards leave open.)
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BLOCK, quantise, quantisedFormats } from "../../src/kernels/blocks.ts";
import {
  type AttentionShape,
  type Kernels,
  type MatmulShape,
  packedCount,
} from "../../src/kernels/kernels.ts";
import { createReferenceKernels } from "../../src/kernels/reference.ts";
import { kernelNames } from "../../src/kernels/wasm/exports.ts";
import { Machine } from "../../src/kernels/wasm/machine.ts";
import { createWasmKernels } from "../../src/kernels/wasm.ts";
import { blank, type Case, cases, ids, normals, random, small, strange } from "./sameBitsCases.ts";

const reference = createReferenceKernels("float32");
const strict = { fastMath: false, notice: (text: string) => expect.fail(text) };
const fast: { name: string; kernels: Kernels }[] = [];
/** What was compared so far: methods of the interface, and kernels in assembly/. */
const compared = { methods: new Set<string>(), compiled: new Set<string>() };

beforeAll(async () => {
  const run = Machine.prototype.run;
  vi.spyOn(Machine.prototype, "run").mockImplementation(function (this: Machine, kernel, ...rest) {
    compared.compiled.add(kernel);
    run.call(this, kernel, ...rest);
  });
  for (const threads of [1, 3]) {
    fast.push({ name: `${threads} threads`, kernels: await createWasmKernels({ ...strict, threads }) });
  }
});
afterAll(() => {
  vi.restoreAllMocks();
  for (const { kernels } of fast) kernels.dispose();
});

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
          const accumulate = random.below(2) === 0;
          const shape = { rows, inner, columns, transposeA, transposeB, accumulate };
          const operands = [floats(rows * inner), floats(inner * columns), floats(rows * columns)];
          await same({ operands, run: (k, a, b, y) => k.matmul(a, b, y, shape) }, JSON.stringify(shape));
        }
      }
    },
    120_000,
  );

  it.each([false, true])(
    "a packed matrix (transposed: %s) is the same one, and gives what matmul gives",
    async (transposeB) => {
      const shapes = [1, 2, 3, 4, 5, 9, 70].flatMap((rows) =>
        [1, 7, 8, 9, 31, 32, 33, 63, 64, 100].map((columns) => ({
          rows,
          inner: 1 + random.below(40),
          columns,
        })),
      );
      shapes.push({ rows: 1, inner: 1030, columns: 263 }, { rows: 2, inner: 300, columns: 4000 });
      shapes.push({ rows: 130, inner: 515, columns: 17 });
      for (const { rows, inner, columns } of shapes) {
        const shape = { rows, inner, columns, transposeB };
        for (const floats of [normals, small, strange]) {
          const [A, B] = [floats(rows * inner), floats(inner * columns)];
          const packed: Case = {
            operands: [A, B, blank(packedCount(shape)), blank(rows * columns)],
            run(k, a, b, p, y) {
              k.packMatrix(b, p, shape);
              k.matmulPacked(a, p, y, shape);
            },
          };
          const what = JSON.stringify(shape);
          await same(packed, what);
          const plain = { operands: [A, B, blank(rows * columns)], run: matmulOf(shape) };
          const [y, yPlain] = [await outcome(reference, packed), await outcome(reference, plain)];
          expect(firstDifference(y[3], yPlain[2]), what).toBe(-1);
        }
      }
    },
    120_000,
  );

  it.each(quantisedFormats)("%s: multiplication and table, one row and many", async (format) => {
    const shapes = [1, 2, 3, 4, 5, 9, 70].flatMap((rows) =>
      [1, 3, 17].map((columns) => ({ rows, inner: BLOCK * (1 + (columns % 4)), columns })),
    );
    shapes.push({ rows: 1, inner: 384, columns: 1500 }, { rows: 40, inner: 96, columns: 700 });
    for (const shape of shapes) {
      const { rows, inner, columns } = shape;
      const order = { outputs: columns, inner, outputStep: inner, innerStep: 1 };
      for (const floats of [normals, small, strange]) {
        const weights = quantise(
          format,
          floats === strange ? small(inner * columns) : floats(inner * columns),
          order,
        );
        const what = `${format} ${JSON.stringify(shape)}`;
        await same(
          {
            operands: [floats(rows * inner), weights, blank(rows * columns)],
            run: (k, x, w, y) => k.matmulQuantised(format, x, w, y, shape),
          },
          what,
        );
        await same(
          {
            operands: [ids(rows, columns), weights, blank(rows * inner)],
            run: (k, i, w, y) =>
              k.embeddingQuantised(format, i, w, y, { rows, columns: inner, tableRows: columns }),
          },
          what,
        );
      }
    }
  });

  // Between 0.21 and 0.22 gelu's tanh passes from its small way to its large one.
  const floats = new Float32Array(Uint32Array.from({ length: 1 << 16 }, (_, i) => i * 65537).buffer);
  const passage = Float32Array.from({ length: 1 << 14 }, (_, i) => (i % 2 ? -1 : 1) * (0.21 + i * 6e-7));
  it.each([
    ["all of float32, every 65,537th", floats],
    ["where gelu changes its way", passage],
  ])("the curves on %s", async (_, x) => {
    for (const kind of ["gelu", "gelu-erf", "silu"] as const) {
      const [ones, room] = [new Float32Array(x.length).fill(1), blank(x.length)];
      await same({ operands: [x, room], run: (k, a, y) => k.activation(kind, a, y, x.length) }, kind);
      await same(
        { operands: [ones, x, room], run: (k, dy, a, dx) => k.activationBackward(kind, dy, a, dx, x.length) },
        kind,
      );
    }
  });

  const attentionShapes: AttentionShape[] = [
    { batch: 1, queries: 1, keys: 1, capacity: 1, heads: 1, kvHeads: 1, dHead: 1 },
    { batch: 2, queries: 5, keys: 5, capacity: 5, heads: 2, kvHeads: 2, dHead: 3 },
    { batch: 2, queries: 8, keys: 8, capacity: 8, heads: 4, kvHeads: 2, dHead: 8 },
    { batch: 1, queries: 1, keys: 37, capacity: 40, heads: 4, kvHeads: 1, dHead: 16 },
    { batch: 3, queries: 3, keys: 9, capacity: 12, heads: 2, kvHeads: 1, dHead: 10 },
    { batch: 3, queries: 1, keys: 21, capacity: 24, heads: 5, kvHeads: 5, dHead: 33 },
    { batch: 2, queries: 2, keys: 2, capacity: 2, heads: 6, kvHeads: 2, dHead: 20 },
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

describe("nothing is left out", () => {
  const memory = ["allocate", "free", "write", "read", "memory", "dispose"];

  it("every method of the interface that computes was compared above", () => {
    const methods = Object.entries(reference).filter(([, value]) => typeof value === "function");
    const computing = methods.map(([name]) => name).filter((name) => !memory.includes(name));
    expect([...compared.methods].filter((name) => !memory.includes(name)).sort()).toEqual(computing.sort());
  });

  it("every compiled kernel has run for that", () => {
    expect([...compared.compiled].sort()).toEqual([...kernelNames].sort());
  });
});

function matmulOf(shape: MatmulShape): Case["run"] {
  return (k, a, b, y) => k.matmul(a, b, y, shape);
}

/** Runs a case on every backend and compares all operands, written or not, bit by bit. */
async function same(example: Case, what = ""): Promise<void> {
  const expected = await outcome(watched(reference), example);
  for (const { name, kernels } of fast) {
    const found = await outcome(kernels, example);
    for (const [i, values] of expected.entries()) {
      const at = firstDifference(values, found[i]);
      if (at === -1) continue;
      expect.fail(`${what}, ${name}: operand ${i}[${at}] is ${found[i][at]}, expected ${values[at]}`);
    }
  }
}

/** The same kernels; which of them are called is written down. */
function watched(kernels: Kernels): Kernels {
  return new Proxy(kernels, {
    get(target, name) {
      if (typeof name === "string") compared.methods.add(name);
      return Reflect.get(target, name);
    },
  });
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
