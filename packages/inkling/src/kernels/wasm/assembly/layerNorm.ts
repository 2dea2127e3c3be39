/**
 * LayerNorm: the twins of reference/layerNorm.ts.
 *
 * What is to be summed along a row is first written into `scratch` [2 · columns], so that one function (sumRow) keeps
 * the order of every sum. Loops of plain f32 steps over a row are vectors here: four columns at a time, then the rest.
 */
import { at, clear, get, get4, set, set4 } from "./place";
import { sumRow } from "./sums";

/** layerNorm: y = (x − mean) · scale · w + b, for the rows from `from` to `to` */
export function layerNorm(
  from: i32, to: i32, scratch: usize,
  x: usize, w: usize, b: usize, out: usize, mean: usize, scale: usize, columns: i32, epsilon: f32,
): void {
  for (let i = from; i < to; i++) {
    const row = at(x, i * columns);
    const result = at(out, i * columns);
    const m = sumRow(row, columns) / <f32>columns;
    const m4 = f32x4.splat(m);
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const centred = f32x4.sub(get4(row, j), m4);
      set4(scratch, j, f32x4.mul(centred, centred));
    }
    for (; j < columns; j++) set(scratch, j, (get(row, j) - m) * (get(row, j) - m));
    const s: f32 = <f32>1 / sqrt<f32>(sumRow(scratch, columns) / <f32>columns + epsilon);
    const s4 = f32x4.splat(s);
    for (j = 0; j + 4 <= columns; j += 4) {
      const normal = f32x4.mul(f32x4.sub(get4(row, j), m4), s4);
      set4(result, j, f32x4.add(f32x4.mul(normal, get4(w, j)), get4(b, j)));
    }
    for (; j < columns; j++) set(result, j, (get(row, j) - m) * s * get(w, j) + get(b, j));
    set(mean, i, m);
    set(scale, i, s);
  }
}

/** layerNormBackward, its first half: dx = scale · (g − mean(g) − n · mean(g · n)), for some rows */
export function layerNormBackward(
  from: i32, to: i32, scratch: usize,
  dy: usize, x: usize, w: usize, mean: usize, scale: usize, dx: usize, columns: i32,
): void {
  const g = scratch;
  const gn = at(scratch, columns);
  for (let i = from; i < to; i++) {
    const row = at(x, i * columns);
    const dRow = at(dy, i * columns);
    const result = at(dx, i * columns);
    const m = get(mean, i);
    const s = get(scale, i);
    const m4 = f32x4.splat(m);
    const s4 = f32x4.splat(s);
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const normal = f32x4.mul(f32x4.sub(get4(row, j), m4), s4);
      const slope = f32x4.mul(get4(dRow, j), get4(w, j));
      set4(g, j, slope);
      set4(gn, j, f32x4.mul(slope, normal));
    }
    for (; j < columns; j++) {
      set(g, j, get(dRow, j) * get(w, j));
      set(gn, j, get(g, j) * ((get(row, j) - m) * s));
    }
    const meanG = sumRow(g, columns) / <f32>columns;
    const meanGN = sumRow(gn, columns) / <f32>columns;
    const meanG4 = f32x4.splat(meanG);
    const meanGN4 = f32x4.splat(meanGN);
    for (j = 0; j + 4 <= columns; j += 4) {
      const normal = f32x4.mul(f32x4.sub(get4(row, j), m4), s4);
      const rest = f32x4.sub(f32x4.sub(get4(g, j), meanG4), f32x4.mul(normal, meanGN4));
      set4(result, j, f32x4.mul(s4, rest));
    }
    for (; j < columns; j++) {
      const n = (get(row, j) - m) * s;
      set(result, j, s * (get(g, j) - meanG - n * meanGN));
    }
  }
}

/** layerNormBackward, its second half: dw = Σ dy · n and db = Σ dy, rows ascending, for some columns */
export function layerNormBackwardWeights(
  from: i32, to: i32, scratch: usize,
  dy: usize, x: usize, mean: usize, scale: usize, dw: usize, db: usize, rows: i32, columns: i32,
): void {
  clear(at(dw, from), to - from);
  clear(at(db, from), to - from);
  for (let i = 0; i < rows; i++) {
    const row = at(x, i * columns);
    const dRow = at(dy, i * columns);
    const m = get(mean, i);
    const s = get(scale, i);
    const m4 = f32x4.splat(m);
    const s4 = f32x4.splat(s);
    let j = from;
    for (; j + 4 <= to; j += 4) {
      const normal = f32x4.mul(f32x4.sub(get4(row, j), m4), s4);
      const d = get4(dRow, j);
      set4(dw, j, f32x4.add(get4(dw, j), f32x4.mul(d, normal)));
      set4(db, j, f32x4.add(get4(db, j), d));
    }
    for (; j < to; j++) {
      const d = get(dRow, j);
      set(dw, j, get(dw, j) + d * ((get(row, j) - m) * s));
      set(db, j, get(db, j) + d);
    }
  }
}
