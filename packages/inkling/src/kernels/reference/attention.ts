/**
 * Causal attention in three steps: scores, (softmax), mix. And rotary positions.
 *
 * q [B, T, H, K], k and v [B, C, Hkv, K] of which S positions are filled. Query t stands at position S − T + t and
 * sees the keys up to its own position. Heads share keys in groups: query head h reads kv head ⌊h · Hkv / H⌋
 * (Ainslie et al. 2023). `fusedAttention.ts` computes the same without keeping the [T, S] matrices.
 */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { AttentionShape, Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";

type Names =
  | "rotary"
  | "attentionScores"
  | "attentionScoresBackward"
  | "attentionMix"
  | "attentionMixBackward";

/** Where a query row, and a key or value row, begins; and how many keys query t may see. */
export function attentionIndex({ queries, keys, capacity, heads, kvHeads, dHead }: AttentionShape) {
  const group = heads / kvHeads;
  return {
    query: (b: number, t: number, h: number) => ((b * queries + t) * heads + h) * dHead,
    key: (b: number, s: number, h: number) => ((b * capacity + s) * kvHeads + Math.floor(h / group)) * dHead,
    row: (b: number, h: number, t: number) => (b * heads + h) * queries + t,
    visible: (t: number) => keys - queries + t + 1,
  };
}

export function attentionSizes({ batch, queries, keys, capacity, heads, kvHeads, dHead }: AttentionShape) {
  return {
    q: batch * queries * heads * dHead,
    k: batch * capacity * kvHeads * dHead,
    pattern: batch * heads * queries * keys,
    rows: batch * heads * queries,
  };
}

export function attentionKernels({ round, sqrt }: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
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
