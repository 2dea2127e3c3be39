/**
 * Keep some numbers, replace others: how every edit of an activation or a weight is made.
 *
 *   y = keep ⊙ x + values        dx = keep ⊙ dy
 *
 * keep and values are constants of x's shape; where keep is 0, x is forgotten entirely (even an infinite x).
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function blend(x: Tensor, keep: Tensor, values: Tensor): Tensor {
  const is = dims();
  is(x.view([x.size]), "N");
  is(keep.view([keep.size]), "N");
  is(values.view([values.size]), "N");
  const { engine } = x;
  const y = engine.empty(x.shape);
  engine.kernels.blend(x, keep, values, y, x.size);
  return engine.tape.record("blend", [x, keep, values], y, (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      engine.kernels.mul(dy, keep, dx, x.size, x.size);
      return dx;
    },
    undefined,
    undefined,
  ]);
}
