/**
 * Matrix multiplication.
 *
 *   y = x · W         x [..., D]   W [D, F]   →   y [..., F]
 *   dx = dy · Wᵀ      dW = xᵀ · dy, summed over all rows of x
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function matmul(x: Tensor, w: Tensor): Tensor {
  const is = dims();
  is(x, "... D");
  const { D, F } = is(w, "D F");
  const { engine, rows } = x;
  const { kernels } = engine;
  const y = engine.empty([...x.shape.slice(0, -1), F]);
  kernels.matmul(x, w, y, { rows, inner: D, columns: F });
  return engine.tape.record("matmul", [x, w], y, (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      kernels.matmul(dy, w, dx, { rows, inner: F, columns: D, transposeB: true });
      return dx;
    },
    () => {
      const dw = engine.empty(w.shape);
      kernels.matmul(x, dy, dw, { rows: D, inner: rows, columns: F, transposeA: true });
      return dw;
    },
  ]);
}

/**
 * Multiplication by a transposed matrix, as a tied head needs: the logits are dot products with every embedding.
 *
 *   y = x · Wᵀ        x [..., D]   W [V, D]   →   y [..., V]
 *   dx = dy · W       dW = dyᵀ · x
 */
export function matmulTransposed(x: Tensor, w: Tensor): Tensor {
  const is = dims();
  is(x, "... D");
  const { V, D } = is(w, "V D");
  const { engine, rows } = x;
  const { kernels } = engine;
  const y = engine.empty([...x.shape.slice(0, -1), V]);
  kernels.matmul(x, w, y, { rows, inner: D, columns: V, transposeB: true });
  return engine.tape.record("matmulTransposed", [x, w], y, (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      kernels.matmul(dy, w, dx, { rows, inner: V, columns: D });
      return dx;
    },
    () => {
      const dw = engine.empty(w.shape);
      kernels.matmul(dy, x, dw, { rows: V, inner: rows, columns: D, transposeA: true });
      return dw;
    },
  ]);
}
