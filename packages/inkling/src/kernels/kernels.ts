/**
 * The kernel interface: everything the engine ever asks a backend to compute.
 *
 * A backend implements it whole (`satisfies Kernels` lists what is missing). It knows buffers, offsets and
 * counts; it knows nothing of tensors, gradients or models. `reference.ts` is the specification, in plain loops;
 * every other backend must give the same bits, because the order of every sum is part of this contract:
 *
 *  - matmul and every dot product: the inner index ascends, one accumulator per output element,
 *    each product rounded before it is added (no fused multiply-add);
 *  - a sum along a row (softmax, norms, loss): LANES interleaved partial sums, then a fixed pairwise fold;
 *  - a sum over rows (bias gradient, embedding gradient): rows ascend, one accumulator per column;
 *  - a dot product of quantised blocks: whole numbers inside a block, then one accumulator, blocks ascending;
 *  - one thread writes one output element, so the number of threads changes nothing.
 *
 * Kernels only enqueue: `read` is the one place where numbers come out, and it is asynchronous.
 */

import type { QuantisedFormat } from "./blocks.ts";

/** A backend's name for a piece of its memory. */
export type BufferHandle = number;

/** Where an operand begins: a buffer and an offset in elements. Its length follows from the shape given beside it. */
export interface Span {
  readonly buffer: BufferHandle;
  readonly offset: number;
}

/**
 * Activations and weights are floats (float32; float64 in the engine that checks gradients); ids are int32, and so are
 * the words of quantised weights.
 */
export type ElementType = "float" | "int32";
export type Elements = Float32Array | Float64Array | Int32Array;

/** How many interleaved partial sums a row sum keeps: four SIMD vectors of four, enough to hide an add's latency. */
export const LANES = 16;

export type ActivationKind = "gelu" | "gelu-erf" | "relu" | "silu";

export interface ProductShape {
  /** Rows of the result. */
  readonly rows: number;
  /** The summed index. */
  readonly inner: number;
  /** Columns of the result. */
  readonly columns: number;
}

export interface MatmulShape extends ProductShape {
  /** a is stored [inner, rows] rather than [rows, inner]. */
  readonly transposeA?: boolean;
  /** b is stored [columns, inner] rather than [inner, columns]. */
  readonly transposeB?: boolean;
  /** Sums begin with what `out` holds rather than with +0. */
  readonly accumulate?: boolean;
}

/** A matrix that is multiplied with, b of a · b. */
export interface MatrixShape {
  readonly inner: number;
  readonly columns: number;
  /** It is stored [columns, inner] rather than [inner, columns]. */
  readonly transposeB?: boolean;
}

/** How many columns of a packed matrix lie side by side: two SIMD vectors. */
export const STRIP = 8;

/** How many numbers a packed matrix takes: whole strips. */
export function packedCount({ inner, columns }: MatrixShape): number {
  return Math.ceil(columns / STRIP) * STRIP * inner;
}

export interface RowsShape {
  readonly rows: number;
  readonly columns: number;
}

/** `rows` rows are looked up in a table of [tableRows, columns]. */
export interface TableShape extends RowsShape {
  readonly tableRows: number;
}

/** q is [B, T, H, K]; k and v are [B, C, Hkv, K], of which the first S positions are filled (C > S in a cache). */
export interface AttentionShape {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly capacity: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly dHead: number;
}

/** x is [B, T, H, K]; the tables are [positions, K/2]; query t stands at position `start + t`. */
export interface RotaryShape {
  readonly batch: number;
  readonly positions: number;
  readonly heads: number;
  readonly dHead: number;
  readonly start: number;
  /** Turn back instead of forth: the gradient of a rotation is the opposite rotation. */
  readonly inverse: boolean;
}

export interface DropoutSetting {
  readonly probability: number;
  /** The two halves of the random key; element i is kept or not by the i-th number drawn under it. */
  readonly key: readonly [number, number];
}

export interface AdamWSetting {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ: what corrects the moments for having started at zero. */
  readonly correction1: number;
  readonly correction2: number;
}

/** Bytes of the backend's memory: in use, the most there ever were, and the most it can hold. */
export interface MemoryReport {
  readonly used: number;
  readonly peak: number;
  readonly limit: number;
}

/** strict: the contract above. fast: a product may be added before it is rounded, where the machine does it in one step. */
export type RoundingRule = "strict" | "fast";

export interface Kernels {
  readonly rounding: RoundingRule;

  // memory
  allocate(type: ElementType, count: number): BufferHandle;
  free(buffer: BufferHandle): void;
  write(to: Span, values: ArrayLike<number>): void;
  read(from: Span, count: number): Promise<Elements>;
  fill(out: Span, count: number, value: number): void;
  copy(from: Span, to: Span, count: number): void;
  memory(): MemoryReport;
  /** Ends the backend's threads. Nothing may be computed afterwards. */
  dispose(): void;

