/** LayerNorm (Ba, Kiros & Hinton 2016), forward and backward, row by row. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";
import { rowSums } from "./sums.ts";

type Names = "layerNorm" | "layerNormBackward";

export function layerNormKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round, sqrt } = arithmetic;
  const sum = rowSums(arithmetic);
  return {
    /** y = (x − mean) · scale · w + b,   scale = 1 / √(mean((x − mean)²) + ε) */
    layerNorm(x, w, b, out, mean, scale, { rows, columns }, epsilon) {
      const X = memory.at(x, rows * columns);
      const W = memory.at(w, columns);
      const B = memory.at(b, columns);
      const Y = memory.at(out, rows * columns);
      const Mean = memory.at(mean, rows);
      const Scale = memory.at(scale, rows);
      const eps = round(epsilon);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const m = round(sum(columns, (j) => X[row + j]) / columns);
        const squares = sum(columns, (j) => {
          const centred = round(X[row + j] - m);
          return round(centred * centred);
        });
        const s = round(1 / sqrt(round(round(squares / columns) + eps)));
        for (let j = 0; j < columns; j++) {
          const normal = round(round(X[row + j] - m) * s);
          Y[row + j] = round(normal * W[j]) + B[j];
        }
        Mean[i] = m;
        Scale[i] = s;
      }
    },

    /**
     * With n = (x − mean) · scale and g = dy · w:
     *   dx = scale · (g − mean(g) − n · mean(g · n)),   dw = Σ dy · n,   db = Σ dy
     */
    layerNormBackward(dy, x, w, mean, scale, dx, dw, db, { rows, columns }) {
      const DY = memory.at(dy, rows * columns);
      const X = memory.at(x, rows * columns);
      const W = memory.at(w, columns);
      const Mean = memory.at(mean, rows);
      const Scale = memory.at(scale, rows);
      const DX = memory.at(dx, rows * columns);
      const DW = memory.at(dw, columns).fill(0);
      const DB = memory.at(db, columns).fill(0);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const m = Mean[i];
        const s = Scale[i];
        const normal = (j: number) => round(round(X[row + j] - m) * s);
        const g = (j: number) => round(DY[row + j] * W[j]);
        const meanG = round(sum(columns, g) / columns);
        const meanGN = round(sum(columns, (j) => round(g(j) * normal(j))) / columns);
        for (let j = 0; j < columns; j++) {
          const n = normal(j);
          DX[row + j] = s * round(round(g(j) - meanG) - round(n * meanGN));
          DW[j] = DW[j] + round(DY[row + j] * n);
          DB[j] = DB[j] + DY[row + j];
        }
      }
    },
  };
}
