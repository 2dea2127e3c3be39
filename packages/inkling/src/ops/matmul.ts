/**
 * Matrix multiplication.
 *
 *   y = x · W (+ b)   x [..., D]   W [D, F]   b [F]   →   y [..., F]
 *   dx = dy · Wᵀ      dW = xᵀ · dy and db = dy, both summed over all rows of x
 */
import { dims } from "../tensor/dims.ts";
import type { Backward, Tensor } from "../tensor/tensor.ts";
import { add } from "./add.ts";
import { quantisedMatmul } from "./quantised.ts";
import { sumOverRepeats } from "./repeat.ts";

export function matmul(x: Tensor, w: Tensor, b?: Tensor): Tensor {
  const is = dims();
  is(x, "... D");
  const { D, F } = is(w, "D F");
  if (w.blocks) {
    const product = quantisedMatmul("matmul", x, w, w.blocks.format);
    return b ? add(product, b) : product;
  }
  const { engine, rows } = x;
  const { kernels } = engine;
  const y = product(x, w, 0);
  if (b) {
    is(b, "F");
    kernels.add(y, b, y, y.size, F);
  }
  const backward: Backward = (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      kernels.matmul(dy, w, dx, { rows, inner: F, columns: D, transposeB: true });
      return dx;
    },
    (sum) => {
      const dw = sum ?? engine.empty(w.shape);
      const accumulate = sum !== undefined;
      kernels.matmul(x, dy, dw, { rows: D, inner: rows, columns: F, transposeA: true, accumulate });
      return dw;
    },
    b && (() => sumOverRepeats(dy, b)),
  ];
  return engine.tape.record("matmul", b ? [x, w, b] : [x, w], y, backward, { readsResult: false });
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
  if (w.blocks) return quantisedMatmul("matmulTransposed", x, w, w.blocks.format);
  const { engine, rows } = x;
  const { kernels } = engine;
  const y = product(x, w, 1);
  const backward: Backward = (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      kernels.matmul(dy, w, dx, { rows, inner: V, columns: D });
      return dx;
    },
    (sum) => {
      const dw = sum ?? engine.empty(w.shape);
      const accumulate = sum !== undefined;
      kernels.matmul(dy, x, dw, { rows: V, inner: rows, columns: D, transposeA: true, accumulate });
      return dw;
    },
  ];
  return engine.tape.record("matmulTransposed", [x, w], y, backward, { readsResult: false });
}

/** x times w, summed over w's axis 0, or over axis 1, which is x · Wᵀ; from w's packed copy if there is one for that. */
function product(x: Tensor, w: Tensor, axis: 0 | 1): Tensor {
  const { engine, rows } = x;
  const { kernels } = engine;
  const [inner, columns] = axis === 0 ? w.shape : [w.shape[1], w.shape[0]];
  const y = engine.empty([...x.shape.slice(0, -1), columns]);
  if (w.packed?.axis === axis) kernels.matmulPacked(x, w.packed, y, { rows, inner, columns });
  else kernels.matmul(x, w, y, { rows, inner, columns, transposeB: axis === 1 });
  return y;
}
