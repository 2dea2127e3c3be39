/** What assembly/quantised.ts is given: first rows of x are rounded to blocks, then columns are multiplied. */
import { BLOCK, type QuantisedFormat, wordsOf } from "../blocks.ts";
import type { Kernels } from "../kernels.ts";
import type { Machine } from "./machine.ts";
import { missingRow } from "./tables.ts";

/** A block of x as assembly/quantised.ts keeps it. */
const X_BLOCK_BYTES = 80;
/** Multiplications that are done before a second thread has woken up; 16 columns of results are a cache line. */
const FEW = 131072;

export function quantisedKernels(machine: Machine): Pick<Kernels, "matmulQuantised" | "embeddingQuantised"> {
  const { memory } = machine;
  const isQ4 = (format: QuantisedFormat) => Number(format === "q4_0");
  const rounded = machine.room();
  return {
    matmulQuantised(format, x, b, out, { rows, inner, columns }) {
      const X = memory.at(x, rows * inner);
      const B = memory.words(b, wordsOf(format, inner * columns));
      const Y = memory.at(out, rows * columns);
      const place = rounded((rows * inner * X_BLOCK_BYTES) / BLOCK);
      machine.run(
        "roundRows",
        { units: rows, grain: Math.ceil(16384 / inner) },
        X,
        place,
        inner,
        isQ4(format),
      );
      const quarter = Math.floor(columns / 4);
      const grain = Math.max(16, Math.ceil(FEW / (rows * inner * 4) / 16) * 16);
      const kernel = format === "q8_0" ? "matmulQ8" : "matmulQ4";
      const work = { units: columns - 3 * quarter, grain, scratch: 4 };
      machine.run(kernel, work, place, B, Y, rows, inner, columns);
    },

    embeddingQuantised(format, ids, table, out, { rows, columns, tableRows }) {
      const I = memory.ids(ids, rows, 0, tableRows, missingRow(tableRows));
      const W = memory.words(table, wordsOf(format, tableRows * columns));
      const args = [I, W, memory.at(out, rows * columns), columns, isQ4(format)];
      machine.run("embeddingQuantised", { units: rows, grain: 64 }, ...args);
    },
  };
}
