import { configFrom, createEngine } from "inkling";
import { describe, expect, it } from "vitest";
import { trainingWorkload } from "../../packages/cli/src/bench/workloads.ts";
import { flopsOf, summary, watchKernels } from "../profile.mjs";

describe("flops", () => {
  it("of a matmul are two per product", () => {
    const span = { buffer: 1, offset: 0 };
    expect(flopsOf("matmul", [span, span, span, { rows: 2, inner: 3, columns: 5 }])).toBe(60);
  });

  it("of causal attention count the pairs a query may look at", () => {
    // 3 queries see 1, 2 and 3 keys: 6 pairs, 2 products of K = 4 numbers each, 2 flops per number.
    const shape = { batch: 1, heads: 1, queries: 3, keys: 3, dHead: 4 };
    expect(flopsOf("attention", [shape])).toBe(6 * 2 * 4 * 2);
    expect(flopsOf("attentionBackward", [shape])).toBe(6 * 5 * 4 * 2);
    // One query behind a cache sees all keys.
    expect(flopsOf("attention", [{ ...shape, queries: 1, keys: 9 }])).toBe(9 * 2 * 4 * 2);
  });
});

describe("watching a training step", () => {
  it("finds the flops that the formula gives: 6 per weight of a matrix and token", async () => {
    const [B, T, D, F, V] = [2, 8, 16, 32, 50];
    const config = configFrom("first", { vocabSize: V, nLayers: 1, dModel: D, dMlp: F, contextLength: T });
    const engine = await createEngine();
    const { step } = trainingWorkload(engine, { config, batchSize: B });
    const { kernels, restore } = watchKernels(engine.kernels);
    await step();
    restore();
    const counted = [...kernels.values()].map(({ calls }) => calls);
    await step();
    expect([...kernels.values()].map(({ calls }) => calls)).toEqual(counted); // restored: nothing more is counted
    const matmuls = [...kernels.values()].filter(({ name }) => name.startsWith("matmul"));
    const flops = matmuls.reduce((sum, entry) => sum + entry.flops, 0);
    expect(flops).toBe(6 * B * T * (4 * D * D + 2 * D * F + V * D));
  });
});

describe("a summary", () => {
  const entry = (name, seconds, flops = 0, bytes = 0) => [name, { name, calls: 4, seconds, flops, bytes }];
  const kernels = new Map([entry("matmul a", 1, 40e9), entry("add", 0.5, 0, 5e9), entry("tiny", 0.001)]);
  const result = summary(kernels, [1, 1], { gflops: 50, shape: "", gigabytes: 20 });

  it("divides by the number of steps and names the rest", () => {
    expect(result.msPerStep).toBe(1000);
    expect(result.kernels.map(({ name, share }) => [name, share])).toEqual([
      ["matmul a", 0.5],
      ["add", 0.25],
      ["all smaller kernels", 0.0005],
      ["JavaScript between kernels", expect.closeTo(0.2495, 10)],
    ]);
    expect(result.kernels[0]).toMatchObject({ calls: 2, seconds: 0.5, gflops: 40, ofLimit: 0.8 });
    expect(result.kernels[1]).toMatchObject({ gigabytes: 10, ofLimit: 0.5 });
  });

  it("holds the matmuls of the whole step against matmul's peak", () => {
    expect(result.share).toEqual({ gflopsOfStep: 20, ofStep: 0.4, whileRunning: 0.8 });
  });
});
