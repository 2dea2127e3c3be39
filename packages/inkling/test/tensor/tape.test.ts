import { describe, expect, it } from "vitest";
import { add } from "../../src/ops/add.ts";
import { crossEntropy } from "../../src/ops/crossEntropy.ts";
import { matmul } from "../../src/ops/matmul.ts";
import { mul } from "../../src/ops/mul.ts";
import { reshape } from "../../src/ops/reshape.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import type { OpRecord } from "../../src/tensor/tape.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";

async function engineWithWeight(value: number) {
  const engine = await createEngine();
  const w = engine.weights([1]);
  engine.kernels.write(w, [value]);
  w.gradient = engine.weights([1]);
  w.needsGradient = true;
  return { engine, w, gradient: w.gradient };
}

describe("the tape", () => {
  it("adds up the gradients of a tensor that is used several times: d(w·w + w)/dw = 2w + 1", async () => {
    const { engine, w, gradient } = await engineWithWeight(3);
    await engine.step(() => {
      engine.tape.start();
      engine.tape.backward(add(mul(w, w), w));
    });
    expect(await gradient.value()).toBe(7);
  });

  it("adds to a gradient that is already there (accumulation)", async () => {
    const { engine, w, gradient } = await engineWithWeight(3);
    for (let i = 0; i < 2; i++) {
      await engine.step(() => {
        engine.tape.start();
        engine.tape.backward(mul(w, w));
      });
    }
    expect(await gradient.value()).toBe(12);
  });

  it("does not compute gradients nobody wants", async () => {
    const { engine, w } = await engineWithWeight(2);
    let matmuls = 0;
    await engine.step(() => {
      const x = engine.from([3, 1], [1, 2, 3]);
      const real = engine.kernels.matmul;
      engine.tape.start();
      // Two products; a gradient is wanted of the weight in the first (1 matmul) and of y in the second (1 matmul),
      // but not of the constants x and ones, which would make 4.
      const y = matmul(x, reshape(w, [1, 1]));
      const loss = reshape(matmul(engine.from([1, 3], [1, 1, 1]), y), [1]);
      Object.assign(engine.kernels, {
        matmul: (...args: Parameters<typeof real>) => {
          matmuls++;
          return real(...args);
        },
      });
      engine.tape.backward(loss);
      Object.assign(engine.kernels, { matmul: real });
    });
    expect(matmuls).toBe(2);
  });

  /** w · x, ten times over, each result large enough to have a buffer of its own. */
  async function chain(watched: boolean) {
    const { engine, w, gradient } = await engineWithWeight(1.5);
    const made: Tensor[] = [];
    if (watched) engine.tape.watch({ onRecord: () => undefined });
    const peak = await engine.step(async () => {
      engine.tape.start();
      let x = engine.filled([30_000, 1], 1);
      for (let i = 0; i < 10; i++) {
        x = mul(x, w);
        made.push(x);
      }
      const loss = matmul(engine.filled([1, 30_000], 1 / 30_000), x);
      engine.tape.backward(reshape(loss, [1]));
      if (watched) expect((await made[4].read())[0]).toBeCloseTo(1.5 ** 5, 4);
      else expect(() => made[4].read()).toThrow("was freed");
      return engine.memory.peak;
    });
    engine.tape.watch(undefined);
    return { peak, slope: await gradient.value() };
  }

  it("gives memory back on its way: gradients need hardly more than the values did", async () => {
    const { peak, slope } = await chain(false);
    expect(slope).toBeCloseTo(10 * 1.5 ** 9, 0); // 30,000 float32s were added up
    // 10 values, 2 constants, 2 gradients and what mul's backward makes; without giving back it would be over 30.
    expect(peak).toBeLessThan(17 * 120_000 + 4_000_000);
  });

  it("leaves a small tensor as it was, even where its gradient could have taken its place", async () => {
    const { engine, w } = await engineWithWeight(2);
    await engine.step(async () => {
      engine.tape.start();
      const logits = matmul(engine.from([3, 1], [1, 2, 3]), reshape(w, [1, 1]));
      engine.tape.backward(crossEntropy(logits, engine.ids([3], [0, 0, 0]), 3));
      expect([...(await logits.read())]).toEqual([2, 4, 6]);
    });
  });

  it("keeps everything for a watcher, and comes to the same result", async () => {
    const [watched, alone] = [await chain(true), await chain(false)];
    expect(watched.slope).toBe(alone.slope);
    expect(watched.peak).toBeGreaterThan(alone.peak + 8 * 120_000);
  });

  it("says what to do when there is nothing to differentiate", async () => {
    const engine = await createEngine();
    await engine.step(() => {
      expect(() => engine.tape.backward(engine.filled([1], 1))).toThrow(
        "Call tape.start() before the forward pass",
      );
    });
  });

  it("tells a watcher each op, its name in the model and the line that called it", async () => {
    const engine = await createEngine();
    const records: OpRecord[] = [];
    const names: string[] = [];
    engine.tape.watch({ onRecord: (record) => records.push(record), onName: (_, name) => names.push(name) });
    await engine.step(() => engine.tape.name(add(engine.filled([1], 1), engine.filled([1], 2)), "sum"));
    engine.tape.watch(undefined);
    await engine.step(() => add(engine.filled([1], 1), engine.filled([1], 2)));
    expect(records.map(({ op }) => op)).toEqual(["add"]);
    expect(records[0].site).toMatch(/^tape\.test\.ts:\d+:\d+$/);
    expect(names).toEqual(["sum"]);
  });
});
