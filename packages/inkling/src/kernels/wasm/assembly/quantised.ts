/**
 * Multiplication by quantised weights: the twin of reference/quantised.ts.
 *
 * First `roundRows` writes each row of x as blocks of whole numbers, in the form in which they are multiplied:
 *
 *   bytes 0–3   the scale     4–7   −8 · Σ q     16–79   32 × int16
 *
 * Then four columns of weights go together, block by block: each a quarter of the matrix behind the one before, for four
 * places of memory far from each other arrive sooner than one (matvec.ts says why). A block's weights are widened to int16, `dot_i16x8_s`
 * multiplies eight pairs and adds neighbours, and after four such steps each column has four partial sums; turned and
 * added, they become one vector with the block's whole number of each column. Up to here all is exact. Only then come
 * floats: the vector, times the scales, is added to the four results. (The first two columns' sums wait in memory: V8 loads
 * before it multiplies, and never across a store; what four columns load does not fit its registers.)
 *
 * q4_0's numbers mean q − 8. Since Σ x · (q − 8) = Σ x · q − 8 · Σ x, the last term is kept with x, and nothing is
 * subtracted from 32 weights. Nor are they widened: of 16 bytes seen as eight int16, four bits at a time are cut out, which
 * gives every second number; so x is stored in that order: numbers 0, 2, … 14, then 1, 3, … 15, then the same of the rest.
 */
import { at, get, set } from "./place";

const X_BLOCK: usize = 80;
const Q8_BLOCK: usize = 36;
const Q4_BLOCK: usize = 20;

/** matmulQuantised, its first part: rows of x as blocks; a unit is a row of `inner` numbers; `half`: to be multiplied with q4_0 rather than q8_0 */
export function roundRows(
  from: i32, to: i32, scratch: usize, x: usize, rounded: usize, inner: i32, half: bool,
): void {
  let target = rounded + <usize>(from * (inner >> 5)) * X_BLOCK;
  const end = at(x, to * inner);
  for (let source = at(x, from * inner); source < end; source += 128, target += X_BLOCK) {
    roundBlock(source, target, half);
  }
}

function roundBlock(x: usize, target: usize, half: bool): void {
  let largest = f32x4.splat(0);
  for (let i = 0; i < 128; i += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(x + i)));
  largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 1, 0, 3, 2));
  const scale = f32x4.extract_lane(largest, 0) / 127;
  const inverse = f32x4.splat(scale > 0 ? 1 / scale : 0);
  const minusEight = i16x8.splat(-8);
  let correction = i32x4.splat(0);
  for (let i = 0; i < 2; i++) {
    const source = x + 64 * i;
    const place = target + 32 * i;
    const low = eight(source, inverse);
    const high = eight(source + 32, inverse);
    correction = i32x4.add(correction, i32x4.dot_i16x8_s(low, minusEight));
    correction = i32x4.add(correction, i32x4.dot_i16x8_s(high, minusEight));
    v128.store(place, half ? v128.shuffle<i16>(low, high, 0, 2, 4, 6, 8, 10, 12, 14) : low, 16);
    v128.store(place, half ? v128.shuffle<i16>(low, high, 1, 3, 5, 7, 9, 11, 13, 15) : high, 32);
  }
  store<f32>(target, scale);
  store<i32>(target, total(correction), 4);
}

/** Eight numbers times `inverse`, each to the nearest whole number. */
@inline
function eight(x: usize, inverse: v128): v128 {
  return i16x8.narrow_i32x4_s(whole(v128.load(x), inverse), whole(v128.load(x, 16), inverse));
}

/** A tie goes to the even number; within ±127; a NaN becomes 0 (its scale is NaN). */
@inline
function whole(x: v128, inverse: v128): v128 {
  const nearest = f32x4.nearest(f32x4.mul(x, inverse));
  return i32x4.trunc_sat_f32x4_s(f32x4.max(f32x4.splat(-127), f32x4.min(f32x4.splat(127), nearest)));
}

@inline
function total(x: v128): i32 {
  const sum = i32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1);
}

/** Partial sums of q(x) · q(w) over a block of q8_0: four whole numbers. */
@inline
function productsQ8(x: usize, w: usize): v128 {
  const low = i32x4.add(
    i32x4.dot_i16x8_s(v128.load8x8_s(w, 4), v128.load(x, 16)),
    i32x4.dot_i16x8_s(v128.load8x8_s(w, 12), v128.load(x, 32)),
  );
  const high = i32x4.add(
    i32x4.dot_i16x8_s(v128.load8x8_s(w, 20), v128.load(x, 48)),
    i32x4.dot_i16x8_s(v128.load8x8_s(w, 28), v128.load(x, 64)),
  );
  return i32x4.add(low, high);
}

/** The same for q4_0, as if its numbers had not to be lowered by 8. */
@inline
function productsQ4(x: usize, w: usize): v128 {
  const all = v128.load(w, 4);
  const bits = i16x8.splat(15);
  const low = i32x4.add(
    i32x4.dot_i16x8_s(v128.and(all, bits), v128.load(x, 16)),
    i32x4.dot_i16x8_s(v128.and(i16x8.shr_u(all, 8), bits), v128.load(x, 32)),
  );
  const high = i32x4.add(
    i32x4.dot_i16x8_s(v128.and(i16x8.shr_u(all, 4), bits), v128.load(x, 48)),
    i32x4.dot_i16x8_s(i16x8.shr_u(all, 12), v128.load(x, 64)),
  );
  return i32x4.add(low, high);
}

