/**
 * A tensor: a shape, and where its numbers live. It holds no numbers itself.
 *
 * Row-major and contiguous, always. Kernels take it as it is (it is a Span). Numbers come out in one place only,
 * `await tensor.read()`, so that a backend may compute whenever it likes.
 */
import { InklingError } from "../errors.ts";
import { dequantise, type MatrixOrder, type QuantisedFormat, wordsOf } from "../kernels/blocks.ts";
import type { BufferHandle, Elements, ElementType, Kernels, Span } from "../kernels/kernels.ts";

export type Shape = readonly number[];

/** How a weight is quantised: in blocks along the axis that is summed when it is multiplied with. */
export interface Blocks {
  readonly format: QuantisedFormat;
  readonly axis: 0 | 1;
}

/** A matrix's numbers once more, in the order in which multiplications that sum over `axis` read them (Kernels.packMatrix). */
export interface Packed extends Span {
  readonly axis: 0 | 1;
}

/**
 * For each input of an op, how to compute its gradient from dy. `mayOverwrite` tells of an input whether its numbers
 * will be read by nobody any more, so that its memory may take the gradient.
 */
export type Backward = (
  dy: Tensor,
  mayOverwrite: (input: Tensor) => boolean,
) => readonly (GradientRecipe | undefined)[];

/**
 * Called only where the gradient is wanted. Where it is to be added to one that is there already (a weight's), that one is
 * `sum`: an op that can adds to it and returns it; the tape adds for the others.
 */
export type GradientRecipe = (sum?: Tensor) => Tensor;

export interface RecordOptions {
  /** false: the op's backward reads its inputs only, so its result may be overwritten before. */
  readonly readsResult?: boolean;
}

/** What tensors and ops see of their engine; engine.ts is the whole of it. */
export interface TensorEngine {
  readonly kernels: Kernels;
  readonly tape: {
    record(
      op: string,
      inputs: readonly Tensor[],
      output: Tensor,
      backward: Backward,
      options?: RecordOptions,
    ): Tensor;
    name(tensor: Tensor, name: string): void;
  };
  readonly currentStep: number;
  /** A float tensor of this step, contents undefined: an op fills it. */
  empty(shape: Shape): Tensor;
  filled(shape: Shape, value: number): Tensor;
  /** A float tensor of this step with these values, row-major. */
  from(shape: Shape, values: ArrayLike<number>): Tensor;
  /** Ids of this step, usually [B, T]. */
  ids(shape: Shape, values: ArrayLike<number>): Tensor;
  /** A tensor that outlives steps, filled with zeros; floats unless told otherwise. */
  weights(shape: Shape, type?: ElementType): Tensor;
  /** As `weights`, but expected to be given back with `free`. */
  session(shape: Shape): Tensor;
  free(tensor: Tensor): void;
  /** Does a tensor of this step have a buffer to itself, as large ones do? */
  hasOwnBuffer(tensor: Tensor): boolean;
  /** Gives a large piece of this step's memory back before the step ends: the tape's business. */
  release(buffer: BufferHandle): void;
}

export class Tensor implements Span {
  readonly engine: TensorEngine;
  readonly type: ElementType;
  readonly shape: Shape;
  /** How many numbers it holds. */
  readonly size: number;
  readonly buffer: BufferHandle;
  readonly offset: number;
  /** Which step's arena this lives in; undefined for weights and sessions, which outlive steps. */
  readonly step: number | undefined;
  /** If its numbers are quantised, how. Only a model's weights are, and only ops that multiply or look up take them. */
  readonly blocks: Blocks | undefined;
  /** Does the loss depend on this through something that is being trained? */
  needsGradient = false;
  /** Where a weight's gradient adds up; only trainable parameters have one. */
  gradient: Tensor | undefined = undefined;
  /** While a model generates, its matrices have one; it says what they said when it was made (packedMatrices.ts). */
  packed: Packed | undefined = undefined;

  constructor(
    engine: TensorEngine,
    type: ElementType,
    shape: Shape,
    at: Span,
    step?: number,
    blocks?: Blocks,
  ) {
    this.engine = engine;
    this.type = type;
    this.shape = shape;
    this.size = elementCount(shape);
    this.buffer = at.buffer;
    this.offset = at.offset;
    this.step = step;
    this.blocks = blocks;
  }

  /** The last axis: what a row holds. */
  get columns(): number {
    return this.shape.at(-1) ?? 1;
  }

  get rows(): number {
    return this.size / this.columns;
  }

  /** The numbers, row-major, as a copy. Floats come as Float32Array (Float64Array in a float64 engine), ids as Int32Array. */
  read(): Promise<Elements> {
    this.assertAlive();
    const { blocks, shape } = this;
    if (!blocks) return this.engine.kernels.read(this, this.size);
    return this.readWords().then((words) => dequantise(blocks.format, words, orderOf(shape, blocks)));
  }

  /** The words of a quantised tensor's blocks, as a copy. */
  async readWords(): Promise<Int32Array> {
    if (!this.blocks) throw new TypeError("Only a quantised tensor has words.");
    return Int32Array.from(await this.engine.kernels.read(this, wordsOf(this.blocks.format, this.size)));
  }

  /** The one number of a tensor that holds one, such as a loss. */
  async value(): Promise<number> {
    if (this.size !== 1) {
      throw new InklingError(
        `value() is for a tensor of one number; this one is [${this.shape}]. Use read().`,
      );
    }
    return (await this.read())[0];
  }

  /** The same memory under another shape of the same size (no gradient: `reshape` in ops/ has one). */
  view(shape: Shape): Tensor {
    if (elementCount(shape) !== this.size) {
      throw new InklingError(
        `A tensor of shape [${this.shape}] can't be seen as [${shape}]: the sizes differ.`,
      );
    }
    return new Tensor(this.engine, this.type, shape, this, this.step);
  }

  /** A tensor of a step is gone when the step ends; using it later would read another step's numbers. */
  assertAlive(): void {
    if (this.step !== undefined && this.step !== this.engine.currentStep) {
      throw new InklingError(
        `A tensor of shape [${this.shape}] was used after its step had ended. Read it inside engine.step(…), or copy it into a session tensor.`,
      );
    }
  }
}

/** How the blocks of a quantised matrix follow one another. */
export function orderOf([rows, columns]: Shape, { axis }: Blocks): MatrixOrder {
  return axis === 1
    ? { outputs: rows, inner: columns, outputStep: columns, innerStep: 1 }
    : { outputs: columns, inner: rows, outputStep: 1, innerStep: columns };
}

export function elementCount(shape: Shape): number {
  return shape.reduce((count, size) => count * size, 1);
}
