/** Kernels that treat every number by itself: the twins of reference/elementwise.ts, four numbers at a time. */
import { at, clear, get, get4, set, set4 } from "./place";

/** add: out[i] = a[i] + b[i mod bCount], for i from `from` to `to` */
export function add(from: i32, to: i32, scratch: usize, a: usize, b: usize, out: usize, bCount: i32): void {
  for (let i = from; i < to; ) {
    let j = i % bCount;
    const end = min(to, i + bCount - j);
    for (; i + 4 <= end; i += 4, j += 4) set4(out, i, f32x4.add(get4(a, i), get4(b, j)));
    for (; i < end; i++, j++) set(out, i, get(a, i) + get(b, j));
  }
}

/** mul: out[i] = a[i] · b[i mod bCount] */
export function mul(from: i32, to: i32, scratch: usize, a: usize, b: usize, out: usize, bCount: i32): void {
  for (let i = from; i < to; ) {
    let j = i % bCount;
    const end = min(to, i + bCount - j);
    for (; i + 4 <= end; i += 4, j += 4) set4(out, i, f32x4.mul(get4(a, i), get4(b, j)));
    for (; i < end; i++, j++) set(out, i, get(a, i) * get(b, j));
  }
}

/** blend: out = keep · x + values, and values alone where keep is 0 */
export function blend(
  from: i32, to: i32, scratch: usize, x: usize, keep: usize, values: usize, out: usize,
): void {
  for (let i = from; i < to; i++) {
    const share = get(keep, i);
    const kept: f32 = share == 0 ? 0 : share * get(x, i);
    set(out, i, kept + get(values, i));
  }
}

/** fill */
export function fill(from: i32, to: i32, scratch: usize, out: usize, value: f32): void {
  for (let i = from; i < to; i++) set(out, i, value);
}

/** sumRows: out[j] = Σ over rows of x[row, j], rows ascending, for the columns from `from` to `to` */
export function sumRows(
  from: i32, to: i32, scratch: usize, x: usize, out: usize, rows: i32, columns: i32,
): void {
  clear(at(out, from), to - from);
  for (let i = 0; i < rows; i++) {
    const row = at(x, i * columns);
    let j = from;
    for (; j + 4 <= to; j += 4) set4(out, j, f32x4.add(get4(out, j), get4(row, j)));
    for (; j < to; j++) set(out, j, get(out, j) + get(row, j));
  }
}
