/**
 * Addition; b may be a single row that is added to every row (a bias).
 *
 *   y = a + b         da = dy      db = dy, summed over the rows that shared b
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkRepeats, sumOverRepeats } from "./repeat.ts";

export function add(a: Tensor, b: Tensor): Tensor {
  const is = dims();
  is(a, "... D");
  is(b, "... D");
  checkRepeats(a, b);
  const { engine } = a;
  const y = engine.empty(a.shape);
  engine.kernels.add(a, b, y, a.size, b.size);
  return engine.tape.record("add", [a, b], y, (dy) => [() => dy, () => sumOverRepeats(dy, b)]);
}
