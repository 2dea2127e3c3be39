/**
 * Causal attention (Vaswani et al. 2017), step by step and fused.
 *
 *   scores  = q · kᵀ / √K, and −∞ where the key lies in the query's future (the causal mask)
 *   pattern = softmax(scores)
 *   z       = pattern · v
 *
 * q [B, T, H, K]; k, v [B, C, Hkv, K], of which the first S positions are filled (a cache has room to spare);
 * scores, pattern [B, H, T, S]; z [B, T, H, K]. With Hkv < H, heads share keys and values in groups
 * (Ainslie et al. 2023). `attention` is the three steps in one, without keeping scores or pattern: the same numbers
 * to rounding, in far less memory. The backward's formulas stand above their kernels in kernels/reference/.
 */

import { InklingError } from "../errors.ts";
import type { AttentionShape } from "../kernels/kernels.ts";
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function attentionScores(q: Tensor, k: Tensor, keys: number): Tensor {
  const shape = attentionShape(q, k, keys);
  const { engine } = q;
  const { kernels } = engine;
  const scores = engine.empty([shape.batch, shape.heads, shape.queries, keys]);
  kernels.attentionScores(q, k, scores, shape);
  return engine.tape.record("attentionScores", [q, k], scores, (dScores) => {
    const [dq, dk] = [engine.empty(q.shape), engine.empty(k.shape)];
    kernels.attentionScoresBackward(dScores, q, k, dq, dk, shape);
    return [() => dq, () => dk];
  });
}

/** z = pattern · v */
export function attentionMix(pattern: Tensor, v: Tensor, queryShape: readonly number[]): Tensor {
  const is = dims();
  const { S } = is(pattern, "B H T S");
  const { engine } = v;
  const { kernels } = engine;
  const z = engine.empty(queryShape);
  const shape = attentionShape(z, v, S, is);
  kernels.attentionMix(pattern, v, z, shape);
  return engine.tape.record("attentionMix", [pattern, v], z, (dz) => {
    const [dPattern, dv] = [engine.empty(pattern.shape), engine.empty(v.shape)];
    kernels.attentionMixBackward(dz, pattern, v, dPattern, dv, shape);
    return [() => dPattern, () => dv];
  });
}

export function attention(q: Tensor, k: Tensor, v: Tensor, keys: number): Tensor {
  const is = dims();
  const shape = attentionShape(q, k, keys, is);
  is(v, "B C Hkv K");
  const { engine } = q;
  const { kernels } = engine;
  const z = engine.empty(q.shape);
  const logSum = engine.empty([shape.batch, shape.heads, shape.queries]);
  kernels.attention(q, k, v, z, logSum, shape);
  return engine.tape.record("attention", [q, k, v], z, (dz) => {
    const [dq, dk, dv] = [engine.empty(q.shape), engine.empty(k.shape), engine.empty(v.shape)];
    kernels.attentionBackward(dz, q, k, v, z, logSum, dq, dk, dv, shape);
    return [() => dq, () => dk, () => dv];
  });
}

function attentionShape(q: Tensor, k: Tensor, keys: number, is = dims()): AttentionShape {
  const { B, T, H, K } = is(q, "B T H K");
  const { C, Hkv } = is(k, "B C Hkv K");
  if (H % Hkv !== 0) throw new InklingError(`${H} heads can't share ${Hkv} key/value heads in equal groups.`);
  if (keys > C || keys < T) {
    throw new InklingError(`${keys} keys were asked for, with ${T} queries and room for ${C} keys.`);
  }
  return { batch: B, queries: T, keys, capacity: C, heads: H, kvHeads: Hkv, dHead: K };
}
