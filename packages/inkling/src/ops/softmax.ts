/**
 * Softmax: scores become shares that sum to 1.
 *
 *   y = exp(x) / Σ exp(x)        along the last axis
 *   dx = y ⊙ (dy − Σ dy ⊙ y)     pushing one share up pushes all the others down
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function softmax(x: Tensor): Tensor {
  const is = dims();
  is(x, "... S");
  const { engine, rows, columns } = x;
  const shape = { rows, columns };
  const y = engine.empty(x.shape);
  engine.kernels.softmax(x, y, shape);
  return engine.tape.record("softmax", [x], y, (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      engine.kernels.softmaxBackward(dy, y, dx, shape);
      return dx;
    },
  ]);
}
