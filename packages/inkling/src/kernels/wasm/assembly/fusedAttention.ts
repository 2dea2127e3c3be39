/**
 * Attention in one pass, nothing of size [T, S] kept: the twins of reference/fusedAttention.ts.
 *
 * Scores, the mix of values, and the four products of the backward are small matrix multiplications, so tile.ts does
 * them, four queries (or keys) at a time. What differs from a plain multiplication is the causal mask: the four rows of
 * a tile end (or begin) at different places. The part that all four share is a tile; the up to three steps where
 * only some of them take part are added one by one, before or after, as the order of the plain loop wants it.
 *
 * Shapes: q [B, T, H, K]; k and v [B, C, Hkv, K], of which S are filled; query t sees S − T + t + 1 keys;
 * query head h reads kv head ⌊h · Hkv / H⌋. Neighbouring positions lie a "row" apart, in bytes: `qRow`, `kRow`.
 */
import { exp, log1 } from "./math";
import { addScaled, dot, dotRows, mixRows } from "./matvec";
import { at, clear, get, get4, set, set4 } from "./place";
import { expRow } from "./softmaxAndLoss";
import { maxRow, sumRow } from "./sums";
import { fourRows, tile, turn } from "./tile";

/** Queries that the backward treats together: their part of the pattern [QUERIES, S] is all that is ever held. */
const QUERIES: i32 = 32;

@inline
function roundUp8(count: i32): i32 {
  return (count + 7) & ~7;
}

/** Rows of scores begin at whole tiles, so that tiles and whole vectors may write a few numbers nobody reads. */
@inline
function scaleRow(row: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  for (let s = 0; s < count; s += 4) set4(row, s, f32x4.mul(get4(row, s), factors));
}

/** Scores become the pattern: softmax(scale · row), over the first `seen` positions. Gives logSum. */
function patternOf(row: usize, seen: i32, scale: f32): f32 {
  scaleRow(row, scale, seen);
  const max = maxRow(row, seen);
  expRow(row, row, roundUp8(seen), max);
  const total = sumRow(row, seen);
  const totals = f32x4.splat(total);
  for (let s = 0; s < seen; s += 4) set4(row, s, f32x4.div(get4(row, s), totals));
  return max + log1(total);
}

/**
 * rows[r, s] = x[r] · y[s] for four rows x (`xRow` apart) and the first `count` of the y that `turned` holds as
 * [K, width]. panel: [K, 4].
 */
@inline
function dotsOfFour(
  x: usize, xRow: usize, turned: usize, width: i32, dHead: i32, panel: usize, rows: usize, count: i32,
): void {
  turn(x, xRow, 4, dHead, panel, 16);
  for (let s = 0; s < count; s += 8) {
    tile(panel, 16, at(turned, s), <usize>width << 2, dHead, at(rows, s), <usize>width << 2, true);
  }
}

/**
 * out[r] = Σₛ weights[r, s] · y[s] for four queries, of which the first sees `visible` positions, the second one more,
 * and so on. panel: [visible, 4].
 */
@inline
function mixOfFour(
  weights: usize, width: i32, visible: i32, y: usize, yRow: usize, out: usize, outRow: usize, dHead: i32, panel: usize,
): void {
  turn(weights, <usize>width << 2, 4, visible, panel, 16);
  fourRows(panel, 16, y, yRow, visible, out, outRow, dHead, true);
  for (let r = 1; r < 4; r++) {
    for (let s = visible; s < visible + r; s++) {
      const weight = get(weights, r * width + s);
      addScaled(out + <usize>r * outRow, y + <usize>s * yRow, weight, dHead);
    }
  }
}

/**
 * attention: z, and logSum [B, H, T]. A unit is one head of one text. scratch: keys turned [K, S] + [K, 4] + scores [4, S] +
 * [S, 4], or scores [H, S].
 */
