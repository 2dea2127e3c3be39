/**
 * Attention in one pass over each query row: scores, softmax and mix with only one row of scratch.
 *
 * The forward keeps log Σ exp(score) per row, from which the backward recomputes the pattern instead of storing it
 * (the idea of FlashAttention, Dao et al. 2022). It agrees with the step-by-step path to rounding, not to the bit.
 */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { Kernels } from "../kernels.ts";
import { attentionIndex, attentionSizes } from "./attentionIndex.ts";
import type { Floats, ReferenceMemory } from "./memory.ts";
import { rowSums } from "./sums.ts";

type Names = "attention" | "attentionBackward";

export function fusedAttentionKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round, exp, log, sqrt, newArray } = arithmetic;
  const sum = rowSums(arithmetic);

  /** Σᵢ a[aAt + i] · b[bAt + i], i ascending. */
  function dot(a: Floats, aAt: number, b: Floats, bAt: number, count: number): number {
    let total = 0;
    for (let i = 0; i < count; i++) total = round(total + round(a[aAt + i] * b[bAt + i]));
    return total;
  }

  return {
    /** z[t] = Σₛ softmax(q[t] · k[s] / √K) · v[s],   logSum[t] = max + log Σₛ exp(score − max) */
    attention(q, k, v, z, logSum, shape) {
      const { batch, queries, keys, heads, dHead } = shape;
      const index = attentionIndex(shape);
      const sizes = attentionSizes(shape);
      const Q = memory.at(q, sizes.q);
      const Key = memory.at(k, sizes.k);
      const V = memory.at(v, sizes.k);
      const Z = memory.at(z, sizes.q).fill(0);
      const LogSum = memory.at(logSum, sizes.rows);
      const scale = round(1 / sqrt(dHead));
      const weights = newArray(keys);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < queries; t++) {
            const visible = index.visible(t);
            const qAt = index.query(b, t, h);
            let max = -Infinity;
            for (let s = 0; s < visible; s++) {
              const score = round(dot(Q, qAt, Key, index.key(b, s, h), dHead) * scale);
              weights[s] = score;
              max = Math.max(max, score);
            }
            for (let s = 0; s < visible; s++) weights[s] = exp(round(weights[s] - max));
            const total = sum(visible, (s) => weights[s]);
            for (let s = 0; s < visible; s++) {
              const p = round(weights[s] / total);
              const vAt = index.key(b, s, h);
              for (let i = 0; i < dHead; i++) Z[qAt + i] = Z[qAt + i] + round(p * V[vAt + i]);
            }
            LogSum[index.row(b, h, t)] = max + log(total);
          }
        }
      }
    },

    /**
     * With p = exp(score − logSum) and δ[t] = dz[t] · z[t]  (which is Σₛ p · dp):
     *   dScore = p · (dz[t] · v[s] − δ[t]) / √K
     *   dq[t] = Σₛ dScore · k[s],   dk[s] = Σₜ dScore · q[t],   dv[s] = Σₜ p · dz[t]
     */
    attentionBackward(dz, q, k, v, z, logSum, dq, dk, dv, shape) {
      const { batch, queries, heads, dHead } = shape;
      const index = attentionIndex(shape);
      const sizes = attentionSizes(shape);
      const DZ = memory.at(dz, sizes.q);
      const Q = memory.at(q, sizes.q);
      const Key = memory.at(k, sizes.k);
      const V = memory.at(v, sizes.k);
      const Z = memory.at(z, sizes.q);
      const LogSum = memory.at(logSum, sizes.rows);
      const DQ = memory.at(dq, sizes.q).fill(0);
      const DK = memory.at(dk, sizes.k).fill(0);
      const DV = memory.at(dv, sizes.k).fill(0);
      const scale = round(1 / sqrt(dHead));
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < queries; t++) {
            const qAt = index.query(b, t, h);
            const logTotal = LogSum[index.row(b, h, t)];
            const delta = dot(DZ, qAt, Z, qAt, dHead);
            for (let s = 0; s < index.visible(t); s++) {
              const kAt = index.key(b, s, h);
              const score = round(dot(Q, qAt, Key, kAt, dHead) * scale);
              const p = exp(round(score - logTotal));
              const dp = dot(DZ, qAt, V, kAt, dHead);
              const dScore = round(round(p * round(dp - delta)) * scale);
              for (let i = 0; i < dHead; i++) {
                DQ[qAt + i] = DQ[qAt + i] + round(dScore * Key[kAt + i]);
                DK[kAt + i] = DK[kAt + i] + round(dScore * Q[qAt + i]);
                DV[kAt + i] = DV[kAt + i] + round(p * DZ[qAt + i]);
              }
            }
          }
        }
      }
    },
  };
}
