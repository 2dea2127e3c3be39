/** The curves: the twins of `activationCurves` in reference/elementwise.ts, where the formulas stand. */
import { erf, exp, tanh } from "./math";
import { get, get4, set, set4 } from "./place";

@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** tanh(√(2/π) x (1 + 0.044715 x²)) */
@inline
function geluTanh(x: v128, square: v128): v128 {
  const inner = f32x4.add(splat(1), f32x4.mul(splat(<f32>0.044715), square));
  return tanh(f32x4.mul(splat(<f32>0.7978845608028654), f32x4.mul(x, inner)));
}

@inline
function sigmoid(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp(f32x4.neg(x))));
}

@inline
function normalShare(x: v128): v128 {
  return f32x4.mul(splat(0.5), f32x4.add(splat(1), erf(f32x4.mul(x, splat(<f32>0.7071067811865476)))));
}

const GELU: i32 = 0;
const GELU_ERF: i32 = 1;
const RELU: i32 = 2;
export const SILU: i32 = 3;

/** `kind` is a constant wherever this is called, so only one curve is left of it there. */
@inline
export function value(kind: i32, x: v128): v128 {
  if (kind == GELU) {
    const t = geluTanh(x, f32x4.mul(x, x));
    return f32x4.mul(f32x4.mul(splat(0.5), x), f32x4.add(splat(1), t));
  }
  if (kind == GELU_ERF) return f32x4.mul(x, normalShare(x));
  if (kind == RELU) return f32x4.max(x, splat(0));
  return f32x4.mul(x, sigmoid(x));
}

@inline
export function slope(kind: i32, x: v128): v128 {
  const one = splat(1);
  if (kind == GELU) {
    const square = f32x4.mul(x, x);
    const t = geluTanh(x, square);
    const inner = f32x4.mul(
      splat(<f32>0.7978845608028654),
      f32x4.add(one, f32x4.mul(splat(<f32>0.134145), square)),
    );
    const bend = f32x4.mul(f32x4.mul(splat(0.5), x), f32x4.mul(f32x4.sub(one, f32x4.mul(t, t)), inner));
    return f32x4.add(f32x4.mul(splat(0.5), f32x4.add(one, t)), bend);
  }
  if (kind == GELU_ERF) {
    const density = f32x4.mul(
      splat(<f32>0.3989422804014327),
      exp(f32x4.mul(splat(-0.5), f32x4.mul(x, x))),
    );
    return f32x4.add(normalShare(x), f32x4.mul(x, density));
  }
  if (kind == RELU) return v128.and(one, f32x4.gt(x, splat(0)));
  const s = sigmoid(x);
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
}

/**
 * out = f(x): two vectors at a time. A curve is a long chain, in which each step waits for the one before; the core has a second
 * chain to go on with. The last one to seven numbers each go through a vector of their own.
 */
@inline
function curve(kind: i32, from: i32, to: i32, x: usize, out: usize): void {
  let i = from;
  for (; i + 8 <= to; i += 8) {
    const first = value(kind, get4(x, i));
    const second = value(kind, get4(x, i + 4));
    set4(out, i, first);
    set4(out, i + 4, second);
  }
  for (; i < to; i++) set(out, i, f32x4.extract_lane(value(kind, splat(get(x, i))), 0));
}

/** dx = dy · f′(x) */
@inline
function curveBackward(kind: i32, from: i32, to: i32, dy: usize, x: usize, dx: usize): void {
  let i = from;
  for (; i + 8 <= to; i += 8) {
    const first = f32x4.mul(get4(dy, i), slope(kind, get4(x, i)));
    const second = f32x4.mul(get4(dy, i + 4), slope(kind, get4(x, i + 4)));
    set4(dx, i, first);
    set4(dx, i + 4, second);
  }
  for (; i < to; i++) set(dx, i, get(dy, i) * f32x4.extract_lane(slope(kind, splat(get(x, i))), 0));
}

// A kernel for each curve: of one for all, the compiler makes one loop, which asks at every step which curve it is.

/** activation: gelu */
export function gelu(from: i32, to: i32, scratch: usize, x: usize, out: usize): void {
  curve(GELU, from, to, x, out);
}

/** activationBackward: gelu */
export function geluBackward(from: i32, to: i32, scratch: usize, dy: usize, x: usize, dx: usize): void {
  curveBackward(GELU, from, to, dy, x, dx);
}

/** activation: gelu-erf */
export function geluErf(from: i32, to: i32, scratch: usize, x: usize, out: usize): void {
  curve(GELU_ERF, from, to, x, out);
}

/** activationBackward: gelu-erf */
export function geluErfBackward(from: i32, to: i32, scratch: usize, dy: usize, x: usize, dx: usize): void {
  curveBackward(GELU_ERF, from, to, dy, x, dx);
}

/** activation: relu */
export function relu(from: i32, to: i32, scratch: usize, x: usize, out: usize): void {
  curve(RELU, from, to, x, out);
}

/** activationBackward: relu */
export function reluBackward(from: i32, to: i32, scratch: usize, dy: usize, x: usize, dx: usize): void {
  curveBackward(RELU, from, to, dy, x, dx);
}

/** activation: silu */
export function silu(from: i32, to: i32, scratch: usize, x: usize, out: usize): void {
  curve(SILU, from, to, x, out);
}

/** activationBackward: silu */
export function siluBackward(from: i32, to: i32, scratch: usize, dy: usize, x: usize, dx: usize): void {
  curveBackward(SILU, from, to, dy, x, dx);
}
