/** Proves that each arithmetic rounds to its own numbers and holds them in its own arrays. */
import { describe, expect, it } from "vitest";
import { float32, float64 } from "../../src/math/arithmetic.ts";

describe("arithmetic", () => {
  it("float32 rounds everything to float32, float64 nothing", () => {
    expect(float32.round(0.1)).toBe(0.10000000149011612);
    expect(float64.round(0.1)).toBe(0.1);
    expect(float32.sqrt(2)).toBe(1.4142135381698608);
    expect(float64.sqrt(2)).toBe(Math.SQRT2);
    for (const f of [float32.exp, float32.log, float32.tanh, float32.erf]) {
      expect(f(0.75)).toBe(Math.fround(f(0.75)));
    }
    expect(float64.exp(1)).toBe(Math.E);
  });

  it("a new array holds n zeros of the right kind", () => {
    expect(float32.newArray(3)).toEqual(new Float32Array(3));
    expect(float64.newArray(3)).toEqual(new Float64Array(3));
  });
});
