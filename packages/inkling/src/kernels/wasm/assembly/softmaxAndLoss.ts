/** Softmax along rows, and cross-entropy: the twins of reference/softmaxAndLoss.ts. A unit of work is a row. */
import { exp, exp1, log1 } from "./math";
import { at, clear, get, get4, set, set4 } from "./place";
import { maxRow, sumRow } from "./sums";

/** out[j] = exp(x[j] − shift): two vectors at a time, since each waits long for itself */
export function expRow(x: usize, out: usize, count: i32, shift: f32): void {
  const shifts = f32x4.splat(shift);
  let j = 0;
  for (; j + 8 <= count; j += 8) {
    const first = exp(f32x4.sub(get4(x, j), shifts));
    const second = exp(f32x4.sub(get4(x, j + 4), shifts));
    set4(out, j, first);
    set4(out, j + 4, second);
  }
  for (; j + 4 <= count; j += 4) set4(out, j, exp(f32x4.sub(get4(x, j), shifts)));
  for (; j < count; j++) set(out, j, exp1(get(x, j) - shift));
}

/** softmax */
export function softmax(from: i32, to: i32, scratch: usize, x: usize, out: usize, columns: i32): void {
  for (let i = from; i < to; i++) {
    const result = at(out, i * columns);
    const row = at(x, i * columns);
    expRow(row, result, columns, maxRow(row, columns));
    const total = sumRow(result, columns);
    for (let j = 0; j < columns; j++) set(result, j, get(result, j) / total);
  }
}

/** softmaxBackward; scratch: one row */
export function softmaxBackward(
  from: i32, to: i32, scratch: usize, dy: usize, y: usize, dx: usize, columns: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = at(y, i * columns);
    const dRow = at(dy, i * columns);
    const result = at(dx, i * columns);
    for (let j = 0; j < columns; j++) set(scratch, j, get(dRow, j) * get(row, j));
    const mean = sumRow(scratch, columns);
    for (let j = 0; j < columns; j++) set(result, j, get(row, j) * (get(dRow, j) - mean));
  }
}

/** crossEntropy, row by row: logSum[i] = max + log Σ exp(x − max); scratch: one row */
export function logSumExp(
  from: i32, to: i32, scratch: usize, logits: usize, logSum: usize, columns: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = at(logits, i * columns);
    const max = maxRow(row, columns);
    expRow(row, scratch, columns, max);
    set(logSum, i, max + log1(sumRow(scratch, columns)));
  }
}

/** crossEntropy, its last step (one unit): loss = Σ (logSum − logit of the target) / divideBy; scratch: a number a row */
export function crossEntropy(
  from: i32, to: i32, scratch: usize,
  logits: usize, targets: usize, loss: usize, logSum: usize, rows: i32, columns: i32, divideBy: f32,
): void {
  for (let i = 0; i < rows; i++) {
    const target = load<i32>(at(targets, i));
    set(scratch, i, target < 0 ? 0 : get(logSum, i) - get(at(logits, i * columns), target));
  }
  set(loss, 0, sumRow(scratch, rows) / divideBy);
}

/** crossEntropyBackward; dLogits may be the memory of the logits */
export function crossEntropyBackward(
  from: i32, to: i32, scratch: usize,
  dLoss: usize, logits: usize, targets: usize, logSum: usize, dLogits: usize, columns: i32, divideBy: f32,
): void {
  const share = get(dLoss, 0) / divideBy;
  const shares = f32x4.splat(share);
  for (let i = from; i < to; i++) {
    const target = load<i32>(at(targets, i));
    const result = at(dLogits, i * columns);
    if (target < 0) {
      clear(result, columns);
      continue;
    }
    const row = at(logits, i * columns);
    const shift = get(logSum, i);
    const shifts = f32x4.splat(shift);
    const away = exp1(get(row, target) - shift) - 1;
    let j = 0;
    for (; j + 8 <= columns; j += 8) {
      const first = exp(f32x4.sub(get4(row, j), shifts));
      const second = exp(f32x4.sub(get4(row, j + 4), shifts));
      set4(result, j, f32x4.mul(first, shares));
      set4(result, j + 4, f32x4.mul(second, shares));
    }
    for (; j < columns; j++) set(result, j, exp1(get(row, j) - shift) * share);
    set(result, target, away * share);
  }
}
