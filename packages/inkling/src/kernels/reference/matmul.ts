/** Matrix multiplication in plain loops: where nearly all the time of a language model goes. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";

export function matmulKernels({ round }: Arithmetic, memory: ReferenceMemory): Pick<Kernels, "matmul"> {
  return {
    /** out[i, j] = Σₖ a[i, k] · b[k, j], k ascending from +0; a stored as [k, i], b as [j, k] if transposed. */
    matmul(a, b, out, { rows, inner, columns, transposeA = false, transposeB = false }) {
      const A = memory.at(a, rows * inner);
      const B = memory.at(b, inner * columns);
      const Y = memory.at(out, rows * columns);
      const aRow = transposeA ? 1 : inner;
      const aColumn = transposeA ? rows : 1;
      if (transposeB) {
        // A row of b lies in one piece: each result is a dot product of two rows.
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let k = 0; k < inner; k++)
              sum = round(sum + round(A[i * aRow + k * aColumn] * B[j * inner + k]));
            Y[i * columns + j] = sum;
          }
        }
        return;
      }
      // k outside j: every Y[i, j] still receives its products in ascending k, but b is read along its rows, which
      // memory likes far better than down its columns.
      Y.fill(0);
      for (let i = 0; i < rows; i++) {
        const y = i * columns;
        for (let k = 0; k < inner; k++) {
          const aik = A[i * aRow + k * aColumn];
          const row = k * columns;
          for (let j = 0; j < columns; j++) Y[y + j] = Y[y + j] + round(aik * B[row + j]);
        }
      }
    },
  };
}
