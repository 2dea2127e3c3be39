/**
 * Multiplication, number by number; b may be a single row that multiplies every row (a gain).
 *
 *   y = a ⊙ b         da = dy ⊙ b      db = dy ⊙ a, summed over the rows that shared b
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkRepeats, sumOverRepeats } from "./repeat.ts";

export function mul(a: Tensor, b: Tensor): Tensor {
  const is = dims();
  is(a, "... D");
  is(b, "... D");
  checkRepeats(a, b);
  const { engine } = a;
  const { kernels } = engine;
  const product = (x: Tensor, y: Tensor) => {
    const z = engine.empty(x.shape);
    kernels.mul(x, y, z, x.size, y.size);
    return z;
  };
  return engine.tape.record("mul", [a, b], product(a, b), (dy) => [
    () => product(dy, b),
    () => sumOverRepeats(product(dy, a), b),
  ]);
}
