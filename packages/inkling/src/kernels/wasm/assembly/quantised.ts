/**
 * Multiplication by quantised weights: the twin of reference/quantised.ts.
 *
 * First `roundRows` writes each row of x as blocks of whole numbers, in the form in which they are multiplied:
 *
 *   bytes 0–15   the scale, four times     16–31   −8 · the four partial sums of q     32–95   32 × int16
 *
 * Then one weight after the other is widened to int16, and `dot_i16x8_s` multiplies eight pairs and adds neighbours: two
 * numbers to each of four sums. Four such steps are a block. The sums are exact, so only blocks have an order.
 *
 * q4_0's numbers mean q − 8. Since Σ x · (q − 8) = Σ x · q − 8 · Σ x, its sums begin at the −8 · Σ x kept with x, and
 * nothing is subtracted from 32 weights.
 *
 * The time is that of reading the weights, so with many rows a block is widened once for four of them.
 */
import { at, get, set } from "./place";

const X_BLOCK: usize = 96;
const Q8_BLOCK: usize = 36;
const Q4_BLOCK: usize = 20;

/** roundRows: a unit is a row of `inner` numbers */
export function roundRows(from: i32, to: i32, scratch: usize, x: usize, rounded: usize, inner: i32): void {
  const blocks = inner >> 5;
  let source = at(x, from * inner);
  let target = rounded + <usize>(from * blocks) * X_BLOCK;
  const end = at(x, to * inner);
  for (; source < end; source += 128, target += X_BLOCK) roundBlock(source, target);
}

function roundBlock(x: usize, target: usize): void {
  let largest = f32x4.splat(0);
  for (let i = 0; i < 128; i += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(x + i)));
  largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 1, 0, 3, 2));
  const scale = f32x4.extract_lane(largest, 0) / 127;
  const inverse = f32x4.splat(scale > 0 ? 1 / scale : 0);
  const minusEight = i16x8.splat(-8);
  let correction = i32x4.splat(0);
  for (let i = 0; i < 4; i++) {
    const source = x + 32 * i;
    const eight = i16x8.narrow_i32x4_s(whole(v128.load(source), inverse), whole(v128.load(source, 16), inverse));
    correction = i32x4.add(correction, i32x4.dot_i16x8_s(eight, minusEight));
    v128.store(target + 16 * i, eight, 32);
  }
  v128.store(target, f32x4.splat(scale));
  v128.store(target, correction, 16);
}

/** x · inverse to the nearest whole number, a tie to the even one, within ±127; a NaN becomes 0 (its scale is NaN). */
@inline
function whole(x: v128, inverse: v128): v128 {
  const nearest = f32x4.nearest(f32x4.mul(x, inverse));
  return i32x4.trunc_sat_f32x4_s(f32x4.max(f32x4.splat(-127), f32x4.min(f32x4.splat(127), nearest)));
}

/** sums + d(x) · d(w) · the block's whole numbers */
@inline
function addBlock(sums: v128, x: usize, w: usize, start: v128, w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  let total = i32x4.add(start, i32x4.dot_i16x8_s(w0, v128.load(x, 32)));
  const other = i32x4.add(i32x4.dot_i16x8_s(w1, v128.load(x, 48)), i32x4.dot_i16x8_s(w2, v128.load(x, 64)));
  total = i32x4.add(total, i32x4.dot_i16x8_s(w3, v128.load(x, 80)));
  const scale = f32x4.mul(v128.load(x), v128.load_splat<u32>(w));
  return f32x4.add(sums, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.add(total, other))));
}

@inline
function fold(sums: v128): f32 {
  const first = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 2);
  return first + (f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 3));
}

/** matmulQ8: out[i, j] = dot product of row i of x and column j of the weights; a unit is a column */
export function matmulQ8(
  from: i32, to: i32, scratch: usize, x: usize, w: usize, out: usize, rows: i32, inner: i32, columns: i32,
): void {
  const blocks = inner >> 5;
  const xRow = <usize>blocks * X_BLOCK;
  const zero = i32x4.splat(0);
  for (let j = from; j < to; j++) {
    const column = w + <usize>(j * blocks) * Q8_BLOCK;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      let x0 = x + <usize>i * xRow;
      let sums0 = f32x4.splat(0);
      let sums1 = sums0;
      let sums2 = sums0;
      let sums3 = sums0;
      let block = column;
      for (let b = 0; b < blocks; b++, x0 += X_BLOCK, block += Q8_BLOCK) {
        const w0 = v128.load8x8_s(block, 4);
        const w1 = v128.load8x8_s(block, 12);
        const w2 = v128.load8x8_s(block, 20);
        const w3 = v128.load8x8_s(block, 28);
        sums0 = addBlock(sums0, x0, block, zero, w0, w1, w2, w3);
        sums1 = addBlock(sums1, x0 + xRow, block, zero, w0, w1, w2, w3);
        sums2 = addBlock(sums2, x0 + 2 * xRow, block, zero, w0, w1, w2, w3);
        sums3 = addBlock(sums3, x0 + 3 * xRow, block, zero, w0, w1, w2, w3);
      }
      set(out, i * columns + j, fold(sums0));
      set(out, (i + 1) * columns + j, fold(sums1));
      set(out, (i + 2) * columns + j, fold(sums2));
      set(out, (i + 3) * columns + j, fold(sums3));
    }
    for (; i < rows; i++) {
      let x0 = x + <usize>i * xRow;
      let sums = f32x4.splat(0);
      let block = column;
      for (let b = 0; b < blocks; b++, x0 += X_BLOCK, block += Q8_BLOCK) {
        const w0 = v128.load8x8_s(block, 4);
        const w1 = v128.load8x8_s(block, 12);
        const w2 = v128.load8x8_s(block, 20);
        const w3 = v128.load8x8_s(block, 28);
        sums = addBlock(sums, x0, block, zero, w0, w1, w2, w3);
      }
      set(out, i * columns + j, fold(sums));
    }
  }
}

