/** Rotary positions: every pair of numbers turned by an angle that grows with the position. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";

type Names = "rotary";

export function rotaryKernels({ round }: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  return {
    /** Pair (i, i + K/2) turns by the angle of its position: Su et al. 2021, in Hugging Face's "halves" order. */
    rotary(x, cos, sin, out, { batch, positions, heads, dHead, start, inverse }) {
      const half = dHead / 2;
      const X = memory.at(x, batch * positions * heads * dHead);
      const Y = memory.at(out, batch * positions * heads * dHead);
      const Cos = memory.at(cos, (start + positions) * half);
      const Sin = memory.at(sin, (start + positions) * half);
      for (let b = 0; b < batch; b++) {
        for (let t = 0; t < positions; t++) {
          for (let h = 0; h < heads; h++) {
            const at = ((b * positions + t) * heads + h) * dHead;
            for (let i = 0; i < half; i++) {
              const c = Cos[(start + t) * half + i];
              const s = inverse ? -Sin[(start + t) * half + i] : Sin[(start + t) * half + i];
              const first = X[at + i];
              const second = X[at + half + i];
              Y[at + i] = round(first * c) - round(second * s);
              Y[at + half + i] = round(second * c) + round(first * s);
            }
          }
        }
      }
    },
  };
}
