/** Softmax along rows, and cross-entropy, which is softmax seen from the right answer. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels, Span } from "../kernels.ts";
import type { Floats, ReferenceMemory } from "./memory.ts";
import { rowSums } from "./sums.ts";

type Names = "softmax" | "softmaxBackward" | "crossEntropy" | "crossEntropyBackward";

export function softmaxAndLossKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round, exp, log } = arithmetic;
  const sum = rowSums(arithmetic);

  /** The largest of a row (NaN if there is one). */
  function rowMax(x: Floats, row: number, columns: number): number {
    let max = -Infinity;
    for (let j = 0; j < columns; j++) max = Math.max(max, x[row + j]);
    return max;
  }

  /** Target ids, none of them beyond the logits of its row. */
  function targetsBelow(columns: number, targets: Span, rows: number): Int32Array {
    const ids = memory.ids(targets, rows);
    const wrong = ids.find((id) => id >= columns);
    if (wrong !== undefined) throw new RangeError(`There is no target ${wrong} among ${columns} logits.`);
    return ids;
  }

  return {
    /** y = exp(x − max) / Σ exp(x − max): subtracting the maximum changes nothing but keeps exp from overflowing. */
    softmax(x, out, { rows, columns }) {
      const X = memory.at(x, rows * columns);
      const Y = memory.at(out, rows * columns);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const max = rowMax(X, row, columns);
        for (let j = 0; j < columns; j++) Y[row + j] = exp(round(X[row + j] - max));
        const total = sum(columns, (j) => Y[row + j]);
        for (let j = 0; j < columns; j++) Y[row + j] = Y[row + j] / total;
      }
    },

    /** dx = y · (dy − Σ dy · y): pushing one share up pushes all the others down. */
    softmaxBackward(dy, y, dx, { rows, columns }) {
      const DY = memory.at(dy, rows * columns);
      const Y = memory.at(y, rows * columns);
      const DX = memory.at(dx, rows * columns);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const mean = sum(columns, (j) => round(DY[row + j] * Y[row + j]));
        for (let j = 0; j < columns; j++) DX[row + j] = Y[row + j] * round(DY[row + j] - mean);
      }
    },

    /** loss = Σ over counted rows of (log Σ exp(logits) − logits[target]) / divideBy */
    crossEntropy(logits, targets, loss, logSum, { rows, columns }, divideBy) {
      const X = memory.at(logits, rows * columns);
      const Targets = targetsBelow(columns, targets, rows);
      const Loss = memory.at(loss, 1);
      const LogSum = memory.at(logSum, rows);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const max = rowMax(X, row, columns);
        const total = sum(columns, (j) => exp(round(X[row + j] - max)));
        LogSum[i] = max + log(total);
      }
      const total = sum(rows, (i) => (Targets[i] < 0 ? 0 : round(LogSum[i] - X[i * columns + Targets[i]])));
      Loss[0] = total / divideBy;
    },

    /** dLogits = (softmax(logits) − 1 at the target) · dLoss / divideBy, and 0 on ignored rows */
    crossEntropyBackward(dLoss, logits, targets, logSum, dLogits, { rows, columns }, divideBy) {
      const share = round(memory.at(dLoss, 1)[0] / divideBy);
      const X = memory.at(logits, rows * columns);
      const Targets = targetsBelow(columns, targets, rows);
      const LogSum = memory.at(logSum, rows);
      const DX = memory.at(dLogits, rows * columns);
      for (let i = 0; i < rows; i++) {
        const row = i * columns;
        const target = Targets[i];
        for (let j = 0; j < columns; j++) {
          const p = exp(round(X[row + j] - LogSum[i]));
          const away = j === target ? round(p - 1) : p;
          DX[row + j] = target < 0 ? 0 : away * share;
        }
      }
    },
  };
}