export function attention(
  from: i32, to: i32, scratch: usize, q: usize, k: usize, v: usize, z: usize, logSum: usize,
  queries: i32, keys: i32, capacity: i32, heads: i32, kvHeads: i32, dHead: i32,
): void {
  const qRow = <usize>(heads * dHead) << 2;
  const kRow = <usize>(kvHeads * dHead) << 2;
  const width = roundUp8(keys);
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>dHead);
  const turned = scratch;
  const qPanel = at(turned, dHead * width);
  const rows = at(qPanel, 4 * dHead);
  const panel = at(rows, 4 * width);
  for (let unit = from; unit < to && queries >= 4; unit++) {
    const b = unit / heads;
    const h = unit % heads;
    const kvAt = b * capacity * kvHeads * dHead + ((h * kvHeads) / heads) * dHead;
    turn(at(k, kvAt), kRow, keys, dHead, turned, <usize>width << 2);
    for (let t = 0; t + 4 <= queries; t += 4) {
      const visible = keys - queries + t + 1;
      const offset = <usize>(((b * queries + t) * heads + h) * dHead) << 2;
      dotsOfFour(q + offset, qRow, turned, width, dHead, qPanel, rows, visible + 3);
      for (let r = 0; r < 4; r++) {
        const sum = patternOf(at(rows, r * width), visible + r, scale);
        set(logSum, unit * queries + t + r, sum);
      }
      mixOfFour(rows, width, visible, at(v, kvAt), kRow, z + offset, qRow, dHead, panel);
    }
  }
  for (let first = from; first < to; ) {
    const b = first / heads;
    const last = min(to, (b + 1) * heads); // of the range's heads of this text
    const kvAt = b * capacity * kvHeads * dHead;
    for (let t = queries & ~3; t < queries; t++) {
      const place = (b * queries + t) * heads * dHead;
      attentionOfOne(
        first - b * heads, last - b * heads, at(q, place), at(k, kvAt), at(v, kvAt), at(z, place),
        keys - queries + t + 1, heads, kvHeads, dHead, scale, scratch, at(logSum, b * heads * queries + t), queries,
      );
    }
    first = last;
  }
}

/**
 * One query, heads `from` to `to`: what generating a word needs. All it does is to read keys and values once, so it reads them
 * as they lie in memory, front to back with all heads of a position one after another, eight positions at a time.
 */
function attentionOfOne(
  from: i32, to: i32, q: usize, k: usize, v: usize, z: usize,
  seen: i32, heads: i32, kvHeads: i32, dHead: i32, scale: f32, rows: usize, logSum: usize, queries: i32,
): void {
  const kRow = <usize>(kvHeads * dHead) << 2;
  const width = roundUp8(seen);
  for (let s = 0; s < seen; s += 8) {
    for (let h = from; h < to; h++) {
      const kHead = k + <usize>s * kRow + (<usize>(((h * kvHeads) / heads) * dHead) << 2);
      dotRows(at(q, h * dHead), kHead, kRow, dHead, at(rows, (h - from) * width + s), min(8, seen - s));
    }
  }
  for (let h = from; h < to; h++) {
    set(logSum, h * queries, patternOf(at(rows, (h - from) * width), seen, scale));
  }
  clear(at(z, from * dHead), (to - from) * dHead);
  for (let s = 0; s < seen; s++) {
    for (let h = from; h < to; h++) {
      const vHead = v + <usize>s * kRow + (<usize>(((h * kvHeads) / heads) * dHead) << 2);
      addScaled(at(z, h * dHead), vHead, get(rows, (h - from) * width + s), dHead);
    }
  }
}

/**
 * attentionBackward. A unit is one kv head of one text, with all query heads that read it, in order.
 * scratch: keys and values turned [K, S] each, a panel [max(K, S), 4], and the pattern p and dScore [QUERIES, S] each.
 */
export function attentionBackward(
  from: i32, to: i32, scratch: usize,
  dz: usize, q: usize, k: usize, v: usize, z: usize, logSum: usize, dq: usize, dk: usize, dv: usize,
  queries: i32, keys: i32, capacity: i32, heads: i32, kvHeads: i32, dHead: i32,
): void {
  const qRow = <usize>(heads * dHead) << 2;
  const kRow = <usize>(kvHeads * dHead) << 2;
  const width = roundUp8(keys);
  const group = heads / kvHeads;
  const turnedK = scratch;
  const turnedV = at(turnedK, dHead * width);
  const panel = at(turnedV, dHead * width);
  const p = at(panel, 4 * max(dHead, width));
  const ds = at(p, QUERIES * width);
  for (let unit = from; unit < to; unit++) {
    const b = unit / kvHeads;
    const kvHead = unit % kvHeads;
    const kvAt = <usize>(b * capacity * kvHeads * dHead + kvHead * dHead) << 2;
    for (let s = 0; s < capacity; s++) {
      clear(dk + kvAt + <usize>s * kRow, dHead);
      clear(dv + kvAt + <usize>s * kRow, dHead);
    }
    turn(k + kvAt, kRow, keys, dHead, turnedK, <usize>width << 2);
    turn(v + kvAt, kRow, keys, dHead, turnedV, <usize>width << 2);
    for (let h = kvHead * group; h < (kvHead + 1) * group; h++) {
      for (let t = 0; t < queries; t += QUERIES) {
        const count = min(QUERIES, queries - t);
        const seen = keys - queries + t + 1; // by query t
        const offset = <usize>(((b * queries + t) * heads + h) * dHead) << 2;
        const logSums = at(logSum, (b * heads + h) * queries + t);
        patternBlock(
          dz + offset, q + offset, k + kvAt, v + kvAt, z + offset, logSums,
          qRow, kRow, turnedK, turnedV, width, dHead, count, seen, panel, p, ds,
        );
        queryGradients(ds, width, k + kvAt, kRow, dq + offset, qRow, dHead, count, seen, panel);
        keyGradients(ds, width, q + offset, qRow, dk + kvAt, kRow, dHead, count, seen);
        keyGradients(p, width, dz + offset, qRow, dv + kvAt, kRow, dHead, count, seen);
      }
    }
  }
}

