/** What assembly/matmul.ts is given: first b is packed, by all threads together, then rows are multiplied. */
import type { Kernels } from "../kernels.ts";
import type { Machine } from "./machine.ts";

/** Below, packing b would cost as much as multiplying it. */
const FEW_ROWS = 4;
/** Rows of a at a time, and steps of k: assembly/matmul.ts says why. */
const ROWS = 60;
const KBLOCK = 512;
const STRIP = 8;
const TALL = 5;
/** Multiplications that are done before a second thread has woken up. */
const FEW = 65536;

export function matmulKernels(machine: Machine): Pick<Kernels, "matmul"> {
  const { memory } = machine;
  /** For all of b in strips. */
  const packedRoom = machine.room();

  return {
    matmul(a, b, out, { rows, inner, columns, transposeA = false, transposeB = false, accumulate = false }) {
      const A = memory.at(a, rows * inner);
      const B = memory.at(b, inner * columns);
      const Y = memory.at(out, rows * columns);
      const [turnA, turnB] = [Number(transposeA), Number(transposeB)];
      if (rows < FEW_ROWS && !accumulate) {
        const grain = Math.max(8, Math.ceil(FEW / (rows * inner) / 8) * 8);
        const work = { units: columns, grain, scratch: inner };
        machine.run("matmulFewRows", work, A, B, Y, rows, inner, columns, turnA, turnB);
        return;
      }
      const strips = Math.ceil(columns / STRIP);
      const strip = packedRoom(strips * STRIP * inner * 4);
      const few = Math.ceil(FEW / (inner * STRIP));
      machine.run("packColumns", { units: strips, grain: few }, B, strip, inner, columns, turnB);
      const tall = rowsPerUnit(rows, machine.threads);
      const work = {
        units: Math.ceil(rows / tall),
        grain: Math.ceil(FEW / (tall * inner * columns)),
        scratch: TALL * STRIP + tall * Math.min(inner, KBLOCK),
      };
      machine.run("matmul", work, A, strip, Y, tall, rows, inner, columns, turnA, Number(accumulate));
    },
  };
}

/** Whole panels of five, about ROWS at the most, and such that every thread gets the same number of units. */
function rowsPerUnit(rows: number, threads: number): number {
  const panels = Math.ceil(rows / TALL / threads); // for each thread
  const units = Math.ceil((panels * TALL) / ROWS);
  return TALL * Math.ceil(panels / units);
}
