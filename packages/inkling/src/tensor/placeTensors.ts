/** Room for many tensors that last, in two pieces: one for floats, one for the words of quantised blocks. */
import { BLOCK, type WeightFormat, wordsOf } from "../kernels/blocks.ts";
import { type Blocks, elementCount, type Shape, Tensor, type TensorEngine } from "./tensor.ts";

export interface WantedTensor {
  readonly shape: Shape;
  /** The axis that is summed when it is multiplied with; a tensor without one is always floats. */
  readonly summed?: 0 | 1;
}

export interface PlacedTensors {
  /** In the order in which they were wanted; all zero. */
  readonly tensors: readonly Tensor[];
  /** Gives the memory back. */
  free(): void;
}

export function placeTensors(
  engine: TensorEngine,
  wanted: readonly WantedTensor[],
  format: WeightFormat,
): PlacedTensors {
  const used = { float: 0, int32: 0 };
  const places = wanted.map((tensor) => {
    const blocks = blocksOf(tensor, format);
    const type = blocks ? "int32" : "float";
    const offset = used[type];
    const count = elementCount(tensor.shape);
    used[type] += blocks ? wordsOf(blocks.format, count) : count;
    return { shape: tensor.shape, type, offset, blocks } as const;
  });
  const pieces = { float: engine.weights([used.float]), int32: engine.weights([used.int32], "int32") };
  const tensors = places.map(({ shape, type, offset, blocks }) => {
    const { buffer } = pieces[type];
    return new Tensor(engine, "float", shape, { buffer, offset }, undefined, blocks);
  });
  return {
    tensors,
    free() {
      for (const piece of Object.values(pieces)) engine.free(piece);
    },
  };
}

/** How `tensor` is quantised; not at all if its sums are not whole blocks. */
export function blocksOf({ shape, summed }: WantedTensor, format: WeightFormat): Blocks | undefined {
  if (format === "f32" || summed === undefined || shape[summed] % BLOCK !== 0) return undefined;
  return { format, axis: summed };
}
