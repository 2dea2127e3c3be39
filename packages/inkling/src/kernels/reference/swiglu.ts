/** SwiGLU (Shazeer 2020): one half of the neurons opens or closes the other. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import { activationCurves } from "./elementwise.ts";
import type { ReferenceMemory } from "./memory.ts";

export function swigluKernels(
  arithmetic: Arithmetic,
  memory: ReferenceMemory,
): Pick<Kernels, "swiglu" | "swigluBackward"> {
  const { round } = arithmetic;
  const { silu } = activationCurves(arithmetic);
  return {
    /** y = silu(gate) · x */
    swiglu(gate, x, out, count) {
      const Gate = memory.at(gate, count);
      const X = memory.at(x, count);
      const Y = memory.at(out, count);
      for (let i = 0; i < count; i++) Y[i] = silu.value(Gate[i]) * X[i];
    },

    /** dGate = dy · x · silu′(gate)      dx = dy · silu(gate) */
    swigluBackward(dy, gate, x, dGate, dx, count) {
      const DY = memory.at(dy, count);
      const Gate = memory.at(gate, count);
      const X = memory.at(x, count);
      const DGate = memory.at(dGate, count);
      const DX = memory.at(dx, count);
      for (let i = 0; i < count; i++) {
        DGate[i] = round(DY[i] * X[i]) * silu.slope(Gate[i]);
        DX[i] = DY[i] * silu.value(Gate[i]);
      }
    },
  };
}
