/**
 * Dropout: the twin of the one in reference/elementwise.ts, with Threefry-2x32-20 (math/random.ts) in registers, four
 * counters side by side.
 */
import { get, get4, set, set4 } from "./place";

/** One round's second half: x1 is rotated, and x0, to which it has just been added, mixed in. */
@inline
function mixed(x1: v128, by: i32, x0: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(x1, by), i32x4.shr_u(x1, 32 - by)), x0);
}

@inline
function plus(x: v128, y: u32): v128 {
  return i32x4.add(x, i32x4.splat(y));
}

/**
 * dropout: a unit is a pair of elements, since one Threefry block gives two words. An element is kept if its word, out
 * of 2³², is at least `limit`; what is kept grows by `grow`.
 *
 * Blocks depend on nothing but their counter, so four are made at a time: eight elements. At the end, words without an element
 * are thrown away. The twenty rounds are written out, since a function can't give two vectors back.
 */
export function dropout(
  from: i32, to: i32, scratch: usize, x: usize, out: usize, count: i32, limit: u32, grow: f32, key0: u32, key1: u32,
): void {
  const key2: u32 = key0 ^ key1 ^ 0x1bd11bda;
  const least = i32x4.splat(limit);
  const factor = f32x4.splat(grow);
  for (let pair = from; pair < to; pair += 4) {
    let x0 = plus(i32x4.add(i32x4.splat(pair), i32x4(0, 1, 2, 3)), key0);
    let x1 = i32x4.splat(key1);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 13, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 15, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 26, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 6, x0);
    x0 = plus(x0, key1); x1 = plus(x1, key2 + 1);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 17, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 29, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 16, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 24, x0);
    x0 = plus(x0, key2); x1 = plus(x1, key0 + 2);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 13, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 15, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 26, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 6, x0);
    x0 = plus(x0, key0); x1 = plus(x1, key1 + 3);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 17, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 29, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 16, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 24, x0);
    x0 = plus(x0, key1); x1 = plus(x1, key2 + 4);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 13, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 15, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 26, x0);
    x0 = i32x4.add(x0, x1); x1 = mixed(x1, 6, x0);
    x0 = plus(x0, key2); x1 = plus(x1, key0 + 5);
    const keepLow = i32x4.ge_u(v128.shuffle<i32>(x0, x1, 0, 4, 1, 5), least);
    const keepHigh = i32x4.ge_u(v128.shuffle<i32>(x0, x1, 2, 6, 3, 7), least);
    const i = pair * 2;
    if (i + 8 <= min(count, to * 2)) {
      set4(out, i, v128.and(f32x4.mul(get4(x, i), factor), keepLow));
      set4(out, i + 4, v128.and(f32x4.mul(get4(x, i + 4), factor), keepHigh));
      continue;
    }
    for (let left = i; left < min(count, to * 2); left++) {
      const keep = left - i < 4 ? keepLow : keepHigh;
      set(out, left, wordOf(keep, left & 3) ? get(x, left) * grow : 0);
    }
  }
}

function wordOf(four: v128, index: i32): i32 {
  if (index == 0) return i32x4.extract_lane(four, 0);
  if (index == 1) return i32x4.extract_lane(four, 1);
  if (index == 2) return i32x4.extract_lane(four, 2);
  return i32x4.extract_lane(four, 3);
}
