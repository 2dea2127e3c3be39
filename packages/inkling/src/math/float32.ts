/**
 * exp, log, tanh and erf in float32 steps: every intermediate result is rounded to float32 at once.
 *
 * These are the specification for a SIMD twin, which must give the same bits four lanes at a time. So each
 * function is a fixed list of f32 add, sub, mul, div, min, max, floor, conversion to int, int add, int sub and
 * bit shift, in the order written, without fused multiply-add and without a single double in between
 * (a double sum or product rounded by Math.fround *is* the float32 sum or product). Each early `return` stands
 * for a select at the end: a SIMD unit computes both and picks.
 *
 * Refuses to know doubles: that is float64.ts, where the identities are explained. Arguments must be float32
 * values already. Try it: `exp(1)` is 2.7182817459106445, the float32 nearest e.
 */
import { bitsOfFloat32, float32OfBits } from "./bits.ts";

const f = Math.fround;

const LOG2_E = f(Math.LOG2E);
const LN2_HIGH = 0.693359375; // 355/512: nine bits, so that k · LN2_HIGH is exact
const LN2_LOW = f(-0.00021219444005469057); // ln 2 − LN2_HIGH

// 2^k for k from -75 to 64, what exp needs. A table reads faster than bits are made, and says the same:
// the SIMD twin writes (k + 127) << 23.
const POWER_ORIGIN = 75;
const POWERS_OF_TWO = new Float32Array(140);
for (let k = -POWER_ORIGIN; k <= 64; k++) POWERS_OF_TWO[k + POWER_ORIGIN] = float32OfBits((k + 127) << 23);

const FACTORIAL_3 = f(1 / 6);
const FACTORIAL_4 = f(1 / 24);
const FACTORIAL_5 = f(1 / 120);
const FACTORIAL_6 = f(1 / 720);
const FACTORIAL_7 = f(1 / 5040);

/**
 * e^r − 1 for |r| ≤ ln 2 / 2 (and a hair more): r + r²/2! + … + r⁷/7!, the next term is below 6e-9.
 * Order: z = r·r; p = ((((r/7! + 1/6!)·r + 1/5!)·r + 1/4!)·r + 1/3!)·r + ½; then z·p; then r + that.
 */
function expMinusOneNearZero(r: number): number {
  let p = f(f(FACTORIAL_7 * r) + FACTORIAL_6);
  p = f(f(p * r) + FACTORIAL_5);
  p = f(f(p * r) + FACTORIAL_4);
  p = f(f(p * r) + FACTORIAL_3);
  p = f(f(p * r) + 0.5);
  return f(r + f(f(r * r) * p));
}

/**
 * e^x = 2^k · e^r. Error ≤ 1 ulp over the whole range; denormal results round once more.
 * Order:
 *   1. c = min(max(x, −104), 89): beyond, the result is 0 or infinite anyway (NaN stays NaN)
 *   2. k = floor(c·log2 e + ½)
 *   3. r = (c − k·LN2_HIGH) − k·LN2_LOW
 *   4. m = 1 + expMinusOneNearZero(r)
 *   5. h = k >> 1; (m · 2^h) · 2^(k−h): in two halves, since 2^128 and 2^-150 are no float32 of full precision
 */
export function exp(x: number): number {
  const c = Math.min(Math.max(x, -104), 89);
  const k = Math.floor(f(f(c * LOG2_E) + 0.5));
  const r = f(f(c - f(k * LN2_HIGH)) - f(k * LN2_LOW));
  const m = f(1 + expMinusOneNearZero(r));
  const whole = k | 0; // NaN becomes 0 here, as in i32x4.trunc_sat; m is still NaN
  const half = whole >> 1;
  return f(f(m * POWERS_OF_TWO[half + POWER_ORIGIN]) * POWERS_OF_TWO[whole - half + POWER_ORIGIN]);
}

const SMALLEST_NORMAL = 1.1754943508222875e-38; // 2^-126
const SQRT_HALF_BITS = 0x3f3504f3;
const TWO_THIRDS = f(2 / 3);
const TWO_FIFTHS = f(2 / 5);
const TWO_SEVENTHS = f(2 / 7);
const TWO_NINTHS = f(2 / 9);

