/** Dropout: the twin of the one in reference/elementwise.ts, with Threefry-2x32-20 (math/random.ts) in registers. */
import { get, set } from "./place";

@inline
function rotate(x: u32, by: i32): u32 {
  return rotl<u32>(x, by);
}

/** Four rounds of mixing. */
@inline
function mix(x0: u32, x1: u32, r0: i32, r1: i32, r2: i32, r3: i32): u64 {
  x0 += x1;
  x1 = rotate(x1, r0) ^ x0;
  x0 += x1;
  x1 = rotate(x1, r1) ^ x0;
  x0 += x1;
  x1 = rotate(x1, r2) ^ x0;
  x0 += x1;
  x1 = rotate(x1, r3) ^ x0;
  return (<u64>x1 << 32) | x0;
}

/** The two words of block `counter` under a key. */
function threefry(key0: u32, key1: u32, counter: u32): u64 {
  const key2: u32 = key0 ^ key1 ^ 0x1bd11bda;
  let both = mix(counter + key0, key1, 13, 15, 26, 6);
  both = mix(<u32>both + key1, <u32>(both >> 32) + key2 + 1, 17, 29, 16, 24);
  both = mix(<u32>both + key2, <u32>(both >> 32) + key0 + 2, 13, 15, 26, 6);
  both = mix(<u32>both + key0, <u32>(both >> 32) + key1 + 3, 17, 29, 16, 24);
  both = mix(<u32>both + key1, <u32>(both >> 32) + key2 + 4, 13, 15, 26, 6);
  const x0 = <u32>both + key2;
  const x1 = <u32>(both >> 32) + key0 + 5;
  return (<u64>x1 << 32) | x0;
}

/**
 * dropout: a unit is a pair of elements, since one Threefry block gives two words. An element is kept if its word, out
 * of 2³², is at least `limit`; what is kept grows by `grow`.
 */
export function dropout(
  from: i32, to: i32, scratch: usize, x: usize, out: usize, count: i32, limit: f64, grow: f32, key0: u32, key1: u32,
): void {
  for (let pair = from; pair < to; pair++) {
    const drawn = threefry(key0, key1, <u32>pair);
    const i = pair * 2;
    set(out, i, <f64>(<u32>drawn) >= limit ? get(x, i) * grow : 0);
    if (i + 1 < count) set(out, i + 1, <f64>(<u32>(drawn >> 32)) >= limit ? get(x, i + 1) * grow : 0);
  }
}
