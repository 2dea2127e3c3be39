/**
 * exp, log, sin, cos, tanh, erf and pow on doubles, built from + − × ÷ √ and exact bit moves.
 *
 * Why not Math.exp? IEEE 754 fixes the last bit of + − × ÷ √ and of nothing else, so engines disagree
 * about the rest, and a training run would end differently in another browser. These agree everywhere.
 *
 * Refuses to know float32: that is float32.ts. Try it: `exp(1)` is 2.718281828459045 on every machine.
 *
 * One plan serves all of them: reduce x to a small interval by an identity, sum a short Taylor series
 * there (from the smallest term up, Horner's way), undo the reduction exactly. Cody and Waite, "Software
 * Manual for the Elementary Functions" (1980) is the source of the plan and of splitting a constant in
 * a part with trailing zeros (so that k · part is exact) and the small remainder.
 */
import { exponent64, mantissa64, powerOfTwo } from "./bits.ts";

const LOG2_E = Math.LOG2E; // 1 / ln 2: a constant, the same everywhere
const LN2_HIGH = 0.6931471803691238; // the leading 32 bits of ln 2: k · LN2_HIGH is exact for |k| < 2^21
const LN2_LOW = 1.9082149292705877e-10; // ln 2 − LN2_HIGH

/** e^r − 1 − r for |r| ≤ ln 2 / 2:  r²/2! + r³/3! + … + r^14/14!; the first term left out is below 1e-18. */
function expTail(r: number): number {
  let sum = 1 / 87178291200; // 1/14!
  sum = sum * r + 1 / 6227020800;
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  sum = sum * r + 1 / 2;
  return r * r * sum;
}

/**
 * e^x = 2^k · e^r  with  k = round(x / ln 2),  r = x − k · ln 2.
 * Error ≤ 1 ulp. Above 709.78 it is infinite; below −745.13 it is 0, and results below 2^-1022 round once.
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Number.POSITIVE_INFINITY;
  if (x < -746) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH; // exact
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low; // what rounding r lost
  const rough = 1 + r;
  const m = rough + (expTail(r) + (1 - rough + r) + lost); // the middle term is what rounding 1 + r lost
  const half = k >> 1; // 2^k itself may not be a double; its two halves are
  return m * powerOfTwo(half) * powerOfTwo(k - half);
}

/**
 * atanh's series without its first term, for s² ≤ 0.0295:  s²·(2/3 + 2s²/5 + … + 2s^20/23).
 * It is what is left of ln((1 + s)/(1 − s)) / s after the 2.
 */
function atanhTail(s: number): number {
  const z = s * s;
  let sum = 2 / 23;
  sum = sum * z + 2 / 21;
  sum = sum * z + 2 / 19;
  sum = sum * z + 2 / 17;
  sum = sum * z + 2 / 15;
  sum = sum * z + 2 / 13;
  sum = sum * z + 2 / 11;
  sum = sum * z + 2 / 9;
  sum = sum * z + 2 / 7;
  sum = sum * z + 2 / 5;
  sum = sum * z + 2 / 3;
  return sum * z;
}

/**
 * ln x = k · ln 2 + ln m,  m in [√½, √2),  f = m − 1,  s = f/(2 + f),
 * ln m = ln((1 + s)/(1 − s)) = 2s + s·tail(s),  and since 2s = f − s·f:  ln m = f − (f²/2 − s·(f²/2 + tail)).
 * That last form (the idea is fdlibm's) keeps f exact. Error ≤ 1 ulp. log(0) = −∞, log(x < 0) = NaN.
 */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const tiny = x < 2.2250738585072014e-308; // below the normal numbers: scale up by 2^54 first
  const normal = tiny ? x * 18014398509481984 : x;
  const split = exponent64(normal);
  const f = mantissa64(normal, split) - 1; // exact
  const k = tiny ? split - 54 : split;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + atanhTail(s)) + k * LN2_LOW) - f);
}

// π/2 in three parts of 33, 33 and 53 bits: k · part is exact for |k| < 2^20.
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_PI = 6.283185307179586;
const TWO_OVER_PI = 0.6366197723675814;

/** sin r for |r| ≤ π/4 + a hair: r − r³/3! + … + r^17/17!. */
function sinNearZero(r: number): number {
  const z = r * r;
  let sum = 1 / 355687428096000; // 1/17!
  sum = sum * z - 1 / 1307674368000;
  sum = sum * z + 1 / 6227020800;
  sum = sum * z - 1 / 39916800;
  sum = sum * z + 1 / 362880;
  sum = sum * z - 1 / 5040;
  sum = sum * z + 1 / 120;
  sum = sum * z - 1 / 6;
  return r + r * z * sum;
}

/** cos r for |r| ≤ π/4 + a hair: 1 − r²/2! + … + r^16/16!. */
function cosNearZero(r: number): number {
  const z = r * r;
  let sum = 1 / 20922789888000; // 1/16!
  sum = sum * z - 1 / 87178291200;
  sum = sum * z + 1 / 479001600;
  sum = sum * z - 1 / 3628800;
  sum = sum * z + 1 / 40320;
  sum = sum * z - 1 / 720;
  sum = sum * z + 1 / 24;
  return 1 - (0.5 * z - z * z * sum);
}

/**
 * sin(x + turns · π/2): x is brought to r in [−π/4, π/4] by k quarter turns, and the quarter decides
 * between ±sin r and ±cos r.
 */
function sinOfQuarterTurns(x: number, turns: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const near = Math.abs(x) <= 1e6 ? x : x % TWO_PI; // % is exact; only 2π itself is rounded
  const k = Math.floor(near * TWO_OVER_PI + 0.5);
  const r = near - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  const quarter = (k + turns) & 3;
  const value = (quarter & 1) === 0 ? sinNearZero(r) : cosNearZero(r);
  return quarter < 2 ? value : -value;
}

