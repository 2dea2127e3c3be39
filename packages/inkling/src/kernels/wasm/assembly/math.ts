/**
 * exp, log, tanh and erf, four float32s at a time: the twins of math/float32.ts.
 *
 * Each gives the same bits, since WebAssembly rounds every f32 operation and never fuses a multiplication with an addition.
 * Where the plain version returns early, this one computes both and selects (bitselect takes its first argument where the
 * mask is set). Where it can tell that a step changes nothing, it leaves the step out, and says so.
 *
 * pmin(x, y) and pmax(x, y) are one instruction (min and max are seven on x64); they give x where x is NaN.
 */

// @inline copies a function into its callers: at four numbers a call, the call would cost as much as the work.
@inline
function constant(x: f32): v128 {
  return f32x4.splat(x);
}

const LOG2_E: f32 = <f32>1.4426950408889634;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = <f32>-0.00021219444005469057;

/** a · x + b, rounded twice. */
@inline
function step(a: v128, x: v128, b: f32): v128 {
  return f32x4.add(f32x4.mul(a, x), constant(b));
}

@inline
function expMinusOneNearZero(r: v128): v128 {
  let p = step(constant(<f32>(1.0 / 5040.0)), r, <f32>(1.0 / 720.0));
  p = step(p, r, <f32>(1.0 / 120.0));
  p = step(p, r, <f32>(1.0 / 24.0));
  p = step(p, r, <f32>(1.0 / 6.0));
  p = step(p, r, 0.5);
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p));
}

/**
 * 2^k for whole k from -126 to 127: k + 127 in the exponent's place. As 2^23 + (k + 127) it stands in a float's lowest bits, and
 * the shift pushes all others out, so no conversion is needed. (NaN becomes some number; what it multiplies is NaN.)
 */
@inline
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(f32x4.add(k, constant(8388608 + 127)), 23);
}

/** floor(x · log2 e + ½): how often ln 2 fits into x. */
@inline
function timesLn2(x: v128): v128 {
  return f32x4.floor(step(x, constant(LOG2_E), 0.5));
}

/** x − k · ln 2 */
@inline
function restOf(x: v128, k: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(k, constant(LN2_HIGH)));
  return f32x4.sub(high, f32x4.mul(k, constant(LN2_LOW)));
}

@inline
export function exp(x: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(x, constant(-104)), constant(89));
  const k = timesLn2(c);
  const m = f32x4.add(constant(1), expMinusOneNearZero(restOf(c, k)));
  const half = f32x4.floor(f32x4.mul(k, constant(0.5)));
  return f32x4.mul(f32x4.mul(m, powerOfTwo(half)), powerOfTwo(f32x4.sub(k, half)));
}

const SMALLEST_NORMAL: f32 = <f32>1.1754943508222875e-38;
const SQRT_HALF_BITS: i32 = 0x3f3504f3;

export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, constant(SMALLEST_NORMAL));
  const bits = v128.bitselect(f32x4.mul(x, constant(8388608)), x, tiny);
  const split = i32x4.shr_s(i32x4.sub(bits, i32x4.splat(SQRT_HALF_BITS)), 23);
  const g = f32x4.sub(i32x4.sub(bits, i32x4.shl(split, 23)), constant(1));
  const k = f32x4.convert_i32x4_s(i32x4.sub(split, v128.and(tiny, i32x4.splat(23))));
  const s = f32x4.div(g, f32x4.add(constant(2), g));
  const z = f32x4.mul(s, s);
  let tail = step(constant(<f32>(2.0 / 9.0)), z, <f32>(2.0 / 7.0));
  tail = step(tail, z, <f32>(2.0 / 5.0));
  tail = step(tail, z, <f32>(2.0 / 3.0));
  tail = f32x4.mul(tail, z);
  const q = f32x4.mul(f32x4.mul(constant(0.5), g), g);
  const correction = f32x4.add(f32x4.mul(s, f32x4.add(q, tail)), f32x4.mul(k, constant(LN2_LOW)));
  const result = f32x4.sub(f32x4.mul(k, constant(LN2_HIGH)), f32x4.sub(f32x4.sub(q, correction), g));
  const isZero = f32x4.eq(x, constant(0));
  const isInfinite = f32x4.eq(x, constant(Infinity));
  const isFine = f32x4.ge(x, constant(0));
  let selected = v128.bitselect(constant(-Infinity), result, isZero);
  selected = v128.bitselect(x, selected, isInfinite);
  return v128.bitselect(selected, constant(NaN), isFine);
}

/** `size` with x's sign. */
@inline
function withSignOf(x: v128, size: v128): v128 {
  return v128.or(size, v128.and(x, i32x4.splat(0x80000000)));
}

/**
 * The plain version's two ways, with one polynomial and one division for both:
 *
 *  - With k = 0, the rest of a is a itself, so e^rest − 1 is what a small a needs, and e^a · 2^-k − 1 otherwise.
 *  - e^a is in no need of halves here: beyond a = 20 the result is 1 to the last bit, so 2^k stays below 2^30.
 */
@inline
export function tanh(x: v128): v128 {
  const a = f32x4.add(f32x4.abs(x), f32x4.abs(x));
  const isLarge = f32x4.gt(a, constant(<f32>0.34657359));
  const c = f32x4.pmin(a, constant(20));
  const k = v128.and(timesLn2(c), isLarge);
  const e = expMinusOneNearZero(restOf(c, k));
  const power = f32x4.mul(f32x4.add(constant(1), e), powerOfTwo(k));
  const above = v128.bitselect(constant(2), e, isLarge);
  const below = v128.bitselect(f32x4.add(power, constant(1)), f32x4.add(e, constant(2)), isLarge);
  const share = f32x4.div(above, below);
  return withSignOf(x, v128.bitselect(f32x4.sub(constant(1), share), share, isLarge));
}

export function erf(x: v128): v128 {
  const a = f32x4.abs(x);
  const z = f32x4.mul(a, a);
  let p = step(constant(<f32>-0.000014925650358406252), z, <f32>0.00012055332981789664);
  p = step(p, z, <f32>-0.0008548327023450852);
  p = step(p, z, <f32>0.005223977625442187);
  p = step(p, z, <f32>-0.026866170645131252);
  p = step(p, z, <f32>0.11283791670955126);
  p = step(p, z, <f32>-0.3761263890318375);
  p = step(p, z, <f32>1.1283791670955126);
  const small = f32x4.mul(a, p);
  const t = f32x4.div(constant(1), f32x4.add(constant(1), f32x4.mul(constant(<f32>0.3275911), a)));
  let q = step(constant(<f32>1.061405429), t, <f32>-1.453152027);
  q = step(q, t, <f32>1.421413741);
  q = step(q, t, <f32>-0.284496736);
  q = step(q, t, <f32>0.254829592);
  const large = f32x4.sub(constant(1), f32x4.mul(f32x4.mul(q, t), exp(f32x4.neg(z))));
  return withSignOf(x, v128.bitselect(small, large, f32x4.lt(a, constant(0.75))));
}

/** One number through a function of four, for what is left at the end of a row. */
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}

@inline
export function log1(x: f32): f32 {
  return f32x4.extract_lane(log(f32x4.splat(x)), 0);
}
