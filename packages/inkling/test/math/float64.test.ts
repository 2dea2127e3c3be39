/** Proves float64.ts against a table made with mpmath (fixtures/make_math_table.py), and at the edges. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as math from "../../src/math/float64.ts";

type Row = [x: number, high: number, low: number];
const table: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL("./fixtures/math_table.json", import.meta.url), "utf8"),
);

/** The distance from |x| to the next double. */
function ulp(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0) - Math.abs(x);
}

/** The largest error over a table, measured as `size` says. */
function worst(
  name: string,
  f: (x: number) => number,
  size: (error: number, truth: number) => number,
): number {
  let largest = 0;
  for (const [x, high, low] of table[name] as Row[]) {
    largest = Math.max(largest, size(Math.abs(f(x) - high - low), high));
  }
  return largest;
}
const inUlps = (error: number, truth: number) => error / ulp(truth);
const absolute = (error: number) => error;

describe("float64 against mpmath", () => {
  it("exp is within 1 ulp, log too, and denormal results of exp round well", () => {
    expect(worst("exp", math.exp, inUlps)).toBeLessThan(1);
    expect(worst("log", math.log, inUlps)).toBeLessThan(1);
    expect(worst("expDenormal", math.exp, inUlps)).toBeLessThanOrEqual(1);
  });

  it("sin and cos are within 2e-16 for |x| up to 1e5", () => {
    expect(worst("sin", math.sin, absolute)).toBeLessThan(2e-16);
    expect(worst("cos", math.cos, absolute)).toBeLessThan(2e-16);
  });

  it("tanh is within 3e-16 and 3 ulp, erf within 1e-15", () => {
    expect(worst("tanh", math.tanh, absolute)).toBeLessThan(3e-16);
    expect(worst("tanh", math.tanh, inUlps)).toBeLessThan(3);
    expect(worst("erf", math.erf, absolute)).toBeLessThan(1e-15);
  });

  it("pow is within 1e-15 relative, and 4e-15 for small whole exponents", () => {
    for (const [x, y, high, low] of table["pow"] as [number, number, number, number][]) {
      const error = Math.abs((math.pow(x, y) - high - low) / high);
      expect(error, `pow(${x}, ${y})`).toBeLessThan(Number.isInteger(y) && Math.abs(y) <= 32 ? 4e-15 : 1e-15);
    }
  });

  it("pow is exact where whole numbers are", () => {
    expect(math.pow(3, 20)).toBe(3486784401);
    expect(math.pow(-7, 3)).toBe(-343);
    expect(math.pow(2, -1074)).toBe(Number.MIN_VALUE);
    expect(math.pow(2, 1023)).toBe(8.98846567431158e307);
    expect(math.pow(10, -3)).toBe(0.001);
  });
});

describe("float64 at the edges", () => {
  const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

  it("exp: NaN, infinities, zeros, overflow, underflow", () => {
    expect([nan, inf, -inf, 0, -0].map(math.exp)).toEqual([nan, inf, 0, 1, 1]);
    expect(math.exp(709.782712893384)).toBeLessThan(inf);
    expect(math.exp(709.7827128933841)).toBe(inf);
    expect(math.exp(-745.13)).toBe(Number.MIN_VALUE);
    expect(math.exp(-745.14)).toBe(0);
    expect(math.exp(5e-324)).toBe(1);
  });

  it("log: NaN, infinity, zeros, negatives, the smallest denormal", () => {
    expect([nan, inf, -inf, -1, -5e-324].map(math.log)).toEqual([nan, inf, nan, nan, nan]);
    expect([0, -0].map(math.log)).toEqual([-inf, -inf]);
    expect(math.log(1)).toBe(0);
    expect(math.log(5e-324)).toBe(-744.4400719213812);
  });

  it("sin and cos: NaN and infinities are NaN, −0 stays −0, huge arguments stay within [−1, 1]", () => {
    expect([nan, inf, -inf].map(math.sin)).toEqual([nan, nan, nan]);
    expect([nan, inf, -inf].map(math.cos)).toEqual([nan, nan, nan]);
    expect(math.sin(-0)).toBe(-0);
    expect(math.cos(0)).toBe(1);
    for (const x of [1e6, 1e7, -1e15, 9007199254740994, 1e308, -1.7976931348623157e308]) {
      expect(Math.abs(math.sin(x))).toBeLessThanOrEqual(1);
      expect(Math.abs(math.sin(x) * math.sin(x) + math.cos(x) * math.cos(x) - 1)).toBeLessThan(1e-15);
    }
  });

  it("tanh and erf: odd, saturating at ±1, small arguments not lost", () => {
    for (const f of [math.tanh, math.erf]) {
      expect([nan, inf, -inf, 0, -0].map(f)).toEqual([nan, 1, -1, 0, -0]);
      for (const x of [1e-300, 0.1, 0.5, 1.99, 2, 3, 30]) expect(f(-x)).toBe(-f(x));
    }
    expect(math.tanh(5e-324)).toBe(5e-324);
    expect(math.erf(1e-300)).toBeCloseTo(1.1283791670955126e-300, 310);
  });

  it("pow agrees with ECMAScript's pow on every pair of special values", () => {
    const special = [
      nan,
      inf,
      -inf,
      0,
      -0,
      1,
      -1,
      2,
      -2,
      0.5,
      -0.5,
      3,
      -3,
      33,
      -33,
      1.5,
      -1.5,
      1e308,
      -1e308,
    ];
    special.push(5e-324, -5e-324, 1e-310, 1074, -1074, 1e-20, 9007199254740994);
    for (const base of special) {
      for (const exponent of special) {
        const ours = math.pow(base, exponent);
        const theirs = base ** exponent;
        const close = Object.is(ours, theirs) || Math.abs((ours - theirs) / theirs) < 1e-14;
        expect(close, `pow(${base}, ${exponent}) is ${ours}, not ${theirs}`).toBe(true);
      }
    }
  });

  it("a million results have the bits they had when this was written", () => {
    const results = new Float64Array(1_000_000);
    const functions = [
      math.exp,
      math.log,
      math.sin,
      math.cos,
      math.tanh,
      math.erf,
      (x: number) => math.pow(1.5, x),
    ];
    for (let i = 0; i < results.length; i++) {
      results[i] = functions[i % 7]((i % 1000) / 37 + i / 1e5);
    }
    expect(sha256(results)).toBe("04dc083ef402e4103c786c05cafbfdd008bf3ff7ff322ee340a1abb1a1d81ce3");
  });
});

/** Little-endian, as every machine this runs on today. */
function sha256(values: Float64Array): string {
  return createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");
}
