import { describe, expect, it } from "vitest";
import { add } from "../../src/ops/add.ts";
import { backendNames, createEngine } from "../../src/tensor/engine.ts";

describe("the engine's memory", () => {
  it("refuses to read a tensor after its step has ended", async () => {
    const engine = await createEngine();
    const stale = await engine.step(() => engine.from([2], [1, 2]));
    expect(() => stale.read()).toThrow("used after its step had ended");
    expect(() => add(stale, stale)).toThrow("used after its step had ended");
  });

  it("keeps weights and sessions across steps, until they are freed", async () => {
    const engine = await createEngine();
    const weights = engine.weights([2]);
    await engine.step(() => engine.kernels.write(weights, [3, 4]));
    expect([...(await weights.read())]).toEqual([3, 4]);
    engine.free(weights);
    expect(() => weights.read()).toThrow("not allocated");
  });

  it("gives every tensor of a step its own place, however large", async () => {
    const engine = await createEngine();
    await engine.step(async () => {
      const many = Array.from({ length: 50 }, (_, i) => engine.filled([1000 + 40_000 * i], i));
      for (const [i, tensor] of many.entries()) expect(new Set(await tensor.read())).toEqual(new Set([i]));
    });
  });

  it("lets steps take turns, so that none sees another's memory", async () => {
    const engine = await createEngine();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
    const values = await Promise.all(
      [1, 2, 3].map((value) =>
        engine.step(async () => {
          const tensor = engine.filled([4], value);
          await pause();
          return [...(await tensor.read())];
        }),
      ),
    );
    expect(values).toEqual([1, 2, 3].map((value) => [value, value, value, value]));
  });

  it("goes on after a step that failed", async () => {
    const engine = await createEngine();
    await expect(engine.step(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await engine.step(() => engine.filled([1], 5).value())).toBe(5);
  });

  it("says which backends there are when it has no such one", async () => {
    const wrong = { backend: "abacus" } as unknown as { backend: "reference" };
    await expect(createEngine(wrong)).rejects.toThrow(
      `There is no backend "abacus". Choose one of: ${backendNames.join(", ")}.`,
    );
  });

  it("refuses values that do not fill the shape", async () => {
    const engine = await createEngine();
    expect(() => engine.from([2, 2], [1, 2, 3])).toThrow(
      "3 values were given for a tensor of shape [2,2], which holds 4",
    );
  });
});
