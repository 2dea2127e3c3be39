/** What assembly/tables.ts is given: ids are checked here, against the table they look into. */
import type { Kernels } from "../kernels.ts";
import { columnGrain } from "./elementwise.ts";
import type { Machine } from "./machine.ts";

/** What to say of an id beyond a table. */
export const missingRow = (tableRows: number) => (id: number) =>
  `There is no row ${id} in a table of ${tableRows}.`;

export function tableKernels(machine: Machine): Pick<Kernels, "embedding" | "embeddingBackward"> {
  const { memory } = machine;
  return {
    embedding(ids, table, out, { rows, columns, tableRows }) {
      const I = memory.ids(ids, rows, 0, tableRows, missingRow(tableRows));
      const args = [I, memory.at(table, tableRows * columns), memory.at(out, rows * columns), columns];
      machine.run("embedding", { units: rows, grain: 64 }, ...args);
    },

    embeddingBackward(ids, dy, dTable, { rows, columns, tableRows }) {
      const I = memory.ids(ids, rows, 0, tableRows, missingRow(tableRows));
      const args = [I, memory.at(dy, rows * columns), memory.at(dTable, tableRows * columns), rows, columns];
      machine.run("embeddingBackward", { units: columns, grain: columnGrain(rows) }, ...args);
    },
  };
}
