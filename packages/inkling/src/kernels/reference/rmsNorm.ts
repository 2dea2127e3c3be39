/** RMSNorm (Zhang & Sennrich 2019), forward and backward, row by row. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";
import { rowSums } from "./sums.ts";

type Names = "rmsNorm" | "rmsNormBackward";

export function rmsNormKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round, sqrt } = arithmetic;
  const sum = rowSums(arithmetic);
  return {
    /** y = x · scale · w,   scale = 1 / √(mean(x²) + ε) */
    rmsNorm(x, w, out, scale, { rows, columns }, epsilon) {
      const X = memory.at(x, rows * columns);
      const W = memory.at(w, columns);
      const Y = memory.at(out, rows * columns);
      const Scale = memory.at(scale, rows);
      const eps = round(epsilon);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const squares = sum(columns, (j) => round(X[row + j] * X[row + j]));
        const s = round(1 / sqrt(round(round(squares / columns) + eps)));
        for (let j = 0; j < columns; j++) Y[row + j] = round(X[row + j] * s) * W[j];
        Scale[i] = s;
      }
    },

    /** With n = x · scale and g = dy · w:   dx = scale · (g − n · mean(g · n)),   dw = Σ dy · n */
    rmsNormBackward(dy, x, w, scale, dx, dw, { rows, columns }) {
      const DY = memory.at(dy, rows * columns);
      const X = memory.at(x, rows * columns);
      const W = memory.at(w, columns);
      const Scale = memory.at(scale, rows);
      const DX = memory.at(dx, rows * columns);
      const DW = memory.at(dw, columns).fill(0);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const s = Scale[i];
        const normal = (j: number) => round(X[row + j] * s);
        const g = (j: number) => round(DY[row + j] * W[j]);
        const meanGN = round(sum(columns, (j) => round(g(j) * normal(j))) / columns);
        for (let j = 0; j < columns; j++) {
          const n = normal(j);
          DX[row + j] = s * round(g(j) - round(n * meanGN));
          DW[j] = DW[j] + round(DY[row + j] * n);
        }
      }
    },
  };
}