  // elementwise; b may be shorter than a and is then repeated (a bias on every row)
  add(a: Span, b: Span, out: Span, count: number, bCount: number): void;
  mul(a: Span, b: Span, out: Span, count: number, bCount: number): void;
  /** out = keep · x + values, where keep = 0 forgets x entirely (even an infinite x). */
  blend(x: Span, keep: Span, values: Span, out: Span, count: number): void;
  /** out[j] = Σ over rows of x[row, j]. */
  sumRows(x: Span, out: Span, shape: RowsShape): void;
  activation(kind: ActivationKind, x: Span, out: Span, count: number): void;
  activationBackward(kind: ActivationKind, dy: Span, x: Span, dx: Span, count: number): void;
  /** out = silu(gate) · x */
  swiglu(gate: Span, x: Span, out: Span, count: number): void;
  swigluBackward(dy: Span, gate: Span, x: Span, dGate: Span, dx: Span, count: number): void;
  dropout(x: Span, out: Span, count: number, setting: DropoutSetting): void;

  // matrices
  matmul(a: Span, b: Span, out: Span, shape: MatmulShape): void;
  /**
   * The numbers of b once more, in the order in which multiplications read them: strip j / STRIP holds b[k, j … j + 7]
   * for all k, and zeros where b has no column. Who multiplies with b many times packs it once.
   */
  packMatrix(b: Span, packed: Span, shape: MatrixShape): void;
  /** matmul with a packed b: the same sums in the same order, so the same bits. */
  matmulPacked(a: Span, packed: Span, out: Span, shape: ProductShape): void;

  /**
   * out = x · bᵀ with quantised b, [columns, inner / 32] blocks (blocks.ts). Rows of x are rounded to blocks of
   * integers as well, so that 32 products are added up in integers: reference/quantised.ts has the order of the rest.
   */
  matmulQuantised(format: QuantisedFormat, x: Span, b: Span, out: Span, shape: MatmulShape): void;

  // tables
  embedding(ids: Span, table: Span, out: Span, shape: TableShape): void;
  /** The same from a table of quantised rows, which come out as the floats they stand for. */
  embeddingQuantised(format: QuantisedFormat, ids: Span, table: Span, out: Span, shape: TableShape): void;
  /** Adds row i of dy to row ids[i] of dTable, i ascending. */
  embeddingBackward(ids: Span, dy: Span, dTable: Span, shape: TableShape): void;

  // norms; the forward keeps what the backward needs: mean [rows] and scale [rows] = 1 / √(variance + ε)
  layerNorm(
    x: Span,
    w: Span,
    b: Span,
    out: Span,
    mean: Span,
    scale: Span,
    shape: RowsShape,
    epsilon: number,
  ): void;
  layerNormBackward(
    dy: Span,
    x: Span,
    w: Span,
    mean: Span,
    scale: Span,
    dx: Span,
    dw: Span,
    db: Span,
    shape: RowsShape,
  ): void;
  rmsNorm(x: Span, w: Span, out: Span, scale: Span, shape: RowsShape, epsilon: number): void;
  rmsNormBackward(dy: Span, x: Span, w: Span, scale: Span, dx: Span, dw: Span, shape: RowsShape): void;

  // attention, step by step
  rotary(x: Span, cos: Span, sin: Span, out: Span, shape: RotaryShape): void;
  attentionScores(q: Span, k: Span, scores: Span, shape: AttentionShape): void;
  attentionScoresBackward(dScores: Span, q: Span, k: Span, dq: Span, dk: Span, shape: AttentionShape): void;
  softmax(x: Span, out: Span, shape: RowsShape): void;
  softmaxBackward(dy: Span, y: Span, dx: Span, shape: RowsShape): void;
  attentionMix(pattern: Span, v: Span, z: Span, shape: AttentionShape): void;
  attentionMixBackward(
    dz: Span,
    pattern: Span,
    v: Span,
    dPattern: Span,
    dv: Span,
    shape: AttentionShape,
  ): void;

  // attention, fused: the same without keeping scores or pattern; logSum is [B, H, T]
  attention(q: Span, k: Span, v: Span, z: Span, logSum: Span, shape: AttentionShape): void;
  attentionBackward(
    dz: Span,
    q: Span,
    k: Span,
    v: Span,
    z: Span,
    logSum: Span,
    dq: Span,
    dk: Span,
    dv: Span,
    shape: AttentionShape,
  ): void;

  // loss; targets < 0 are ignored; logSum is [rows]
  crossEntropy(
    logits: Span,
    targets: Span,
    loss: Span,
    logSum: Span,
    shape: RowsShape,
    divideBy: number,
  ): void;
  crossEntropyBackward(
    dLoss: Span,
    logits: Span,
    targets: Span,
    logSum: Span,
    dLogits: Span,
    shape: RowsShape,
    divideBy: number,
  ): void;

  // optimiser
  /** total[0] += Σ x². */
  addSumOfSquares(x: Span, total: Span, count: number): void;
  /** factor[0] = min(1, maxNorm / (√total[0] + 1e-6)): what every gradient is multiplied with. */
  clipFactor(total: Span, factor: Span, maxNorm: number): void;
  adamW(w: Span, dw: Span, m: Span, v: Span, factor: Span, count: number, setting: AdamWSetting): void;
}
