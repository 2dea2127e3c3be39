/** What assembly/layerNorm.ts and rmsNorm.ts are given: rows forward; backward once by rows, once by columns. */
import type { Kernels } from "../kernels.ts";
import { columnGrain } from "./elementwise.ts";
import type { Machine } from "./machine.ts";

type Names = "layerNorm" | "layerNormBackward" | "rmsNorm" | "rmsNormBackward";

export function normKernels(machine: Machine): Pick<Kernels, Names> {
  const { memory } = machine;
  const rowWork = (rows: number, columns: number) => ({
    units: rows,
    grain: Math.ceil(4096 / columns),
    scratch: 2 * columns,
  });
  const columnWork = (rows: number, columns: number) => ({ units: columns, grain: columnGrain(rows) });
  return {
    layerNorm(x, w, b, out, mean, scale, { rows, columns }, epsilon) {
      const [X, Y] = [memory.at(x, rows * columns), memory.at(out, rows * columns)];
      const [W, B] = [memory.at(w, columns), memory.at(b, columns)];
      const [Mean, Scale] = [memory.at(mean, rows), memory.at(scale, rows)];
      machine.run("layerNorm", rowWork(rows, columns), X, W, B, Y, Mean, Scale, columns, epsilon);
    },

    layerNormBackward(dy, x, w, mean, scale, dx, dw, db, { rows, columns }) {
      const [DY, X, DX] = [dy, x, dx].map((span) => memory.at(span, rows * columns));
      const [W, DW, DB] = [w, dw, db].map((span) => memory.at(span, columns));
      const [Mean, Scale] = [memory.at(mean, rows), memory.at(scale, rows)];
      machine.run("layerNormBackward", rowWork(rows, columns), DY, X, W, Mean, Scale, DX, columns);
      const work = columnWork(rows, columns);
      machine.run("layerNormBackwardWeights", work, DY, X, Mean, Scale, DW, DB, rows, columns);
    },

    rmsNorm(x, w, out, scale, { rows, columns }, epsilon) {
      const [X, Y] = [memory.at(x, rows * columns), memory.at(out, rows * columns)];
      const args = [X, memory.at(w, columns), Y, memory.at(scale, rows), columns, epsilon];
      machine.run("rmsNorm", rowWork(rows, columns), ...args);
    },

    rmsNormBackward(dy, x, w, scale, dx, dw, { rows, columns }) {
      const [DY, X, DX] = [dy, x, dx].map((span) => memory.at(span, rows * columns));
      const [W, DW] = [w, dw].map((span) => memory.at(span, columns));
      const Scale = memory.at(scale, rows);
      machine.run("rmsNormBackward", rowWork(rows, columns), DY, X, W, Scale, DX, columns);
      machine.run("rmsNormBackwardWeights", columnWork(rows, columns), DY, X, Scale, DW, rows, columns);
    },
  };
}