/** matmulQ4: the same for q4_0 */
export function matmulQ4(
  from: i32, to: i32, scratch: usize, x: usize, w: usize, out: usize, rows: i32, inner: i32, columns: i32,
): void {
  const blocks = inner >> 5;
  const xRow = <usize>blocks * X_BLOCK;
  const lowHalf = i8x16.splat(15);
  for (let j = from; j < to; j++) {
    const column = w + <usize>(j * blocks) * Q4_BLOCK;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      let x0 = x + <usize>i * xRow;
      let sums0 = f32x4.splat(0);
      let sums1 = sums0;
      let sums2 = sums0;
      let sums3 = sums0;
      let block = column;
      for (let b = 0; b < blocks; b++, x0 += X_BLOCK, block += Q4_BLOCK) {
        const both = v128.load(block, 4);
        const low = v128.and(both, lowHalf);
        const high = v128.and(i16x8.shr_u(both, 4), lowHalf);
        const w0 = i16x8.extend_low_i8x16_u(low);
        const w1 = i16x8.extend_high_i8x16_u(low);
        const w2 = i16x8.extend_low_i8x16_u(high);
        const w3 = i16x8.extend_high_i8x16_u(high);
        sums0 = addBlock(sums0, x0, block, v128.load(x0, 16), w0, w1, w2, w3);
        const x1 = x0 + xRow;
        sums1 = addBlock(sums1, x1, block, v128.load(x1, 16), w0, w1, w2, w3);
        const x2 = x1 + xRow;
        sums2 = addBlock(sums2, x2, block, v128.load(x2, 16), w0, w1, w2, w3);
        const x3 = x2 + xRow;
        sums3 = addBlock(sums3, x3, block, v128.load(x3, 16), w0, w1, w2, w3);
      }
      set(out, i * columns + j, fold(sums0));
      set(out, (i + 1) * columns + j, fold(sums1));
      set(out, (i + 2) * columns + j, fold(sums2));
      set(out, (i + 3) * columns + j, fold(sums3));
    }
    for (; i < rows; i++) {
      let x0 = x + <usize>i * xRow;
      let sums = f32x4.splat(0);
      let block = column;
      for (let b = 0; b < blocks; b++, x0 += X_BLOCK, block += Q4_BLOCK) {
        const both = v128.load(block, 4);
        const low = v128.and(both, lowHalf);
        const high = v128.and(i16x8.shr_u(both, 4), lowHalf);
        const w0 = i16x8.extend_low_i8x16_u(low);
        const w1 = i16x8.extend_high_i8x16_u(low);
        const w2 = i16x8.extend_low_i8x16_u(high);
        const w3 = i16x8.extend_high_i8x16_u(high);
        sums = addBlock(sums, x0, block, v128.load(x0, 16), w0, w1, w2, w3);
      }
      set(out, i * columns + j, fold(sums));
    }
  }
}

/** embeddingQuantised: out[i] = the floats that row ids[i] stands for; `half`: q4_0 rather than q8_0 */
export function embeddingQuantised(
  from: i32, to: i32, scratch: usize, ids: usize, table: usize, out: usize, columns: i32, half: bool,
): void {
  const size = half ? Q4_BLOCK : Q8_BLOCK;
  const blocks = columns >> 5;
  for (let i = from; i < to; i++) {
    let block = table + <usize>(load<i32>(at(ids, i)) * blocks) * size;
    for (let b = 0; b < blocks; b++, block += size) {
      const scale = get(block, 0);
      const target = at(out, i * columns + 32 * b);
      if (half) {
        for (let k = 0; k < 16; k++) {
          const both = <i32>load<u8>(block + k, 4);
          set(target, k, scale * <f32>((both & 15) - 8));
          set(target, k + 16, scale * <f32>((both >> 4) - 8));
        }
      } else {
        for (let k = 0; k < 32; k++) set(target, k, scale * <f32>load<i8>(block + k, 4));
      }
    }
  }
}
