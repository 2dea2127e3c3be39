/** What add and mul share: b may be shorter than a, and is then repeated along a's first axes. */
import { InklingError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Throws unless b's shape is the end of a's, so that repeating b fills a. */
export function checkRepeats(a: Tensor, b: Tensor): void {
  const end = a.shape.slice(a.shape.length - b.shape.length);
  if (b.shape.length > a.shape.length || end.join() !== b.shape.join()) {
    throw new InklingError(
      `[${b.shape.join(", ")}] can't be repeated to fill [${a.shape.join(", ")}]: it must be the last axes of that shape.`,
    );
  }
}

/** The gradient of a repeated b: the sum over its repeats. dy has a's size; the result has b's shape. */
export function sumOverRepeats(dy: Tensor, b: Tensor): Tensor {
  const repeats = dy.size / b.size;
  if (repeats === 1) return dy;
  const { engine } = dy;
  const db = engine.empty(b.shape);
  engine.kernels.sumRows(dy, db, { rows: repeats, columns: b.size });
  return db;
}
