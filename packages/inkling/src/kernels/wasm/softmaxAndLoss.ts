/** What assembly/softmaxAndLoss.ts is given. Rows are the units of work. */
import type { Kernels } from "../kernels.ts";
import type { Machine } from "./machine.ts";

type Names = "softmax" | "softmaxBackward" | "crossEntropy" | "crossEntropyBackward";

export function softmaxAndLossKernels(machine: Machine): Pick<Kernels, Names> {
  const { memory } = machine;
  const rowWork = (rows: number, columns: number) => ({
    units: rows,
    grain: Math.ceil(1024 / columns),
    scratch: columns,
  });
  const noTarget = (columns: number) => (id: number) => `There is no target ${id} among ${columns} logits.`;
  return {
    softmax(x, out, { rows, columns }) {
      const args = [memory.at(x, rows * columns), memory.at(out, rows * columns), columns];
      machine.run("softmax", rowWork(rows, columns), ...args);
    },

    softmaxBackward(dy, y, dx, { rows, columns }) {
      const args = [dy, y, dx].map((span) => memory.at(span, rows * columns));
      machine.run("softmaxBackward", rowWork(rows, columns), ...args, columns);
    },

    crossEntropy(logits, targets, loss, logSum, { rows, columns }, divideBy) {
      const X = memory.at(logits, rows * columns);
      const Targets = memory.ids(targets, rows, -Infinity, columns, noTarget(columns));
      const [Loss, LogSum] = [memory.at(loss, 1), memory.at(logSum, rows)];
      machine.run("logSumExp", rowWork(rows, columns), X, LogSum, columns);
      const last = { units: 1, scratch: rows };
      machine.run("crossEntropy", last, X, Targets, Loss, LogSum, rows, columns, divideBy);
    },

    crossEntropyBackward(dLoss, logits, targets, logSum, dLogits, { rows, columns }, divideBy) {
      const [X, DX] = [memory.at(logits, rows * columns), memory.at(dLogits, rows * columns)];
      const Targets = memory.ids(targets, rows, -Infinity, columns, noTarget(columns));
      const args = [memory.at(dLoss, 1), X, Targets, memory.at(logSum, rows), DX, columns, divideBy];
      machine.run("crossEntropyBackward", rowWork(rows, columns), ...args);
    },
  };
}
