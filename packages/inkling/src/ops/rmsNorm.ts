/**
 * Root-mean-square normalisation (Zhang & Sennrich 2019): LayerNorm without centring and without bias.
 *
 *   y = x / √(mean(x²) + ε) ⊙ w        x [..., D]   w [D]
 *
 * The backward's formula stands above its kernel in kernels/reference/rmsNorm.ts.
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function rmsNorm(x: Tensor, w: Tensor, epsilon: number): Tensor {
  const is = dims();
  is(x, "... D");
  const { D } = is(w, "D");
  const { engine, rows } = x;
  const { kernels } = engine;
  const shape = { rows, columns: D };
  const y = engine.empty(x.shape);
  const scale = engine.empty([rows]);
  kernels.rmsNorm(x, w, y, scale, shape, epsilon);
  return engine.tape.record("rmsNorm", [x, w], y, (dy) => {
    const [dx, dw] = [engine.empty(x.shape), engine.empty([D])];
    kernels.rmsNormBackward(dy, x, w, scale, dx, dw, shape);
    return [() => dx, () => dw];
  });
}
