/**
 * One row times a matrix: what generating a word is made of. Every number of the matrix is used once, so the time is
 * that of reading it; both loops below read it front to back, several rows side by side.
 */
import { at, get, get4, set, set4 } from "./place";
import { multiplyAdd } from "./tile";

/** out[i] += factor · x[i], for i < count */
@inline
export function addScaled(out: usize, x: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) set4(out, i, multiplyAdd(factors, get4(x, i), get4(out, i)));
  for (; i < count; i++) set(out, i, get(out, i) + factor * get(x, i));
}

/**
 * out[j] = Σₖ x[k] · b[k, j], k ascending; rows of b lie `bRow` bytes apart. Four k at a time, so that out[j] is
 * fetched and stored once for four additions.
 */
export function mixRows(x: usize, b: usize, bRow: usize, count: i32, out: usize, columns: i32): void {
  memory.fill(out, 0, <usize>columns << 2);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const x0 = f32x4.splat(get(x, k));
    const x1 = f32x4.splat(get(x, k + 1));
    const x2 = f32x4.splat(get(x, k + 2));
    const x3 = f32x4.splat(get(x, k + 3));
    const b0 = b + <usize>k * bRow;
    const b1 = b0 + bRow;
    const b2 = b1 + bRow;
    const b3 = b2 + bRow;
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      let sum = multiplyAdd(x0, get4(b0, j), get4(out, j));
      sum = multiplyAdd(x1, get4(b1, j), sum);
      sum = multiplyAdd(x2, get4(b2, j), sum);
      set4(out, j, multiplyAdd(x3, get4(b3, j), sum));
    }
    for (; j < columns; j++) {
      let sum = get(out, j) + get(x, k) * get(b0, j);
      sum += get(x, k + 1) * get(b1, j);
      sum += get(x, k + 2) * get(b2, j);
      set(out, j, sum + get(x, k + 3) * get(b3, j));
    }
  }
  for (; k < count; k++) addScaled(out, b + <usize>k * bRow, get(x, k), columns);
}

/** Σᵢ a[i] · b[i], i ascending. */
@inline
export function dot(a: usize, b: usize, count: i32): f32 {
  let total: f32 = 0;
  for (let i = 0; i < count; i++) total += get(a, i) * get(b, i);
  return total;
}

/**
 * out[j] = Σₖ x[k] · b[j, k], k ascending: dot products with rows, `bRow` bytes apart.
 *
 * A single dot product can't use a vector, since each addition waits for the one before. So four rows go together:
 * their next four numbers are turned in registers, and each k adds to four sums at once.
 */
export function dotRows(x: usize, b: usize, bRow: usize, count: i32, out: usize, rows: i32): void {
  const whole = count & ~3;
  let j = 0;
  for (; j + 8 <= rows; j += 8) {
    const low = b + <usize>j * bRow;
    const high = low + 4 * bRow;
    let sumLow = f32x4.splat(0);
    let sumHigh = sumLow;
    for (let k = 0; k < whole; k += 4) {
      const x4 = get4(x, k);
      sumLow = fourTerms(x4, at(low, k), bRow, sumLow);
      sumHigh = fourTerms(x4, at(high, k), bRow, sumHigh);
    }
    for (let k = whole; k < count; k++) {
      const xk = f32x4.splat(get(x, k));
      sumLow = multiplyAdd(xk, column(at(low, k), bRow), sumLow);
      sumHigh = multiplyAdd(xk, column(at(high, k), bRow), sumHigh);
    }
    set4(out, j, sumLow);
    set4(out, j + 4, sumHigh);
  }
  for (; j < rows; j++) set(out, j, dot(x, b + <usize>j * bRow, count));
}

/** Four neighbours of one column, one from each of four rows. */
@inline
function column(b: usize, bRow: usize): v128 {
  let four = v128.load_splat<u32>(b);
  four = v128.load_lane<u32>(b + bRow, four, 1);
  four = v128.load_lane<u32>(b + 2 * bRow, four, 2);
  return v128.load_lane<u32>(b + 3 * bRow, four, 3);
}

/** sum + x[0] · column 0 + x[1] · column 1 + … of the 4 × 4 numbers at b, in this order. */
@inline
function fourTerms(x: v128, b: usize, bRow: usize, sum: v128): v128 {
  const row0 = v128.load(b);
  const row1 = v128.load(b + bRow);
  const row2 = v128.load(b + 2 * bRow);
  const row3 = v128.load(b + 3 * bRow);
  const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
  sum = multiplyAdd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), sum);
  sum = multiplyAdd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), sum);
  sum = multiplyAdd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), sum);
  return multiplyAdd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), sum);
}
