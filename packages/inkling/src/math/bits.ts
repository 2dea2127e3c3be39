/**
 * Numbers taken apart: a double or a float32 is sign, exponent and mantissa, and some work is exact
 * on those parts (scaling by 2^k costs nothing in accuracy).
 *
 * Knows nothing of exp or log. Try it: `powerOfTwo(-3)` is 0.125, `exponent64(12)` is 4 and `mantissa64(12, 4)` 0.75.
 *
 * IEEE 754, double:  1 sign · 11 exponent (biased by 1023) · 52 mantissa;
 *           float32: 1 sign ·  8 exponent (biased by 127)  · 23 mantissa.
 * Both views below lie over the same eight bytes; they carry nothing from one call to the next.
 */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const single = new Float32Array(1);
const singleWord = new Int32Array(single.buffer);

// Which of the two words holds sign and exponent depends on the machine's byte order; 1.0 tells.
double[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;

/** 2^k exactly, as a double. k is an integer from -1022 to 1023 (the normal numbers). */
export function powerOfTwo(k: number): number {
  words[1 - HIGH] = 0;
  words[HIGH] = (k + 1023) << 20;
  return double[0];
}

/** The high word of √½: subtracting it before reading the exponent centres the mantissa on 1. */
const SQRT_HALF_HIGH = 0x3fe6a09e;

/** The k of x = m · 2^k with m in about [√½, √2), for a positive, normal double. m is `x · 2^-k`: see mantissa64. */
export function exponent64(x: number): number {
  double[0] = x;
  return (words[HIGH] - SQRT_HALF_HIGH) >> 20;
}

/** The m of x = m · 2^k, exactly: k is taken off the exponent's bits. */
export function mantissa64(x: number, k: number): number {
  double[0] = x;
  words[HIGH] = words[HIGH] - (k << 20);
  return double[0];
}

/** The bits of a float32 as an int32 (WebAssembly's i32.reinterpret_f32). */
export function bitsOfFloat32(x: number): number {
  single[0] = x;
  return singleWord[0];
}

/** The float32 that an int32's bits spell (WebAssembly's f32.reinterpret_i32). */
export function float32OfBits(bits: number): number {
  singleWord[0] = bits;
  return single[0];
}
