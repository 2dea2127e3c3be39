/** The first step of attention by itself: the twins of reference/attentionScores.ts, for when a hook looks at it. */
import { addScaled, dotRows } from "./matvec";
import { at, clear, get, set } from "./place";

/** attentionScores: [B, H, T, S], −∞ in the future. A unit is one head of one text. */
export function attentionScores(
  from: i32, to: i32, scratch: usize, q: usize, k: usize, scores: usize,
  queries: i32, keys: i32, capacity: i32, heads: i32, kvHeads: i32, dHead: i32,
): void {
  const kRow = <usize>(kvHeads * dHead) << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>dHead);
  for (let unit = from; unit < to; unit++) {
    const b = unit / heads;
    const h = unit % heads;
    const kHead = at(k, b * capacity * kvHeads * dHead + ((h * kvHeads) / heads) * dHead);
    for (let t = 0; t < queries; t++) {
      const visible = keys - queries + t + 1;
      const row = at(scores, (unit * queries + t) * keys);
      dotRows(at(q, ((b * queries + t) * heads + h) * dHead), kHead, kRow, dHead, row, visible);
      for (let s = 0; s < visible; s++) set(row, s, get(row, s) * scale);
      for (let s = visible; s < keys; s++) set(row, s, -Infinity);
    }
  }
}

/** attentionScoresBackward. A unit is one kv head of one text, with all query heads that read it, in order. */
export function attentionScoresBackward(
  from: i32, to: i32, scratch: usize, dScores: usize, q: usize, k: usize, dq: usize, dk: usize,
  queries: i32, keys: i32, capacity: i32, heads: i32, kvHeads: i32, dHead: i32,
): void {
  const group = heads / kvHeads;
  const stride = kvHeads * dHead;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>dHead);
  for (let unit = from; unit < to; unit++) {
    const b = unit / kvHeads;
    const kvHead = unit % kvHeads;
    const kvAt = b * capacity * stride + kvHead * dHead;
    for (let s = 0; s < capacity; s++) clear(at(dk, kvAt + s * stride), dHead);
    for (let h = kvHead * group; h < (kvHead + 1) * group; h++) {
      for (let t = 0; t < queries; t++) {
        const qAt = ((b * queries + t) * heads + h) * dHead;
        const row = at(dScores, ((b * heads + h) * queries + t) * keys);
        clear(at(dq, qAt), dHead);
        for (let s = 0; s < keys - queries + t + 1; s++) {
          const d = get(row, s) * scale;
          addScaled(at(dq, qAt), at(k, kvAt + s * stride), d, dHead);
          addScaled(at(dk, kvAt + s * stride), at(q, qAt), d, dHead);
        }
      }
    }
  }
}
