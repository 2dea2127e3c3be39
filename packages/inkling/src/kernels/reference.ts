/**
 * The reference backend: every kernel as the plain loop that says what it computes.
 *
 * With `float32` arithmetic (every step through Math.fround) it is the specification whose bits other backends must
 * reproduce; with `float64` it is the ruler that gradients are measured with. One thread, no tricks.
 */
import { type Arithmetic, float32, float64 } from "../math/arithmetic.ts";
import type { Kernels } from "./kernels.ts";
import { attentionMixKernels } from "./reference/attentionMix.ts";
import { attentionScoresKernels } from "./reference/attentionScores.ts";
import { elementwiseKernels } from "./reference/elementwise.ts";
import { fusedAttentionKernels } from "./reference/fusedAttention.ts";
import { layerNormKernels } from "./reference/layerNorm.ts";
import { matmulKernels } from "./reference/matmul.ts";
import { ReferenceMemory } from "./reference/memory.ts";
import { optimizerKernels } from "./reference/optimizer.ts";
import { quantisedKernels } from "./reference/quantised.ts";
import { rmsNormKernels } from "./reference/rmsNorm.ts";
import { rotaryKernels } from "./reference/rotary.ts";
import { softmaxAndLossKernels } from "./reference/softmaxAndLoss.ts";
import { swigluKernels } from "./reference/swiglu.ts";
import { tableKernels } from "./reference/tables.ts";

export type Precision = "float32" | "float64";

export function createReferenceKernels(precision: Precision): Kernels {
  const arithmetic: Arithmetic = precision === "float64" ? float64 : float32;
  const memory = new ReferenceMemory(arithmetic);
  return {
    rounding: "strict",
    allocate: (type, count) => memory.allocate(type, count),
    free: (buffer) => memory.free(buffer),
    write: (to, values) => memory.write(to, values),
    read: (from, count) => memory.read(from, count),
    memory: () => memory.report,
    dispose: () => undefined, // one thread, and the memory is the garbage collector's
    ...elementwiseKernels(arithmetic, memory),
    ...swigluKernels(arithmetic, memory),
    ...matmulKernels(arithmetic, memory),
    ...quantisedKernels(arithmetic, memory),
    ...tableKernels(memory),
    ...layerNormKernels(arithmetic, memory),
    ...rmsNormKernels(arithmetic, memory),
    ...rotaryKernels(arithmetic, memory),
    ...attentionScoresKernels(arithmetic, memory),
    ...attentionMixKernels(arithmetic, memory),
    ...fusedAttentionKernels(arithmetic, memory),
    ...softmaxAndLossKernels(arithmetic, memory),
    ...optimizerKernels(arithmetic, memory),
  };
}
