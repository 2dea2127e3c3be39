/** What assembly/matmul.ts is given: first b is packed, by all threads together, then rows are multiplied. */
import { type Kernels, type MatmulShape, packedCount, STRIP } from "../kernels.ts";
import type { Machine } from "./machine.ts";

type Names = "matmul" | "packMatrix" | "matmulPacked";

/** Below, packing b would cost as much as multiplying it. */
const FEW_ROWS = 4;
/** Below, reading a packed b for each row is faster than the tile, which computes five rows at a time. */
const FEW_PACKED_ROWS = 4;
/** Rows of a at a time, and steps of k: assembly/matmul.ts says why. */
const ROWS = 60;
const KBLOCK = 512;
const TALL = 5;
/** Multiplications that are done before a second thread has woken up. */
const FEW = 65536;

export function matmulKernels(machine: Machine): Pick<Kernels, Names> {
  const { memory } = machine;
  /** For all of b in strips. */
  const packedRoom = machine.room();

  function pack(b: number, packed: number, inner: number, columns: number, transposeB: boolean): void {
    const work = { units: Math.ceil(columns / STRIP), grain: Math.ceil(FEW / (inner * STRIP)) };
    machine.run("packMatrix", work, b, packed, inner, columns, Number(transposeB));
  }

  function multiply(a: number, packed: number, out: number, shape: MatmulShape): void {
    const { rows, inner, columns, transposeA, accumulate } = shape;
    const units = unitsOf(rows, machine.threads);
    const tall = TALL * Math.ceil(rows / TALL / units); // at most
    const work = {
      units,
      grain: Math.ceil(FEW / (tall * inner * columns)),
      scratch: TALL * STRIP + tall * Math.min(inner, KBLOCK),
    };
    const [turnA, add] = [Number(transposeA ?? false), Number(accumulate ?? false)];
    machine.run("matmul", work, a, packed, out, units, rows, inner, columns, turnA, add);
  }

  return {
    matmul(a, b, out, shape) {
      const { rows, inner, columns, transposeA = false, transposeB = false, accumulate = false } = shape;
      const A = memory.at(a, rows * inner);
      const B = memory.at(b, inner * columns);
      const Y = memory.at(out, rows * columns);
      if (rows < FEW_ROWS && !accumulate) {
        const grain = Math.max(8, Math.ceil(FEW / (rows * inner) / 8) * 8);
        const work = { units: columns, grain, scratch: inner };
        const turns = [Number(transposeA), Number(transposeB)];
        machine.run("matmulFewRows", work, A, B, Y, rows, inner, columns, ...turns);
        return;
      }
      const packed = packedRoom(packedCount(shape) * 4);
      pack(B, packed, inner, columns, transposeB);
      multiply(A, packed, Y, shape);
    },

    packMatrix(b, packed, { inner, columns, transposeB = false }) {
      const B = memory.at(b, inner * columns);
      pack(B, memory.at(packed, packedCount({ inner, columns })), inner, columns, transposeB);
    },

    matmulPacked(a, packed, out, shape) {
      const { rows, inner, columns } = shape;
      const A = memory.at(a, rows * inner);
      const P = memory.at(packed, packedCount(shape));
      const Y = memory.at(out, rows * columns);
      if (rows >= FEW_PACKED_ROWS) {
        multiply(A, P, Y, { rows, inner, columns });
        return;
      }
      const quarter = Math.floor(columns / STRIP / 4);
      const work = {
        units: Math.ceil(columns / STRIP) - 3 * quarter,
        grain: Math.ceil(FEW / (rows * inner * 4 * STRIP)),
        scratch: STRIP,
      };
      machine.run("matmulPackedFewRows", work, A, P, Y, rows, inner, columns);
    },
  };
}

/** Into how many units rows are cut: ROWS each at the most, and as many units for each thread, but none without a panel. */
function unitsOf(rows: number, threads: number): number {
  const panels = Math.ceil(rows / TALL);
  return Math.min(panels, threads * Math.ceil(panels / ((ROWS / TALL) * threads)));
}
