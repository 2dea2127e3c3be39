/**
 * A batch cut into parts that are worked through one after another; their losses and gradients add up to the batch's.
 *
 * Memory follows the part, not the batch: a forward pass keeps every activation for its backward. And what was just
 * written is still in a cache when it is read again. The cut depends on the batch alone, so it moves no bit between
 * machines.
 */
import type { Batch } from "../data/packing.ts";

/** Numbers in a part's residual stream [B, T, D]: half a megabyte, about what a core's second-level cache holds. */
const STREAM = 1 << 17;

/** Whole rows, so many that their stream holds at most `stream` numbers, but at least one. `counted` is each part's own. */
export function partsOf(batch: Batch, dModel: number, stream = STREAM): Batch[] {
  const { batchSize, contextLength, inputs, targets } = batch;
  const rows = Math.max(1, Math.floor(stream / (contextLength * dModel)));
  if (rows >= batchSize) return [batch];
  const parts: Batch[] = [];
  for (let row = 0; row < batchSize; row += rows) {
    const end = Math.min(row + rows, batchSize);
    const [from, to] = [row * contextLength, end * contextLength];
    const own = targets.subarray(from, to);
    parts.push({
      batchSize: end - row,
      contextLength,
      inputs: inputs.subarray(from, to),
      targets: own,
      counted: own.reduce((count, target) => (target < 0 ? count : count + 1), 0),
    });
  }
  return parts;
}
