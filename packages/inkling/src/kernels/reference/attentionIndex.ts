/**
 * Where things lie in attention's tensors.
 *
 * q [B, T, H, K]; k and v [B, C, Hkv, K], of which S positions are filled. Query t stands at position S − T + t and sees
 * the keys up to its own position. Heads share keys in groups: query head h reads kv head ⌊h · Hkv / H⌋
 * (Ainslie et al. 2023).
 */
import type { AttentionShape } from "../kernels.ts";

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
