/** What assembly/optimizer.ts is given: settings become the rounded constants that the plain loop computes from them. */
import type { Kernels } from "../kernels.ts";
import type { Machine } from "./machine.ts";

type Names = "addSumOfSquares" | "clipFactor" | "adamW";

export function optimizerKernels(machine: Machine): Pick<Kernels, Names> {
  const { memory } = machine;
  const round = Math.fround;
  return {
    addSumOfSquares(x, total, count) {
      machine.run("addSumOfSquares", { units: 1 }, memory.at(x, count), memory.at(total, 1), count);
    },

    clipFactor(total, factor, maxNorm) {
      machine.run("clipFactor", { units: 1 }, memory.at(total, 1), memory.at(factor, 1), maxNorm);
    },

    adamW(w, dw, m, v, factor, count, setting) {
      const operands = [w, dw, m, v].map((span) => memory.at(span, count));
      const { beta1, beta2, epsilon, learningRate, weightDecay, correction1, correction2 } = setting;
      const constants = [beta1, beta2, 1 - beta1, 1 - beta2, 1 - learningRate * weightDecay];
      const stepSize = learningRate / correction1;
      const rootCorrection = Math.sqrt(round(correction2));
      machine.run(
        "adamW",
        { units: count, grain: 4096 },
        ...operands,
        memory.at(factor, 1),
        ...[...constants, stepSize, rootCorrection, epsilon].map(round),
      );
    },
  };
}
