/**
 * The two arithmetics a reference kernel can be run in: float32, as the fast kernels round, and float64,
 * fine enough to check gradients by finite differences.
 *
 * Refuses to know what is computed with them. Try it: `float32.round(0.1)` is 0.10000000149011612.
 */
import * as steps32 from "./float32.ts";
import * as steps64 from "./float64.ts";

export interface Arithmetic {
  readonly name: "float32" | "float64";
  /** The nearest number this arithmetic can hold. Kernels call it after every + − × ÷. */
  round(x: number): number;
  exp(x: number): number;
  /** The natural logarithm. */
  log(x: number): number;
  tanh(x: number): number;
  erf(x: number): number;
  /** √x, rounded: IEEE 754 fixes its last bit, so the machine's own may be used. */
  sqrt(x: number): number;
  /** n zeros. */
  newArray(n: number): Float32Array | Float64Array;
}

export const float32: Arithmetic = {
  name: "float32",
  round: Math.fround,
  exp: steps32.exp,
  log: steps32.log,
  tanh: steps32.tanh,
  erf: steps32.erf,
  sqrt: (x) => Math.fround(Math.sqrt(x)),
  newArray: (n) => new Float32Array(n),
};

export const float64: Arithmetic = {
  name: "float64",
  round: (x) => x,
  exp: steps64.exp,
  log: steps64.log,
  tanh: steps64.tanh,
  erf: steps64.erf,
  sqrt: Math.sqrt,
  newArray: (n) => new Float64Array(n),
};
