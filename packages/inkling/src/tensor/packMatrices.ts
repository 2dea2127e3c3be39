/**
 * Second copies of matrices, in the order in which multiplications read them: where one token follows another, reading
 * weights is all that takes time. ops/matmul.ts takes the copy wherever a matrix has one.
 */
import { packedCount } from "../kernels/kernels.ts";
import type { Tensor, TensorEngine } from "./tensor.ts";

export interface MultipliedMatrix {
  readonly tensor: Tensor;
  /** The axis over which products with it sum. */
  readonly summed: 0 | 1;
}

export interface PackedMatrices {
  /** Takes the copies from the matrices and gives their memory back. */
  free(): void;
}

/** undefined: there is no room. Half of the memory must be left for what can't be done without. */
export function packMatrices(
  engine: TensorEngine,
  matrices: readonly MultipliedMatrix[],
): PackedMatrices | undefined {
  const { kernels } = engine;
  const shapes = matrices.map(({ tensor: { shape }, summed }) => ({
    inner: shape[summed],
    columns: shape[1 - summed],
    transposeB: summed === 1,
  }));
  const count = shapes.reduce((sum, shape) => sum + packedCount(shape), 0);
  const { used, limit } = kernels.memory();
  if (used + 4 * count > limit / 2) return undefined;
  const buffer = kernels.allocate("float", count);
  let offset = 0;
  for (const [i, { tensor, summed }] of matrices.entries()) {
    tensor.packed = { buffer, offset, axis: summed };
    kernels.packMatrix(tensor, tensor.packed, shapes[i]);
    offset += packedCount(shapes[i]);
  }
  return {
    free() {
      for (const { tensor } of matrices) tensor.packed = undefined;
      kernels.free(buffer);
    },
  };
}
