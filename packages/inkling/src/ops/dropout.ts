/**
 * Dropout (Srivastava et al. 2014): while training, forget a random share p of the numbers, so that no part of the
 * network can lean on one other part alone.
 *
 *   y = x ⊙ mask / (1 − p)       dx = dy ⊙ mask / (1 − p)
 *
 * The mask is a pure function of `key` (see math/random.ts): it is drawn again in the backward, not stored.
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function dropout(x: Tensor, probability: number, key: readonly [number, number]): Tensor {
  if (probability === 0) return x;
  const is = dims();
  is(x, "... D");
  const { engine } = x;
  const masked = (from: Tensor) => {
    const to = engine.empty(from.shape);
    engine.kernels.dropout(from, to, from.size, { probability, key });
    return to;
  };
  return engine.tape.record("dropout", [x], masked(x), (dy) => [() => masked(dy)]);
}
