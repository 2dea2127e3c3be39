import { describe, expect, it } from "vitest";
import { dims } from "../../src/tensor/dims.ts";
import { createEngine } from "../../src/tensor/engine.ts";

describe("dims", () => {
  it("gives the size behind each letter, and holds later tensors to it", async () => {
    const engine = await createEngine();
    const is = dims();
    expect(is(engine.empty([2, 3, 4]), "B T D")).toMatchObject({ B: 2, T: 3, D: 4 });
    expect(() => is(engine.empty([4, 5]), "D F")).not.toThrow();
    expect(() => is(engine.empty([6, 5]), "D F")).toThrow(
      "Expected a tensor [D F], got [6, 5]: D was 4, here it is 6.",
    );
  });

  it("refuses another number of axes, and a number that differs", async () => {
    const engine = await createEngine();
    expect(() => dims()(engine.empty([2, 3]), "B T D")).toThrow("3 axes were expected, 2 found");
    expect(() => dims()(engine.empty([2, 3]), "B 4")).toThrow("4 was 4, here it is 3");
  });

  it("reads only the last axes after '...', and lets '_' be anything", async () => {
    const engine = await createEngine();
    const is = dims();
    expect(is(engine.empty([2, 3, 4]), "... D")).toMatchObject({ D: 4 });
    expect(() => is(engine.empty([9, 4]), "_ D")).not.toThrow();
    expect(() => is(engine.empty([9, 5]), "... D")).toThrow("D was 4, here it is 5");
  });
});
