/** AdamW and gradient clipping: the twins of reference/optimizer.ts. */
import { get, get4, set, set4 } from "./place";
import { sumOfSquares } from "./sums";

/** addSumOfSquares (one unit): total[0] += Σ x² */
export function addSumOfSquares(from: i32, to: i32, scratch: usize, x: usize, total: usize, count: i32): void {
  set(total, 0, get(total, 0) + sumOfSquares(x, count));
}

/** clipFactor (one unit) */
export function clipFactor(
  from: i32, to: i32, scratch: usize, total: usize, factor: usize, maxNorm: f32,
): void {
  const norm = sqrt<f32>(get(total, 0));
  set(factor, 0, min<f32>(maxNorm / (norm + <f32>1e-6), 1));
}

/** adamW, for the weights from `from` to `to` */
export function adamW(
  from: i32, to: i32, scratch: usize, w: usize, dw: usize, m: usize, v: usize, factor: usize,
  beta1: f32, beta2: f32, fresh1: f32, fresh2: f32, keep: f32, stepSize: f32, rootCorrection: f32, epsilon: f32,
): void {
  const clip = get(factor, 0);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const g = f32x4.mul(get4(dw, i), f32x4.splat(clip));
    const mean = f32x4.add(f32x4.mul(f32x4.splat(beta1), get4(m, i)), f32x4.mul(f32x4.splat(fresh1), g));
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), get4(v, i)),
      f32x4.mul(f32x4.splat(fresh2), f32x4.mul(g, g)),
    );
    const root = f32x4.div(f32x4.sqrt(square), f32x4.splat(rootCorrection));
    const move = f32x4.mul(f32x4.splat(stepSize), f32x4.div(mean, f32x4.add(root, f32x4.splat(epsilon))));
    set4(w, i, f32x4.sub(f32x4.mul(get4(w, i), f32x4.splat(keep)), move));
    set4(m, i, mean);
    set4(v, i, square);
  }
  for (; i < to; i++) {
    const g = get(dw, i) * clip;
    const mean = beta1 * get(m, i) + fresh1 * g;
    const square = beta2 * get(v, i) + fresh2 * (g * g);
    const denominator = sqrt<f32>(square) / rootCorrection + epsilon;
    set(w, i, get(w, i) * keep - stepSize * (mean / denominator));
    set(m, i, mean);
    set(v, i, square);
  }
}
