/** The last step of attention: each query takes the values, weighted by its pattern. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import { attentionIndex, attentionSizes } from "./attentionIndex.ts";
import type { ReferenceMemory } from "./memory.ts";

type Names = "attentionMix" | "attentionMixBackward";

export function attentionMixKernels({ round }: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  return {
    /** z[t] = Σₛ pattern[t, s] · v[s] */
    attentionMix(pattern, v, z, shape) {
      const { batch, queries, keys, heads, dHead } = shape;
      const index = attentionIndex(shape);
      const sizes = attentionSizes(shape);
      const P = memory.at(pattern, sizes.pattern);
      const V = memory.at(v, sizes.k);
      const Z = memory.at(z, sizes.q).fill(0);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < queries; t++) {
            const zAt = index.query(b, t, h);
            for (let s = 0; s < index.visible(t); s++) {
              const vAt = index.key(b, s, h);
              const p = P[index.row(b, h, t) * keys + s];
              for (let i = 0; i < dHead; i++) Z[zAt + i] = Z[zAt + i] + round(p * V[vAt + i]);
            }
          }
        }
      }
    },

    /** dPattern[t, s] = dz[t] · v[s],   dv[s] = Σₜ pattern[t, s] · dz[t] */
    attentionMixBackward(dz, pattern, v, dPattern, dv, shape) {
      const { batch, queries, keys, heads, dHead } = shape;
      const index = attentionIndex(shape);
      const sizes = attentionSizes(shape);
      const DZ = memory.at(dz, sizes.q);
      const P = memory.at(pattern, sizes.pattern);
      const V = memory.at(v, sizes.k);
      const DP = memory.at(dPattern, sizes.pattern).fill(0);
      const DV = memory.at(dv, sizes.k).fill(0);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < queries; t++) {
            const zAt = index.query(b, t, h);
            for (let s = 0; s < index.visible(t); s++) {
              const vAt = index.key(b, s, h);
              const at = index.row(b, h, t) * keys + s;
              let dot = 0;
              for (let i = 0; i < dHead; i++) {
                dot = round(dot + round(DZ[zAt + i] * V[vAt + i]));
                DV[vAt + i] = DV[vAt + i] + round(P[at] * DZ[zAt + i]);
              }
              DP[at] = dot;
            }
          }
        }
      }
    },
  };
}
