/** Proves float32.ts against float64.ts (itself proved against mpmath) over the whole range of float32. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { float32OfBits } from "../../src/math/bits.ts";
import * as steps from "../../src/math/float32.ts";
import * as exact from "../../src/math/float64.ts";

/** About 400,000 float32 values: every 10,007th bit pattern, so all signs and sizes, infinities excluded. */
function* everySize(): Generator<number> {
  for (let bits = -2147483648; bits < 2147483648; bits += 10007) {
    const x = float32OfBits(bits);
    if (Math.abs(x) < Number.POSITIVE_INFINITY) yield x;
  }
}

/** 200,000 values between two bounds, where the function is not flat. */
function* between(low: number, high: number): Generator<number> {
  for (let i = 0; i <= 200_000; i++) yield Math.fround(low + ((high - low) * i) / 200_000);
}

/** The spacing of float32 at x: 2^-149 for denormals, else 2^(exponent − 23). */
function ulp32(x: number): number {
  const size = Math.abs(x);
  let spacing = 1.401298464324817e-45;
  while (spacing * 16777216 <= size) spacing *= 2;
  return spacing;
}

type Step = (x: number) => number;
function worst(f: Step, truth: Step, inputs: Iterable<number>, inUlps: boolean): number {
  let largest = 0;
  for (const x of inputs) {
    const result = f(x);
    const expected = truth(x);
    if (Object.is(result, Math.fround(expected))) continue;
    if (result !== Math.fround(result)) throw new Error(`f(${x}) = ${result} is not a float32`);
    const error = Math.abs(result - expected) / (inUlps ? ulp32(expected) : 1);
    if (!(error <= largest)) largest = error; // a NaN where a number belongs must not pass
  }
  return largest;
}

describe("float32 against float64", () => {
  it("exp is within 1 ulp over the finite range, denormal results included", () => {
    expect(worst(steps.exp, exact.exp, everySize(), true)).toBeLessThan(1);
    expect(worst(steps.exp, exact.exp, between(-104, 88.7228), true)).toBeLessThan(1);
    expect(worst(steps.exp, exact.exp, between(-104, -87), true)).toBeLessThan(1);
  });

  it("log is within 1 ulp, denormal arguments included", () => {
    expect(worst(steps.log, exact.log, everySize(), true)).toBeLessThan(1);
    expect(worst(steps.log, exact.log, between(0.5, 2), true)).toBeLessThan(1);
  });

  it("tanh is within 1e-7 and 6 ulp", () => {
    expect(worst(steps.tanh, exact.tanh, between(-10, 10), false)).toBeLessThan(1e-7);
    expect(worst(steps.tanh, exact.tanh, everySize(), true)).toBeLessThan(6);
  });

  it("erf is within 3e-7, and within 6 ulp where it is small", () => {
    expect(worst(steps.erf, exact.erf, between(-5, 5), false)).toBeLessThan(3e-7);
    expect(worst(steps.erf, exact.erf, between(-0.75, 0.75), true)).toBeLessThan(6);
  });
});

describe("float32 at the edges", () => {
  const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

  it("exp: NaN, infinities, overflow to infinity, denormals, underflow to 0", () => {
    expect([nan, inf, -inf, 0, -0].map(steps.exp)).toEqual([nan, inf, 0, 1, 1]);
    expect(steps.exp(Math.fround(88.72283))).toBeLessThan(inf);
    expect(steps.exp(Math.fround(88.72284))).toBe(inf);
    expect(steps.exp(3e38)).toBe(inf);
    expect(steps.exp(-103)).toBe(1.401298464324817e-45);
    expect(steps.exp(-104)).toBe(0);
    expect(steps.exp(-3e38)).toBe(0);
    expect(steps.exp(Math.fround(1e-45))).toBe(1);
  });

  it("log: NaN, infinity, zeros, negatives", () => {
    expect([nan, inf, -inf, -1].map(steps.log)).toEqual([nan, inf, nan, nan]);
    expect([0, -0].map(steps.log)).toEqual([-inf, -inf]);
    expect(steps.log(1)).toBe(0);
    expect(steps.log(1.401298464324817e-45)).toBe(Math.fround(-103.27893));
  });

  it("tanh and erf: odd, saturating at ±1, small arguments not lost", () => {
    for (const f of [steps.tanh, steps.erf]) {
      expect([nan, inf, -inf, 0, -0].map(f)).toEqual([nan, 1, -1, 0, -0]);
      for (const x of [1e-40, 0.1, 0.5, 1, 3, 30, 3e38].map(Math.fround)) expect(f(-x)).toBe(-f(x));
    }
    expect(steps.tanh(Math.fround(1e-20))).toBe(Math.fround(1e-20));
  });

  it("a million results have the bits they had when this was written", () => {
    const results = new Float32Array(1_000_000);
    const functions = [steps.exp, steps.log, steps.tanh, steps.erf];
    for (let i = 0; i < results.length; i++) {
      const x = Math.fround((i - 500_000) / 50_000);
      results[i] = functions[i % 4](i % 4 === 1 ? Math.fround(x * x) : x);
    }
    const hash = createHash("sha256").update(new Uint8Array(results.buffer)).digest("hex");
    expect(hash).toBe("484d29723840ccd6dce3d81a5a65017afd61cd1c6972d9d02073be8597333e83");
  });
});
