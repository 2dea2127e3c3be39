import { afterEach, describe, expect, it, vi } from "vitest";
import { Pool } from "../../src/kernels/wasm/pool.ts";
import { exampleNames, outcomeOf } from "./sameWeights.ts";

afterEach(() => vi.restoreAllMocks());

/** 200 steps, in other runtimes too, are clients/same-bits/'s; here are enough to carry a difference into every weight. */
const steps = 20;

describe("training gives the same weights to the bit", () => {
  it.each(exampleNames)("%s: plain loops; one, two and four threads", async (name) => {
    const shared = vi.spyOn(Pool.prototype, "run");
    const expected = await outcomeOf(name, { backend: "reference" }, steps);
    expect(expected.losses).toHaveLength(steps);
    expect(expected.losses.at(-1)).toBeLessThan(expected.losses[0]);
    for (const threads of [1, 2, 4]) {
      expect(await outcomeOf(name, { threads }, steps), `${threads} threads`).toEqual(expected);
    }
    // The proof would be empty if the models were too small for threads to share.
    const kernels = new Set(shared.mock.calls.map(([kernel]) => kernel));
    expect([...kernels]).toEqual(expect.arrayContaining(["matmul", "crossEntropyBackward"]));
    expect(kernels.size).toBeGreaterThan(8);
  });

  it.each(exampleNames)("%s: fast math stays within 1e-3 of it", async (name) => {
    const strict = await outcomeOf(name, { threads: 2 }, steps);
    const fast = await outcomeOf(name, { threads: 2, fastMath: true }, steps);
    expect(fast.notices).toEqual([]);
    expect(fast.sha256).not.toBe(strict.sha256); // else it would not be another arithmetic
    for (const [i, loss] of fast.losses.entries())
      expect(Math.abs(loss - strict.losses[i])).toBeLessThan(1e-3);
  });
});
