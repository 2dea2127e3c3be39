/**
 * The heart of everything fast: four rows times eight columns, added up in registers.
 *
 *   out[r, c] += Σₖ a[k, r] · b[k, c]      r < 4, c < 8, k ascending, one accumulator per result
 *
 * It is the inner part of the plain triple loop, turned so that a processor likes it:
 *
 *  - Eight neighbouring columns are two vectors of four; a[k, r] is spread over a vector and multiplies both.
 *  - 4 × 2 accumulators stay in registers while k runs. (Twelve were slower: V8 keeps some of sixteen registers for
 *    itself and spills the rest.) Eight additions are then under way at once, enough to hide that each takes
 *    three or four cycles, although every single sum waits for its own last addition.
 *  - For each k: two loads of b, four of a, and 64 floating-point operations.
 *
 * `aNext` and `bNext` are the bytes from one k to the next, so that panels packed for it and matrices as they lie in
 * memory both fit; the four a[k, r] are neighbours, and so are the eight b[k, c]. `out` has rows `outRow` bytes apart.
 *
 * A core can begin only so many instructions at a time, so the loop has none that the sums don't need: it counts by a
 * pointer, and rows 1 to 3 are stored at (out − 4) + 4, − 8 + 8, − 12 + 12. For a load that spreads a number V8 adds the
 * offset to memory's start at every k, but keeps the sum in a register if it is wanted behind the loop as well.
 */
import { at, get, set } from "./place";

/** a · b + c: two roundings, as the plain loop; one in the fast-math binary, where the unit has it. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** `fresh`: the sums begin at +0, whatever `out` holds. */
export function tile(
  a: usize, aNext: usize, b: usize, bNext: usize, count: i32, out: usize, outRow: usize, fresh: bool,
): void {
  const out1 = out + outRow;
  const out2 = out1 + outRow;
  const out3 = out2 + outRow;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  if (!fresh) {
    s00 = v128.load(out);
    s01 = v128.load(out, 16);
    s10 = v128.load(out1);
    s11 = v128.load(out1, 16);
    s20 = v128.load(out2);
    s21 = v128.load(out2, 16);
    s30 = v128.load(out3);
    s31 = v128.load(out3, 16);
  }
  for (const end = a + <usize>count * aNext; a != end; a += aNext, b += bNext) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load_splat<u32>(a);
    s00 = multiplyAdd(x0, b0, s00);
    s01 = multiplyAdd(x0, b1, s01);
    const x1 = v128.load_splat<u32>(a, 4);
    s10 = multiplyAdd(x1, b0, s10);
    s11 = multiplyAdd(x1, b1, s11);
    const x2 = v128.load_splat<u32>(a, 8);
    s20 = multiplyAdd(x2, b0, s20);
    s21 = multiplyAdd(x2, b1, s21);
    const x3 = v128.load_splat<u32>(a, 12);
    s30 = multiplyAdd(x3, b0, s30);
    s31 = multiplyAdd(x3, b1, s31);
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out1 - 4, s10, 4);
  v128.store(out1, s11, 16);
  v128.store(out2 - 8, s20, 8);
  v128.store(out2, s21, 16);
  v128.store(out3 - 12, s30, 12);
  v128.store(out3, s31, 16);
}

/** The same for any number of columns: whole tiles, and the last one to seven columns in a plain loop. */
export function fourRows(
  a: usize, aNext: usize, b: usize, bNext: usize, count: i32, out: usize, outRow: usize, columns: i32, fresh: bool,
): void {
  let j = 0;
  for (; j + 8 <= columns; j += 8) tile(a, aNext, at(b, j), bNext, count, at(out, j), outRow, fresh);
  for (; j < columns; j++) {
    for (let r = 0; r < 4; r++) {
      const place = at(out, j) + <usize>r * outRow;
      let sum: f32 = fresh ? 0 : load<f32>(place);
      for (let k = 0; k < count; k++) sum += get(a + <usize>k * aNext, r) * get(b + <usize>k * bNext, j);
      store<f32>(place, sum);
    }
  }
}

/** Four rows of four numbers (`fromRow` bytes apart) become four columns: rows `toRow` bytes apart. */
@inline
export function transpose4(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  const row0 = v128.load(from);
  const row1 = v128.load(from + fromRow);
  const row2 = v128.load(from + 2 * fromRow);
  const row3 = v128.load(from + 3 * fromRow);
  const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toRow, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toRow, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** `rows` rows of `columns` numbers, turned: to[c, r] = from[r, c]. Rows lie `fromRow` and `toRow` bytes apart. */
export function turn(from: usize, fromRow: usize, rows: i32, columns: i32, to: usize, toRow: usize): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const source = from + <usize>r * fromRow;
    let c = 0;
    for (; c + 4 <= columns; c += 4) transpose4(at(source, c), fromRow, at(to, r) + <usize>c * toRow, toRow);
    for (; c < columns; c++) {
      for (let q = 0; q < 4; q++) set(to + <usize>c * toRow, r + q, get(source + <usize>q * fromRow, c));
    }
  }
  for (; r < rows; r++) {
    for (let c = 0; c < columns; c++) set(to + <usize>c * toRow, r, get(from + <usize>r * fromRow, c));
  }
}
