/** Matrix multiplication in plain loops: where nearly all the time of a language model goes. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import type { Floats, ReferenceMemory } from "./memory.ts";

export function matmulKernels(
  { round, newArray }: Arithmetic,
  memory: ReferenceMemory,
): Pick<Kernels, "matmul"> {
  return {
    /** out[i, j] = Σₖ a[i, k] · b[k, j], k ascending from +0. */
    matmul(a, b, out, { rows, inner, columns, transposeA = false, transposeB = false }) {
      const A = transposeA ? transposed(memory.at(a, rows * inner), inner, rows) : memory.at(a, rows * inner);
      const B = transposeB
        ? transposed(memory.at(b, inner * columns), columns, inner)
        : memory.at(b, inner * columns);
      const Y = memory.at(out, rows * columns);
      Y.fill(0);
      // Row by row, k outside j: every Y[i, j] still receives its products in ascending k, but b is read along
      // its rows, which memory likes far better than down its columns.
      for (let i = 0; i < rows; i++) {
        const y = i * columns;
        for (let k = 0; k < inner; k++) {
          const aik = A[i * inner + k];
          const row = k * columns;
          for (let j = 0; j < columns; j++) {
            Y[y + j] = Y[y + j] + round(aik * B[row + j]);
          }
        }
      }
    },
  };

  /** x [rows, columns] → xᵀ [columns, rows]. */
  function transposed(x: Floats, rows: number, columns: number): Floats {
    const y = newArray(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) y[j * rows + i] = x[i * columns + j];
    }
    return y;
  }
}
