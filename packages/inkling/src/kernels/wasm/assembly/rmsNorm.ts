/** RMSNorm: the twins of reference/rmsNorm.ts; written as layerNorm.ts is. */
import { at, clear, get, get4, set, set4 } from "./place";
import { sumOfSquares, sumRow } from "./sums";

/** rmsNorm: y = x · scale · w, for the rows from `from` to `to` */
export function rmsNorm(
  from: i32, to: i32, scratch: usize,
  x: usize, w: usize, out: usize, scale: usize, columns: i32, epsilon: f32,
): void {
  for (let i = from; i < to; i++) {
    const row = at(x, i * columns);
    const result = at(out, i * columns);
    const s: f32 = <f32>1 / sqrt<f32>(sumOfSquares(row, columns) / <f32>columns + epsilon);
    const s4 = f32x4.splat(s);
    let j = 0;
    for (; j + 4 <= columns; j += 4) set4(result, j, f32x4.mul(f32x4.mul(get4(row, j), s4), get4(w, j)));
    for (; j < columns; j++) set(result, j, get(row, j) * s * get(w, j));
    set(scale, i, s);
  }
}

/** rmsNormBackward, its first half: dx = scale · (g − n · mean(g · n)), for some rows */
export function rmsNormBackward(
  from: i32, to: i32, scratch: usize,
  dy: usize, x: usize, w: usize, scale: usize, dx: usize, columns: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = at(x, i * columns);
    const dRow = at(dy, i * columns);
    const result = at(dx, i * columns);
    const s = get(scale, i);
    const s4 = f32x4.splat(s);
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const g = f32x4.mul(get4(dRow, j), get4(w, j));
      set4(scratch, j, f32x4.mul(g, f32x4.mul(get4(row, j), s4)));
    }
    for (; j < columns; j++) set(scratch, j, get(dRow, j) * get(w, j) * (get(row, j) * s));
    const meanGN = sumRow(scratch, columns) / <f32>columns;
    const meanGN4 = f32x4.splat(meanGN);
    for (j = 0; j + 4 <= columns; j += 4) {
      const g = f32x4.mul(get4(dRow, j), get4(w, j));
      const normal = f32x4.mul(get4(row, j), s4);
      set4(result, j, f32x4.mul(s4, f32x4.sub(g, f32x4.mul(normal, meanGN4))));
    }
    for (; j < columns; j++) set(result, j, s * (get(dRow, j) * get(w, j) - get(row, j) * s * meanGN));
  }
}

/** rmsNormBackward, its second half: dw = Σ dy · n, rows ascending, for some columns */
export function rmsNormBackwardWeights(
  from: i32, to: i32, scratch: usize, dy: usize, x: usize, scale: usize, dw: usize, rows: i32, columns: i32,
): void {
  clear(at(dw, from), to - from);
  for (let i = 0; i < rows; i++) {
    const row = at(x, i * columns);
    const dRow = at(dy, i * columns);
    const s = get(scale, i);
    const s4 = f32x4.splat(s);
    let j = from;
    for (; j + 4 <= to; j += 4) {
      const normal = f32x4.mul(get4(row, j), s4);
      set4(dw, j, f32x4.add(get4(dw, j), f32x4.mul(get4(dRow, j), normal)));
    }
    for (; j < to; j++) set(dw, j, get(dw, j) + get(dRow, j) * (get(row, j) * s));
  }
}
