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

/** `kind` is the place in `activationKinds` (../elementwise.ts): 0 gelu, 1 gelu-erf, 2 relu, 3 silu. */
@inline
export function value(kind: i32, x: v128): v128 {
  if (kind == 0) {
    const t = geluTanh(x, f32x4.mul(x, x));
    return f32x4.mul(f32x4.mul(splat(0.5), x), f32x4.add(splat(1), t));
  }
  if (kind == 1) return f32x4.mul(x, normalShare(x));
  if (kind == 2) return f32x4.max(x, splat(0));
  return f32x4.mul(x, sigmoid(x));
}

@inline
export function slope(kind: i32, x: v128): v128 {
  const one = splat(1);
  if (kind == 0) {
    const square = f32x4.mul(x, x);
    const t = geluTanh(x, square);
    const inner = f32x4.mul(
      splat(<f32>0.7978845608028654),
      f32x4.add(one, f32x4.mul(splat(<f32>0.134145), square)),
    );
    const bend = f32x4.mul(f32x4.mul(splat(0.5), x), f32x4.mul(f32x4.sub(one, f32x4.mul(t, t)), inner));
    return f32x4.add(f32x4.mul(splat(0.5), f32x4.add(one, t)), bend);
  }
  if (kind == 1) {
    const density = f32x4.mul(
      splat(<f32>0.3989422804014327),
      exp(f32x4.mul(splat(-0.5), f32x4.mul(x, x))),
    );
    return f32x4.add(normalShare(x), f32x4.mul(x, density));
  }
  if (kind == 2) return v128.and(one, f32x4.gt(x, splat(0)));
  const s = sigmoid(x);
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
}

/**
 * activation: out = f(x); the last one to three numbers each go through a vector of their own. `kind` is a constant in
 * each call of `curve`, so that each curve has a loop of its own: in a loop for all, all four are computed every time.
 */
export function activation(from: i32, to: i32, scratch: usize, kind: i32, x: usize, out: usize): void {
  if (kind == 0) curve(0, from, to, x, out);
  else if (kind == 1) curve(1, from, to, x, out);
  else if (kind == 2) curve(2, from, to, x, out);
  else curve(3, from, to, x, out);
}

@inline
function curve(kind: i32, from: i32, to: i32, x: usize, out: usize): void {
  let i = from;
  for (; i + 4 <= to; i += 4) set4(out, i, value(kind, get4(x, i)));
  for (; i < to; i++) set(out, i, f32x4.extract_lane(value(kind, splat(get(x, i))), 0));
}

/** activationBackward: dx = dy · f′(x) */
export function activationBackward(
  from: i32, to: i32, scratch: usize, kind: i32, dy: usize, x: usize, dx: usize,
): void {
  if (kind == 0) curveBackward(0, from, to, dy, x, dx);
  else if (kind == 1) curveBackward(1, from, to, dy, x, dx);
  else if (kind == 2) curveBackward(2, from, to, dy, x, dx);
  else curveBackward(3, from, to, dy, x, dx);
}

@inline
function curveBackward(kind: i32, from: i32, to: i32, dy: usize, x: usize, dx: usize): void {
  let i = from;
  for (; i + 4 <= to; i += 4) set4(dx, i, f32x4.mul(get4(dy, i), slope(kind, get4(x, i))));
  for (; i < to; i++) set(dx, i, get(dy, i) * f32x4.extract_lane(slope(kind, splat(get(x, i))), 0));
}