/**
 * Sine of x radians, within 2e-16 absolute for |x| ≤ 1e6 (tested to 1e-15). Beyond that it is still the
 * same on every machine, but x is taken modulo the double nearest 2π, so that the error grows as 4e-17 · |x|.
 */
export function sin(x: number): number {
  return x === 0 ? x : sinOfQuarterTurns(x, 0); // x itself, since sin(−0) is −0
}

/** Cosine of x radians; accuracy as for sin. */
export function cos(x: number): number {
  return sinOfQuarterTurns(x, 1);
}

/**
 * tanh x = (e^2x − 1)/(e^2x + 1). Near 0 the numerator comes from its own series, so that no digits cancel;
 * elsewhere it is 1 − 2/(e^2|x| + 1), with x's sign. Absolute error ≤ 3e-16.
 */
export function tanh(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const twice = 2 * Math.abs(x);
  let size: number;
  if (twice <= 0.34657) {
    const e = twice + expTail(twice); // e^2|x| − 1
    size = e / (e + 2);
  } else {
    size = 1 - 2 / (exp(twice) + 1);
  }
  return x < 0 ? -size : size;
}

const TWO_OVER_SQRT_PI = 1.1283791670955126;

/**
 * The error function 2/√π · ∫₀ˣ e^(−t²) dt. Absolute error ≤ 1e-15.
 * |x| < 2:  2/√π · e^(−x²) · (x + 2x³/3 + 4x⁵/15 + …): every term has x's sign, so nothing cancels
 *           (Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.6);
 * |x| ≥ 2:  1 − e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + 2/(x + …))))) (7.1.14), 60 fractions deep.
 */
export function erf(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 2) {
    let sum = x;
    let term = x;
    for (let n = 1; n <= 48; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * exp(-x * x) * sum;
  }
  if (size > 6) return x < 0 ? -1 : 1; // 1 − erf(6) = 2e-17, below half a step of 1
  let fraction = size;
  for (let n = 60; n >= 1; n--) fraction = size + (0.5 * n) / fraction;
  const tail = (0.5 * TWO_OVER_SQRT_PI * exp(-x * x)) / fraction; // 1 − erf|x|
  return x < 0 ? tail - 1 : 1 - tail;
}

/** What the rounded product a·b lost: a·b = product + lostInProduct, exactly (Dekker 1971, Veltkamp's split). */
function lostInProduct(a: number, b: number, product: number): number {
  const aHigh = a * 134217729 - (a * 134217729 - a); // 2^27 + 1 keeps the upper 26 bits
  const bHigh = b * 134217729 - (b * 134217729 - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * x^y for x > 0 as e^(y · ln x). An error of ln x is multiplied by y, up to 745 · its size, so ln x is
 * carried as a sum of two doubles (high + low, about 64 good bits), and so is the product.
 */
function powOfPositive(x: number, y: number): number {
  const tiny = x < 2.2250738585072014e-308;
  const normal = tiny ? x * 18014398509481984 : x;
  const split = exponent64(normal);
  const m = mantissa64(normal, split);
  const k = tiny ? split - 54 : split;

  const f = m - 1;
  const d = 1 + m;
  const dLow = m - (d - 1); // what rounding 1 + m lost
  const s = f / d;
  const product = s * d;
  const sLow = (f - product - lostInProduct(s, d, product) - s * dLow) / d; // what rounding s lost

  const a = k * LN2_HIGH; // ln x = a + 2s + (2·sLow + s·tail + k·LN2_LOW)
  const rough = a + 2 * s;
  const low = a - rough + 2 * s + (2 * sLow + s * atanhTail(s) + k * LN2_LOW);
  const high = rough + low;
  const rest = rough - high + low;

  const exponent = y * high;
  if (exponent > 710 || exponent < -746) return exp(exponent); // infinite or 0, whatever the last digits
  const correction = lostInProduct(y, high, exponent) + y * rest;
  return exp(exponent) * (1 + correction);
}

/** x^n by repeated squaring, n ≥ 0: x^13 = x^8 · x^4 · x. Whole numbers stay exact as long as they fit. */
function powBySquaring(x: number, n: number): number {
  let result = 1;
  for (let square = x; n > 0; n >>= 1, square *= square) {
    if ((n & 1) === 1) result *= square;
  }
  return result;
}

/**
 * base^exponent; special cases as ECMAScript's (pow(x, 0) = 1; a negative base needs a whole exponent).
 * Relative error ≤ 4e-15 for whole exponents up to 32 (by repeated squaring), ≤ 1e-15 for all others.
 */
export function pow(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN;
  const size = Math.abs(base);
  const odd = Math.abs(exponent % 2) === 1;
  const sign = odd && (base < 0 || 1 / base === Number.NEGATIVE_INFINITY) ? -1 : 1;
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    return (size === 0) === exponent > 0 ? sign * 0 : sign * Number.POSITIVE_INFINITY;
  }
  if (!Number.isFinite(exponent)) {
    if (size === 1) return Number.NaN;
    return size > 1 === exponent > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  if (base < 0 && !Number.isInteger(exponent)) return Number.NaN;
  if (size === 1) return sign;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 32) {
    const power = powBySquaring(size, Math.abs(exponent));
    // Near the ends of the range a factor may have overflowed or lost digits: then the logarithm's way.
    if (power > 1e-290 && power < 1e290) return exponent < 0 ? sign / power : sign * power;
  }
  return sign * powOfPositive(size, exponent);
}