/** Of two vectors, their totals in two parts each: lanes a, b, a, b. */
@inline
function halves(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
}
/** The totals of four vectors, from the parts of two and two. */
@inline
function folded(ab: v128, cd: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** Four scales, one from each of four columns. */
@inline
function scales(w: usize, column: usize): v128 {
  let four = v128.load_splat<u32>(w);
  four = v128.load_lane<u32>(w + column, four, 1);
  four = v128.load_lane<u32>(w + 2 * column, four, 2);
  return v128.load_lane<u32>(w + 3 * column, four, 3);
}

/** sums + d(x) · d(w) · whole numbers, for four columns. */
@inline
function addScaledWhole(sums: v128, x: usize, w: usize, column: usize, numbers: v128): v128 {
  const scale = f32x4.mul(v128.load_splat<u32>(x), scales(w, column));
  return f32x4.add(sums, f32x4.mul(scale, f32x4.convert_i32x4_s(numbers)));
}

/** Four results, `step` numbers apart. */
@inline
function setApart(out: usize, step: i32, four: v128): void {
  v128.store32_lane(out, four, 0);
  v128.store32_lane(at(out, step), four, 1);
  v128.store32_lane(at(out, 2 * step), four, 2);
  v128.store32_lane(at(out, 3 * step), four, 3);
}

/**
 * matmulQuantised for q8_0: out[i, j] = dot product of row i of x and column j of the weights. A unit is four columns, a
 * quarter of the matrix apart; the up to three that are left over are a unit each.
 */
export function matmulQ8(
  from: i32, to: i32, scratch: usize, x: usize, w: usize, out: usize, rows: i32, inner: i32, columns: i32,
): void {
  const blocks = inner >> 5;
  const column = <usize>blocks * Q8_BLOCK;
  const quarter = columns / 4;
  const apart = <usize>quarter * column;
  const whole = min(to, quarter);
  for (let j = from; j < whole; j++) {
    const first = w + <usize>j * column;
    let place = x;
    for (let i = 0; i < rows; i++) {
      let sums = f32x4.splat(0);
      let block = first;
      for (let b = 0; b < blocks; b++, place += X_BLOCK, block += Q8_BLOCK) {
        v128.store(scratch, halves(productsQ8(place, block), productsQ8(place, block + apart)));
        const numbers = folded(
          v128.load(scratch),
          halves(productsQ8(place, block + 2 * apart), productsQ8(place, block + 3 * apart)),
        );
        sums = addScaledWhole(sums, place, block, apart, numbers);
      }
      setApart(at(out, i * columns + j), quarter, sums);
    }
  }
  for (let j = max(from, quarter) + 3 * quarter; j < to + 3 * quarter; j++) {
    let place = x;
    for (let i = 0; i < rows; i++) {
      let sum: f32 = 0;
      let block = w + <usize>j * column;
      for (let b = 0; b < blocks; b++, place += X_BLOCK, block += Q8_BLOCK) {
        sum += get(place, 0) * get(block, 0) * <f32>total(productsQ8(place, block));
      }
      set(out, i * columns + j, sum);
    }
  }
}

/** matmulQuantised for q4_0, the same */
export function matmulQ4(
  from: i32, to: i32, scratch: usize, x: usize, w: usize, out: usize, rows: i32, inner: i32, columns: i32,
): void {
  const blocks = inner >> 5;
  const column = <usize>blocks * Q4_BLOCK;
  const quarter = columns / 4;
  const apart = <usize>quarter * column;
  const whole = min(to, quarter);
  for (let j = from; j < whole; j++) {
    const first = w + <usize>j * column;
    let place = x;
    for (let i = 0; i < rows; i++) {
      let sums = f32x4.splat(0);
      let block = first;
      for (let b = 0; b < blocks; b++, place += X_BLOCK, block += Q4_BLOCK) {
        v128.store(scratch, halves(productsQ4(place, block), productsQ4(place, block + apart)));
        const numbers = folded(
          v128.load(scratch),
          halves(productsQ4(place, block + 2 * apart), productsQ4(place, block + 3 * apart)),
        );
        const lowered = i32x4.add(numbers, v128.load_splat<u32>(place, 4));
        sums = addScaledWhole(sums, place, block, apart, lowered);
      }
      setApart(at(out, i * columns + j), quarter, sums);
    }
  }
  for (let j = max(from, quarter) + 3 * quarter; j < to + 3 * quarter; j++) {
    let place = x;
    for (let i = 0; i < rows; i++) {
      let sum: f32 = 0;
      let block = w + <usize>j * column;
      for (let b = 0; b < blocks; b++, place += X_BLOCK, block += Q4_BLOCK) {
        const number = total(productsQ4(place, block)) + load<i32>(place, 4);
        sum += get(place, 0) * get(block, 0) * <f32>number;
      }
      set(out, i * columns + j, sum);
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