/**
 * ln x = k·ln 2 + ln m, m in [√½, √2). Error ≤ 1 ulp. log(±0) = −∞, log(x < 0) = NaN, log(∞) = ∞.
 * Order:
 *   1. tiny = x < 2^-126; n = tiny ? x·2^23 : x
 *   2. k = (bits(n) − bits(√½)) >> 23, arithmetic shift; g = float(bits(n) − (k << 23)) − 1; if tiny, k −= 23
 *   3. s = g / (2 + g); z = s·s; tail = z·(((2/9·z + 2/7)·z + 2/5)·z + 2/3); q = (½·g)·g
 *   4. k·LN2_HIGH − ((q − (s·(q + tail) + k·LN2_LOW)) − g)
 *   5. select: NaN where x is NaN or x < 0; −∞ where x = 0; ∞ where x = ∞
 */
export function log(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  const tiny = x < SMALLEST_NORMAL;
  const bits = bitsOfFloat32(tiny ? x * 8388608 : x);
  const split = (bits - SQRT_HALF_BITS) >> 23;
  const g = f(float32OfBits(bits - (split << 23)) - 1);
  const k = tiny ? split - 23 : split;
  const s = f(g / f(2 + g));
  const z = f(s * s);
  let tail = f(f(TWO_NINTHS * z) + TWO_SEVENTHS);
  tail = f(f(tail * z) + TWO_FIFTHS);
  tail = f(f(tail * z) + TWO_THIRDS);
  tail = f(tail * z);
  const q = f(f(0.5 * g) * g);
  const correction = f(f(s * f(q + tail)) + f(k * LN2_LOW));
  return f(f(k * LN2_HIGH) - f(f(q - correction) - g));
}

/** `size` with x's sign: in SIMD, size | (x & 0x80000000). */
function withSignOf(x: number, size: number): number {
  if (x === 0) return x;
  return x < 0 ? -size : size;
}

const HALF_LN2 = f(0.34657359);

/**
 * tanh x, absolute error ≤ 1e-7; near 0 also relatively, so that a small x is not lost.
 * Order:
 *   1. a = |x| + |x|
 *   2. small: e = expMinusOneNearZero(a); e / (e + 2)
 *      large: 1 − 2 / (exp(a) + 1), with exp's own steps
 *   3. select small where a ≤ ½·ln 2; give the result x's sign (−0 stays −0)
 */
export function tanh(x: number): number {
  const a = f(Math.abs(x) + Math.abs(x));
  let size: number;
  if (a <= HALF_LN2) {
    const e = expMinusOneNearZero(a);
    size = f(e / f(e + 2));
  } else {
    size = f(1 - f(2 / f(exp(a) + 1)));
  }
  return withSignOf(x, size);
}

const ERF_1 = f(1.1283791670955126); // 2/√π · (−1)^n / (n! · (2n + 1)) for n = 0 … 7
const ERF_3 = f(-0.3761263890318375);
const ERF_5 = f(0.11283791670955126);
const ERF_7 = f(-0.026866170645131252);
const ERF_9 = f(0.005223977625442187);
const ERF_11 = f(-0.0008548327023450852);
const ERF_13 = f(0.00012055332981789664);
const ERF_15 = f(-0.000014925650358406252);

const AS_P = f(0.3275911); // Abramowitz and Stegun's constants for 7.1.26
const AS_1 = f(0.254829592);
const AS_2 = f(-0.284496736);
const AS_3 = f(1.421413741);
const AS_4 = f(-1.453152027);
const AS_5 = f(1.061405429);

/**
 * The error function, absolute error ≤ 3e-7; near 0 also relatively.
 * Order:
 *   1. a = |x|; z = a·a
 *   2. small: a · (((((((ERF_15·z + ERF_13)·z + ERF_11)·z + ERF_9)·z + ERF_7)·z + ERF_5)·z + ERF_3)·z + ERF_1)
 *             (Taylor's series)
 *      large: t = 1/(1 + p·a); 1 − (((((a5·t + a4)·t + a3)·t + a2)·t + a1)·t) · exp(−z)
 *             (Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.26, itself good to 1.5e-7)
 *   3. select small where a < ¾; give the result x's sign
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  const z = f(a * a);
  let size: number;
  if (a < 0.75) {
    let p = f(f(ERF_15 * z) + ERF_13);
    p = f(f(p * z) + ERF_11);
    p = f(f(p * z) + ERF_9);
    p = f(f(p * z) + ERF_7);
    p = f(f(p * z) + ERF_5);
    p = f(f(p * z) + ERF_3);
    p = f(f(p * z) + ERF_1);
    size = f(a * p);
  } else {
    const t = f(1 / f(1 + f(AS_P * a)));
    let p = f(f(AS_5 * t) + AS_4);
    p = f(f(p * t) + AS_3);
    p = f(f(p * t) + AS_2);
    p = f(f(p * t) + AS_1);
    size = f(1 - f(f(p * t) * exp(-z)));
  }
  return withSignOf(x, size);
}
