/** Memory that can't grow: an error that says how much was asked for, and an engine that goes on with less. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { Heap } from "../../src/kernels/wasm/heap.ts";
import { createEngine } from "../../src/tensor/engine.ts";

afterEach(() => vi.restoreAllMocks());

const MB = 1 << 20;

describe("an engine whose memory is full", () => {
  it.each([1, 2])(
    "ends the step with a clear error, and can do a smaller one (%i threads)",
    async (threads) => {
      const engine = await createEngine({ threads, memoryLimit: 16 * MB });
      const weights = engine.weights([1000]);
      const tooLarge = engine.step(() => engine.filled([5 * MB], 1).value());
      await expect(tooLarge).rejects.toThrow(InklingError);
      await expect(tooLarge).rejects.toThrow(
        /out of memory: \d+ MB more were asked for, \d+ MB are in use, and it can hold 17 MB\. Take a smaller batch/,
      );
      engine.kernels.write(weights, new Float32Array(1000).fill(3));
      const small = engine.step(async () => [...(await engine.filled([MB], 1).read())].every((x) => x === 1));
      expect(await small).toBe(true);
      expect(new Set(await weights.read())).toEqual(new Set([3]));
      expect(engine.memory.limit).toBe(16 * MB);
      engine.dispose();
    },
  );

  it("fails in each of many steps, and leaks nothing", async () => {
    const engine = await createEngine({ memoryLimit: 64 * MB });
    for (let i = 0; i < 50; i++) {
      const step = engine.step(() => {
        engine.filled([MB], 1); // this fits
        engine.filled([16 * MB], 1); // this doesn't
      });
      await expect(step).rejects.toThrow("out of memory");
    }
    expect(await engine.step(() => engine.filled([2 * MB], 1).read())).toHaveLength(2 * MB);
  });
});

describe("a system that gives no more", () => {
  it("the same error, below the limit", () => {
    const memory = {
      buffer: new ArrayBuffer(2 * MB),
      grow() {
        throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
      },
    };
    const heap = new Heap(memory, 4096 * MB);
    const first = heap.allocate(MB);
    expect(() => heap.allocate(2 * MB)).toThrow(
      /out of memory: 3 MB more were asked for, 2 MB are in use, and it can hold 4295 MB/,
    );
    heap.free(first);
    expect(heap.allocate(MB)).toBe(first);
  });
});
