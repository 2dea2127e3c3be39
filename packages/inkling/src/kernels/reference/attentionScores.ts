/** The first step of attention: how well each query matches each key it may see. The causal mask is here. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import { attentionIndex, attentionSizes } from "./attentionIndex.ts";
import type { ReferenceMemory } from "./memory.ts";

type Names = "attentionScores" | "attentionScoresBackward";

export function attentionScoresKernels(
  { round, sqrt }: Arithmetic,
  memory: ReferenceMemory,
): Pick<Kernels, Names> {
  return {
    /** scores[b, h, t, s] = q · k / √K, and −∞ where s lies in t's future (the causal mask). */
    attentionScores(q, k, scores, shape) {
      const { batch, queries, keys, heads, dHead } = shape;
      const index = attentionIndex(shape);
      const sizes = attentionSizes(shape);
      const Q = memory.at(q, sizes.q);
      const Key = memory.at(k, sizes.k);
      const Scores = memory.at(scores, sizes.pattern);
      const scale = round(1 / sqrt(dHead));
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < queries; t++) {
            const row = index.row(b, h, t) * keys;
            const qAt = index.query(b, t, h);
            for (let s = 0; s < keys; s++) {
              if (s >= index.visible(t)) {
                Scores[row + s] = -Infinity;
                continue;
              }
              const kAt = index.key(b, s, h);
              let dot = 0;
              for (let i = 0; i < dHead; i++) dot = round(dot + round(Q[qAt + i] * Key[kAt + i]));
              Scores[row + s] = dot * scale;
            }
          }
        }
      }
    },

    /** dq[t] = Σₛ dScores[t, s] · k[s] / √K,   dk[s] = Σₜ dScores[t, s] · q[t] / √K, heads of a group in order */
    attentionScoresBackward(dScores, q, k, dq, dk, shape) {
      const { batch, queries, keys, heads, dHead } = shape;
      const index = attentionIndex(shape);
      const sizes = attentionSizes(shape);
      const DS = memory.at(dScores, sizes.pattern);
      const Q = memory.at(q, sizes.q);
      const Key = memory.at(k, sizes.k);
      const DQ = memory.at(dq, sizes.q).fill(0);
      const DK = memory.at(dk, sizes.k).fill(0);
      const scale = round(1 / sqrt(dHead));
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < queries; t++) {
            const qAt = index.query(b, t, h);
            for (let s = 0; s < index.visible(t); s++) {
              const kAt = index.key(b, s, h);
              const d = round(DS[index.row(b, h, t) * keys + s] * scale);
              for (let i = 0; i < dHead; i++) {
                DQ[qAt + i] = DQ[qAt + i] + round(d * Key[kAt + i]);
                DK[kAt + i] = DK[kAt + i] + round(d * Q[qAt + i]);
              }
            }
          }
        }
      }
    },
  };
}
