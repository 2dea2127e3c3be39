import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bfloat16Bits,
  bfloat16ToFloat32,
  bitsOfFloat32,
  float16Bits,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
} from "../../src/math/halfFloats.ts";

const everyPattern = Uint16Array.from({ length: 65_536 }, (_, i) => i);

/** The definition, in plain arithmetic: ± fraction × 2^exponent. */
function definition(half: number, exponentBits: number, fractionBits: number): number {
  const fraction = half & (2 ** fractionBits - 1);
  const exponent = (half >> fractionBits) & (2 ** exponentBits - 1);
  const sign = half & 0x8000 ? -1 : 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1)
    return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (1 + fraction / 2 ** fractionBits) * 2 ** (exponent - bias);
}

const formats = [
  {
    name: "float16",
    widen: float16ToFloat32,
    narrow: float32ToFloat16,
    bits: float16Bits,
    exponent: 5,
    fraction: 10,
  },
  {
    name: "bfloat16",
    widen: bfloat16ToFloat32,
    narrow: float32ToBfloat16,
    bits: bfloat16Bits,
    exponent: 8,
    fraction: 7,
  },
];

describe.each(formats)("$name", ({ widen, narrow, bits, exponent, fraction }) => {
  it("widens all 65,536 patterns to the value that the format's definition gives", () => {
    const wide = widen(everyPattern);
    const wrong = everyPattern.filter((half) => !Object.is(wide[half], definition(half, exponent, fraction)));
    expect(wrong).toEqual(new Uint16Array());
  });

  it("comes back to the same bits from all 65,536 patterns, the payloads of NaNs included", () => {
    expect(narrow(widen(everyPattern))).toEqual(everyPattern);
  });

  it("rounds half-way values to the even neighbour, and others to the nearer, between all finite neighbours", () => {
    const largest = 2 ** 15 - 2 ** fraction - 1; // below infinity
    const down = new Float32Array(largest);
    const half = new Float32Array(largest);
    const up = new Float32Array(largest);
    const values = widen(everyPattern);
    for (let i = 0; i < largest; i++) {
      half[i] = (values[i] + values[i + 1]) / 2; // exact: float32 has room for a bit more
      const middle = bitsOfFloat32(half[i]);
      new Uint32Array(down.buffer)[i] = middle - 1;
      new Uint32Array(up.buffer)[i] = middle + 1;
    }
    const index = Uint16Array.from({ length: largest }, (_, i) => i);
    expect(narrow(down)).toEqual(index);
    expect(narrow(up)).toEqual(index.map((i) => i + 1));
    expect(narrow(half)).toEqual(index.map((i) => (i % 2 === 0 ? i : i + 1)));
    expect(narrow(half.map((value) => -value))).toEqual(index.map((i) => 0x8000 | (i % 2 === 0 ? i : i + 1)));
  });

  it("gives a number that no other is nearer than, and keeps the sign (any float32 bits)", () => {
    const values = widen(everyPattern);
    const infinity = 2 ** 15 - 2 ** fraction;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (pattern) => {
        const value = new Float32Array(new Uint32Array([pattern]).buffer)[0];
        const half = bits(pattern);
        if (Number.isNaN(value)) return Number.isNaN(values[half]);
        const magnitude = half & 0x7fff;
        const distance = (other: number) => Math.abs(Math.abs(value) - values[other]);
        return (
          half >> 15 === pattern >>> 31 &&
          (magnitude === infinity ||
            magnitude + 1 === infinity ||
            distance(magnitude) <= distance(magnitude + 1)) &&
          (magnitude === infinity || magnitude === 0 || distance(magnitude) <= distance(magnitude - 1))
        );
      }),
      { numRuns: 5000 },
    );
  });
});

describe("the ends of float16", () => {
  it.each([
    [65504, 0x7bff],
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [-1e30, 0xfc00],
    [2 ** -25, 0],
    [2 ** -25 * 1.0001, 1],
    [1e-45, 0],
    [-0, 0x8000],
  ])("%f becomes %i", (value, half) => {
    expect(float16Bits(bitsOfFloat32(value))).toBe(half);
  });
});
