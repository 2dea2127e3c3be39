/** AdamW (Loshchilov & Hutter 2019) and gradient clipping by the global norm. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";
import { rowSums } from "./sums.ts";

type Names = "addSumOfSquares" | "clipFactor" | "adamW";

export function optimizerKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round, sqrt } = arithmetic;
  const sum = rowSums(arithmetic);
  return {
    addSumOfSquares(x, total, count) {
      const X = memory.at(x, count);
      const Total = memory.at(total, 1);
      Total[0] = Total[0] + sum(count, (i) => round(X[i] * X[i]));
    },

    clipFactor(total, factor, maxNorm) {
      const norm = sqrt(memory.at(total, 1)[0]);
      const limit = round(round(maxNorm) / round(norm + round(1e-6))); // 1e-6 as PyTorch: never divide by zero
      memory.at(factor, 1)[0] = Math.min(limit, 1);
    },

    /**
     * g = dw · factor
     * w = w · (1 − η λ)                       weights shrink by themselves, apart from the gradient
     * m = β₁ m + (1 − β₁) g                   a running mean of the gradient …
     * v = β₂ v + (1 − β₂) g²                  … and of its square
     * w = w − η / c₁ · m / (√v / √c₂ + ε)     c₁, c₂: the corrections for having started at zero
     */
    adamW(w, dw, m, v, factor, count, setting) {
      const W = memory.at(w, count);
      const DW = memory.at(dw, count);
      const M = memory.at(m, count);
      const V = memory.at(v, count);
      const clip = memory.at(factor, 1)[0];
      const beta1 = round(setting.beta1);
      const beta2 = round(setting.beta2);
      const fresh1 = round(1 - setting.beta1);
      const fresh2 = round(1 - setting.beta2);
      const keep = round(1 - setting.learningRate * setting.weightDecay);
      const stepSize = round(setting.learningRate / setting.correction1);
      const rootCorrection = sqrt(round(setting.correction2));
      const epsilon = round(setting.epsilon);
      for (let i = 0; i < count; i++) {
        const g = round(DW[i] * clip);
        const mean = round(round(beta1 * M[i]) + round(fresh1 * g));
        const square = round(round(beta2 * V[i]) + round(fresh2 * round(g * g)));
        const denominator = round(round(sqrt(square) / rootCorrection) + epsilon);
        W[i] = round(W[i] * keep) - round(stepSize * round(mean / denominator));
        M[i] = mean;
        V[i] = square;
      }
    },
  };
}
