/**
 * One row times a matrix: what generating a word is made of. Every number of the matrix is used once, so the time is
 * that of fetching it. A matrix as it lies in memory is read front to back, as a processor's prefetching likes; a packed one in
 * four places at the same time, which it likes better.
 */
import { at, get, get4, set, set4 } from "./place";
import { multiplyAdd } from "./tile";

/** out[i] += factor · x[i], for i < count */
@inline
export function addScaled(out: usize, x: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const target = at(out, i);
    const source = at(x, i);
    v128.store(target, multiplyAdd(factors, v128.load(source), v128.load(target)));
    v128.store(target, multiplyAdd(factors, v128.load(source, 16), v128.load(target, 16)), 16);
    v128.store(target, multiplyAdd(factors, v128.load(source, 32), v128.load(target, 32)), 32);
    v128.store(target, multiplyAdd(factors, v128.load(source, 48), v128.load(target, 48)), 48);
  }
  for (; i + 4 <= count; i += 4) set4(out, i, multiplyAdd(factors, get4(x, i), get4(out, i)));
  for (; i < count; i++) set(out, i, get(out, i) + factor * get(x, i));
}

/**
 * out[j] = Σₖ x[k] · b[k, j], k ascending; rows of b lie `bRow` bytes apart. Row after row, while `out` stays in the
 * first-level cache. (Four rows at a time touch `out` less often, but read a large matrix in four places: slower by a
 * third where it comes from memory.)
 */
export function mixRows(x: usize, b: usize, bRow: usize, count: i32, out: usize, columns: i32): void {
  memory.fill(out, 0, <usize>columns << 2);
  for (let k = 0; k < count; k++) addScaled(out, b + <usize>k * bRow, get(x, k), columns);
}

/**
 * The same for 32 columns of a packed matrix, whose strips of eight (matmul.ts) lie `apart` bytes from one another, and so
 * do, by `outApart`, their results. Eight vectors of sums stay in registers, so `out` is written once and each number of b is
 * loaded once, and there is nothing else to do.
 *
 * Why not four neighbours: then one stretch of memory is read front to back, and a core waits for it, since it asks only so
 * far ahead, and not beyond a page (4 KB). Four stretches far from each other are four pages whose next lines are on their
 * way at the same time: 15 to 17 GB/s instead of 10 to 12.
 */
export function mixFourStrips(
  x: usize, b: usize, apart: usize, count: i32, out: usize, outApart: usize,
): void {
  let b1 = b + apart;
  let b2 = b1 + apart;
  let b3 = b2 + apart;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (let k = 0; k < count; k++) {
    const xk = v128.load_splat<u32>(x);
    s00 = multiplyAdd(xk, v128.load(b), s00);
    s01 = multiplyAdd(xk, v128.load(b, 16), s01);
    s10 = multiplyAdd(xk, v128.load(b1), s10);
    s11 = multiplyAdd(xk, v128.load(b1, 16), s11);
    s20 = multiplyAdd(xk, v128.load(b2), s20);
    s21 = multiplyAdd(xk, v128.load(b2, 16), s21);
    s30 = multiplyAdd(xk, v128.load(b3), s30);
    s31 = multiplyAdd(xk, v128.load(b3, 16), s31);
    x += 4;
    b += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  out += outApart;
  v128.store(out, s10);
  v128.store(out, s11, 16);
  out += outApart;
  v128.store(out, s20);
  v128.store(out, s21, 16);
  out += outApart;
  v128.store(out, s30);
  v128.store(out, s31, 16);
}

/** The same for one strip. */
export function mixStrip(x: usize, b: usize, count: i32, out: usize): void {
  let low = f32x4.splat(0);
  let high = low;
  for (let k = 0; k < count; k++) {
    const xk = v128.load_splat<u32>(at(x, k));
    low = multiplyAdd(xk, v128.load(b), low);
    high = multiplyAdd(xk, v128.load(b, 16), high);
    b += 32;
  }
  v128.store(out, low);
  v128.store(out, high, 16);
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
 *
 * Eight rows at once are read in eight places, which no prefetching follows well. So the next eight rows, which lie one
 * behind the other, are touched meanwhile front to back, one number of each cache line: then they are there in time.
 */
export function dotRows(x: usize, b: usize, bRow: usize, count: i32, out: usize, rows: i32): void {
  const whole = count & ~3;
  let j = 0;
  for (; j + 8 <= rows; j += 8) {
    const low = b + <usize>j * bRow;
    const high = low + 4 * bRow;
    let next = j + 16 <= rows ? high + 4 * bRow : low;
    let sumLow = f32x4.splat(0);
    let sumHigh = sumLow;
    for (let k = 0; k < whole; k += 4) {
      load<i32>(next);
      load<i32>(next, 64);
      next += 128;
      sumLow = fourTerms(at(x, k), at(low, k), bRow, sumLow);
      sumHigh = fourTerms(at(x, k), at(high, k), bRow, sumHigh);
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
function fourTerms(x: usize, b: usize, bRow: usize, sum: v128): v128 {
  const row0 = v128.load(b);
  const row1 = v128.load(b + bRow);
  const row2 = v128.load(b + 2 * bRow);
  const row3 = v128.load(b + 3 * bRow);
  const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
  sum = multiplyAdd(v128.load_splat<u32>(x), v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), sum);
  sum = multiplyAdd(v128.load_splat<u32>(x, 4), v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), sum);
  sum = multiplyAdd(v128.load_splat<u32>(x, 8), v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), sum);
  return multiplyAdd(v128.load_splat<u32>(x, 12), v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), sum);
}