/** p = exp(score − logSum) and ds = p · (dz · v − dz · z) / √K, for `count` queries, the first of which sees `seen` keys. */
function patternBlock(
  dz: usize, q: usize, k: usize, v: usize, z: usize, logSum: usize, qRow: usize, kRow: usize,
  turnedK: usize, turnedV: usize, width: i32, dHead: i32, count: i32, seen: i32, panel: usize, p: usize, ds: usize,
): void {
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>dHead);
  for (let r = 0; r < count; r++) {
    const row = at(p, r * width);
    const dRow = at(ds, r * width);
    const query = q + <usize>r * qRow;
    const dQuery = dz + <usize>r * qRow;
    if (r + 4 <= (count & ~3) && r % 4 == 0) {
      dotsOfFour(query, qRow, turnedK, width, dHead, panel, row, seen + r + 3);
      dotsOfFour(dQuery, qRow, turnedV, width, dHead, panel, dRow, seen + r + 3);
    } else if (r >= (count & ~3)) {
      dotRows(query, k, kRow, dHead, row, seen + r);
      dotRows(dQuery, v, kRow, dHead, dRow, seen + r);
    }
    const visible = seen + r;
    const delta = dot(dQuery, z + <usize>r * qRow, dHead);
    const logSums = f32x4.splat(get(logSum, r));
    const deltas = f32x4.splat(delta);
    const scales = f32x4.splat(scale);
    for (let s = 0; s < visible; s += 8) {
      const first = exp(f32x4.sub(f32x4.mul(get4(row, s), scales), logSums));
      const second = exp(f32x4.sub(f32x4.mul(get4(row, s + 4), scales), logSums));
      const dFirst = f32x4.mul(f32x4.mul(first, f32x4.sub(get4(dRow, s), deltas)), scales);
      const dSecond = f32x4.mul(f32x4.mul(second, f32x4.sub(get4(dRow, s + 4), deltas)), scales);
      set4(row, s, first);
      set4(row, s + 4, second);
      set4(dRow, s, dFirst);
      set4(dRow, s + 4, dSecond);
    }
  }
}

/** dq[t] = Σₛ ds[t, s] · k[s] */
function queryGradients(
  ds: usize, width: i32, k: usize, kRow: usize, dq: usize, qRow: usize, dHead: i32, count: i32, seen: i32, panel: usize,
): void {
  let r = 0;
  for (; r + 4 <= count; r += 4) {
    mixOfFour(at(ds, r * width), width, seen + r, k, kRow, dq + <usize>r * qRow, qRow, dHead, panel);
  }
  for (; r < count; r++) mixRows(at(ds, r * width), k, kRow, seen + r, dq + <usize>r * qRow, dHead);
}

/**
 * out[s] += Σₜ weights[t, s] · x[t], t ascending over the block's queries that see s: dk from ds and q, dv from p and dz.
 * Key s is seen from query s − seen + 1 on.
 */
function keyGradients(
  weights: usize, width: i32, x: usize, xRow: usize, out: usize, outRow: usize, dHead: i32, count: i32, seen: i32,
): void {
  const last = seen + count - 1; // keys that the last query sees
  for (let s = 0; s < last; s += 4) {
    const tall = min(4, last - s);
    // From this query on, all four are seen.
    const together = tall < 4 ? count : max(0, s + 4 - seen);
    for (let r = 0; r < tall; r++) {
      for (let t = max(0, s + r + 1 - seen); t < together; t++) {
        addScaled(out + <usize>(s + r) * outRow, x + <usize>t * xRow, get(weights, t * width + s + r), dHead);
      }
    }
    if (together < count) {
      fourRows(
        at(weights, together * width + s), <usize>width << 2, x + <usize>together * xRow, xRow,
        count - together, out + <usize>s * outRow, outRow, dHead, false,
      );
    }
  }
}
