/**
 * What ops do with a quantised weight. It is frozen, so it has no gradient; x has one.
 *
 *   y ≈ x · W         x [..., D] is rounded to blocks of integers, as W is; reference/quantised.ts has the formula
 *   dx = dy · Ŵᵀ      Ŵ: the floats that the blocks stand for. That x was rounded is overlooked, as usual.
 */
import type { QuantisedFormat } from "../kernels/blocks.ts";
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** x · W for a quantised W [D, F], or x · Wᵀ for [V, D]: its blocks run along D, whichever axis that is. */
export function quantisedMatmul(op: string, x: Tensor, w: Tensor, format: QuantisedFormat): Tensor {
  const { engine, rows, columns: inner } = x;
  const columns = w.size / inner;
  const y = engine.empty([...x.shape.slice(0, -1), columns]);
  engine.kernels.matmulQuantised(format, x, w, y, { rows, inner, columns });
  return engine.tape.record(op, [x, w], y, (dy) => [
    () => {
      // Every row, looked up, is the whole matrix as floats, [F, D].
      const ids = engine.ids(
        [1, columns],
        Int32Array.from({ length: columns }, (_, i) => i),
      );
      const table = engine.empty([columns, inner]);
      engine.kernels.embeddingQuantised(format, ids, w, table, {
        rows: columns,
        columns: inner,
        tableRows: columns,
      });
      const dx = engine.empty(x.shape);
      engine.kernels.matmul(dy, table, dx, { rows, inner: columns, columns: inner });
      return dx;
    },
    undefined,
  ]);
}

/** Rows of a quantised table [V, D], as the floats they stand for. */
export function quantisedEmbedding(ids: Tensor, w: Tensor, format: QuantisedFormat): Tensor {
  const is = dims();
  const { B, T } = is(ids, "B T");
  const { V, D } = is(w, "V D");
  const { engine } = w;
  const y = engine.empty([B, T, D]);
  engine.kernels.embeddingQuantised(format, ids, w, y, { rows: B * T, columns: D, tableRows: V });
  return engine.tape.record("embedding", [ids, w], y, () => [undefined, undefined]);
}
