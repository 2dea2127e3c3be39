/** Matrix multiplication in plain loops: where nearly all the time of a language model goes. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import { type Kernels, packedCount, STRIP } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";

type Names = "matmul" | "packMatrix" | "matmulPacked";

export function matmulKernels({ round }: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  return {
    /** out[i, j] = Σₖ a[i, k] · b[k, j], k ascending, from +0 or from what out holds; a is [k, i], b is [j, k] if transposed. */
    matmul(a, b, out, { rows, inner, columns, transposeA = false, transposeB = false, accumulate = false }) {
      const A = memory.at(a, rows * inner);
      const B = memory.at(b, inner * columns);
      const Y = memory.at(out, rows * columns);
      // How far apart neighbours lie: a[i, k] is A[i · aRow + k · aColumn], and b[k, j] likewise.
      const [aRow, aColumn] = transposeA ? [1, rows] : [inner, 1];
      const [bRow, bColumn] = transposeB ? [1, inner] : [columns, 1];
      for (let i = 0; i < rows; i++) {
        let j = 0;
        // Four results at a time: a processor can add to one sum while it still waits for another.
        for (; j + 4 <= columns; j += 4) {
          const at = i * columns + j;
          let sum0 = accumulate ? Y[at] : 0;
          let sum1 = accumulate ? Y[at + 1] : 0;
          let sum2 = accumulate ? Y[at + 2] : 0;
          let sum3 = accumulate ? Y[at + 3] : 0;
          for (let k = 0; k < inner; k++) {
            const x = A[i * aRow + k * aColumn];
            const bAt = k * bRow + j * bColumn;
            sum0 = round(sum0 + round(x * B[bAt]));
            sum1 = round(sum1 + round(x * B[bAt + bColumn]));
            sum2 = round(sum2 + round(x * B[bAt + 2 * bColumn]));
            sum3 = round(sum3 + round(x * B[bAt + 3 * bColumn]));
          }
          Y[at] = sum0;
          Y[at + 1] = sum1;
          Y[at + 2] = sum2;
          Y[at + 3] = sum3;
        }
        for (; j < columns; j++) {
          let sum = accumulate ? Y[i * columns + j] : 0;
          for (let k = 0; k < inner; k++) {
            sum = round(sum + round(A[i * aRow + k * aColumn] * B[k * bRow + j * bColumn]));
          }
          Y[i * columns + j] = sum;
        }
      }
    },

    /** packed[j / 8, k, j % 8] = b[k, j], or 0 where b has no column j; b is [k, j], or [j, k] if transposed. */
    packMatrix(b, packed, { inner, columns, transposeB = false }) {
      const B = memory.at(b, inner * columns);
      const P = memory.at(packed, packedCount({ inner, columns }));
      const [bRow, bColumn] = transposeB ? [1, inner] : [columns, 1];
      for (let n = 0; n < P.length; n++) {
        const k = Math.floor(n / STRIP) % inner;
        const j = Math.floor(n / STRIP / inner) * STRIP + (n % STRIP);
        P[n] = j < columns ? B[k * bRow + j * bColumn] : 0;
      }
    },

    /** out[i, j] = Σₖ a[i, k] · packed[j / 8, k, j % 8], k ascending, from +0. */
    matmulPacked(a, packed, out, { rows, inner, columns }) {
      const A = memory.at(a, rows * inner);
      const P = memory.at(packed, packedCount({ inner, columns }));
      const Y = memory.at(out, rows * columns);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const strip = Math.floor(j / STRIP) * inner * STRIP + (j % STRIP);
          let sum = 0;
          for (let k = 0; k < inner; k++) sum = round(sum + round(A[i * inner + k] * P[strip + k * STRIP]));
          Y[i * columns + j] = sum;
        }
      }
    },
  };
}
