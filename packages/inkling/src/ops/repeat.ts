/** What add and mul share: b may be shorter than a, and is then repeated along a's first axes. */
import { InklingError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The gradient of a repeated b: the sum over its repeats. dy has a's size; the result has b's shape. */
export function sumOverRepeats(dy: Tensor, b: Tensor): Tensor {
  const repeats = dy.size / b.size;
  if (!Number.isInteger(repeats)) {
    throw new InklingError(`[${b.shape}] can't be repeated to fill [${dy.shape}].`);
  }
  if (repeats === 1) return dy;
  const { engine } = dy;
  const db = engine.empty(b.shape);
  engine.kernels.sumRows(dy, db, { rows: repeats, columns: b.size });
  return db;
}
