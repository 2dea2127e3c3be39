/** Embedding: look rows up in a table; backward: add gradients back to the rows they came from. */
import type { Kernels, Span, TableShape } from "../kernels.ts";
import type { Floats, ReferenceMemory } from "./memory.ts";

export function tableKernels(memory: ReferenceMemory): Pick<Kernels, "embedding" | "embeddingBackward"> {
  /** Row `id` of a table. */
  function rowOf(table: Span, id: number, { tableRows, columns }: TableShape): Floats {
    if (id < 0 || id >= tableRows) throw new RangeError(`There is no row ${id} in a table of ${tableRows}.`);
    return memory.at(table, tableRows * columns).subarray(id * columns, (id + 1) * columns);
  }

  return {
    /** out[i] = table[ids[i]] */
    embedding(ids, table, out, shape) {
      const { rows, columns } = shape;
      const Ids = memory.ids(ids, rows);
      const Y = memory.at(out, rows * columns);
      for (let i = 0; i < rows; i++) Y.set(rowOf(table, Ids[i], shape), i * columns);
    },

    /** dTable[ids[i]] += dy[i], i ascending, so that a word used twice adds up in a fixed order */
    embeddingBackward(ids, dy, dTable, shape) {
      const { rows, columns } = shape;
      const Ids = memory.ids(ids, rows);
      const DY = memory.at(dy, rows * columns);
      for (let i = 0; i < rows; i++) {
        const row = rowOf(dTable, Ids[i], shape);
        for (let j = 0; j < columns; j++) row[j] = row[j] + DY[i * columns + j];
      }
    },
  };
}
