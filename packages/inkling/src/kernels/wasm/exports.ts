/**
 * The names of the compiled kernels, in the order by which threads call them, and how a call is divided.
 *
 * assembly/index.ts exports exactly these.
 */
export const kernelNames = [
  "adamW",
  "add",
  "addSumOfSquares",
  "attention",
  "attentionBackward",
  "attentionMix",
  "attentionMixBackward",
  "attentionScores",
  "attentionScoresBackward",
  "blend",
  "clipFactor",
  "crossEntropy",
  "crossEntropyBackward",
  "dropout",
  "embedding",
  "embeddingBackward",
  "embeddingQuantised",
  "fill",
  "gelu",
  "geluBackward",
  "geluErf",
  "geluErfBackward",
  "layerNorm",
  "layerNormBackward",
  "layerNormBackwardWeights",
  "logSumExp",
  "matmul",
  "matmulFewRows",
  "matmulPackedFewRows",
  "matmulQ4",
  "matmulQ8",
  "mul",
  "packMatrix",
  "relu",
  "reluBackward",
  "rmsNorm",
  "rmsNormBackward",
  "rmsNormBackwardWeights",
  "rotary",
  "roundRows",
  "silu",
  "siluBackward",
  "softmax",
  "softmaxBackward",
  "sumRows",
  "swiglu",
  "swigluBackward",
] as const;

export type KernelName = (typeof kernelNames)[number];

/** from, to, scratch, then what the kernel itself takes: addresses, counts and numbers. */
export type CompiledKernel = (from: number, to: number, scratch: number, ...rest: number[]) => void;

export type CompiledKernels = Readonly<Record<KernelName, CompiledKernel>>;

export interface Work {
  /** How many units there are; a unit's meaning is the kernel's. */
  readonly units: number;
  /** The fewest units worth handing to a thread by themselves; 1 unless told otherwise. */
  readonly grain?: number;
  /** How many numbers of scratch memory each thread needs; none unless told otherwise. */
  readonly scratch?: number;
}
