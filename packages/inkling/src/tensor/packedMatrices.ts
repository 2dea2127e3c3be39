/**
 * A model's matrices once more, in the order in which multiplications read them: where one token follows another, reading
 * weights is all that takes time. ops/matmul.ts takes the copy wherever a matrix has one.
 *
 *   packed.hold();     copies every f32 matrix that is multiplied with, unless someone before has
 *   packed.letGo();    the last one who held them gives the memory back
 *
 * A copy does not follow its weights. So what is being trained gets none, and `drop` takes them from whoever holds them.
 */
import { type BufferHandle, packedCount } from "../kernels/kernels.ts";
import type { Tensor } from "./tensor.ts";

export interface PackableTensor {
  readonly tensor: Tensor;
  /** The axis over which products with it sum; only matrices have one. */
  readonly summed?: 0 | 1;
  /** What an embedding serves as besides; one that does not is only looked up. */
  readonly tied?: string;
}

export class PackedMatrices {
  readonly #all: Iterable<PackableTensor>;
  #holders = 0;
  #copies: { readonly buffer: BufferHandle; readonly matrices: readonly Tensor[] } | undefined;

  constructor(all: Iterable<PackableTensor>) {
    this.#all = all;
  }

  hold(): void {
    this.#holders++;
    const all = [...this.#all];
    if (!this.#copies && all.every(({ tensor }) => !tensor.gradient)) this.#pack(all.flatMap(multiplied));
  }

  letGo(): void {
    this.#holders--;
    if (this.#holders === 0) this.drop();
  }

  drop(): void {
    if (!this.#copies) return;
    const { buffer, matrices } = this.#copies;
    for (const matrix of matrices) matrix.packed = undefined;
    matrices[0].engine.kernels.free(buffer);
    this.#copies = undefined;
  }

  /** Makes no copy if less than half of the memory would be left for what can't be done without. */
  #pack(all: readonly Multiplied[]): void {
    if (all.length === 0) return;
    const { kernels } = all[0].tensor.engine;
    const count = all.reduce((sum, { shape }) => sum + packedCount(shape), 0);
    const { used, limit } = kernels.memory();
    if (used + 4 * count > limit / 2) return;
    const buffer = kernels.allocate("float", count);
    let offset = 0;
    for (const { tensor, axis, shape } of all) {
      tensor.packed = { buffer, offset, axis };
      kernels.packMatrix(tensor, tensor.packed, shape);
      offset += packedCount(shape);
    }
    this.#copies = { buffer, matrices: all.map(({ tensor }) => tensor) };
  }
}

type Multiplied = ReturnType<typeof multiplied>[number];

/** How a product with it reads it; nothing if there is none, or if it is quantised. */
function multiplied({ tensor, summed: axis, tied }: PackableTensor) {
  if (axis === undefined || (axis === 1 && tied === undefined) || tensor.blocks) return [];
  const shape = { inner: tensor.shape[axis], columns: tensor.shape[1 - axis], transposeB: axis === 1 };
  return [{ tensor, axis, shape }];
}
