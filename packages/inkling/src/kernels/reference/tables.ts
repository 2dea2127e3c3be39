/** Embedding: look rows up in a table; backward: add gradients back to the rows they came from. */
import type { Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";

export function tableKernels(memory: ReferenceMemory): Pick<Kernels, "embedding" | "embeddingBackward"> {
  return {
    /** out[i] = table[ids[i]] */
    embedding(ids, table, out, { rows, columns }) {
      const Ids = memory.ids(ids, rows);
      const Y = memory.at(out, rows * columns);
      for (let i = 0; i < rows; i++) {
        const from = { buffer: table.buffer, offset: table.offset + Ids[i] * columns };
        Y.set(memory.at(from, columns), i * columns);
      }
    },

    /** dTable[ids[i]] += dy[i], i ascending, so that a word used twice adds up in a fixed order */
    embeddingBackward(ids, dy, dTable, { rows, columns }) {
      const Ids = memory.ids(ids, rows);
      const DY = memory.at(dy, rows * columns);
      for (let i = 0; i < rows; i++) {
        const to = { buffer: dTable.buffer, offset: dTable.offset + Ids[i] * columns };
        const row = memory.at(to, columns);
        for (let j = 0; j < columns; j++) row[j] = row[j] + DY[i * columns + j];
      }
    },
  };
}
