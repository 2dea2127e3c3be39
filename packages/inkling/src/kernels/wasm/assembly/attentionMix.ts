/** The last step of attention by itself: the twins of reference/attentionMix.ts, for when a hook looks at it. */
import { addScaled, dotRows, mixRows } from "./matvec";
import { at, clear, get } from "./place";

/** attentionMix: z[t] = Σₛ pattern[t, s] · v[s]. A unit is one head of one text. */
export function attentionMix(
  from: i32, to: i32, scratch: usize, pattern: usize, v: usize, z: usize,
  queries: i32, keys: i32, capacity: i32, heads: i32, kvHeads: i32, dHead: i32,
): void {
  const kRow = <usize>(kvHeads * dHead) << 2;
  for (let unit = from; unit < to; unit++) {
    const b = unit / heads;
    const h = unit % heads;
    const vHead = at(v, b * capacity * kvHeads * dHead + ((h * kvHeads) / heads) * dHead);
    for (let t = 0; t < queries; t++) {
      const zAt = at(z, ((b * queries + t) * heads + h) * dHead);
      mixRows(at(pattern, (unit * queries + t) * keys), vHead, kRow, keys - queries + t + 1, zAt, dHead);
    }
  }
}

/** attentionMixBackward. A unit is one kv head of one text, with all query heads that read it, in order. */
export function attentionMixBackward(
  from: i32, to: i32, scratch: usize, dz: usize, pattern: usize, v: usize, dPattern: usize, dv: usize,
  queries: i32, keys: i32, capacity: i32, heads: i32, kvHeads: i32, dHead: i32,
): void {
  const group = heads / kvHeads;
  const stride = kvHeads * dHead;
  for (let unit = from; unit < to; unit++) {
    const b = unit / kvHeads;
    const kvHead = unit % kvHeads;
    const kvAt = b * capacity * stride + kvHead * dHead;
    for (let s = 0; s < capacity; s++) clear(at(dv, kvAt + s * stride), dHead);
    for (let h = kvHead * group; h < (kvHead + 1) * group; h++) {
      for (let t = 0; t < queries; t++) {
        const visible = keys - queries + t + 1;
        const dzAt = at(dz, ((b * queries + t) * heads + h) * dHead);
        const row = ((b * heads + h) * queries + t) * keys;
        dotRows(dzAt, at(v, kvAt), <usize>stride << 2, dHead, at(dPattern, row), visible);
        clear(at(dPattern, row + visible), keys - visible);
        for (let s = 0; s < visible; s++) addScaled(at(dv, kvAt + s * stride), dzAt, get(pattern, row + s), dHead);
      }
    }
  }
}
