/**
 * The order in which a row is summed: the twin of reference/sums.ts.
 *
 * Sixteen partial sums side by side are four vectors of four; the fold in halves adds vectors, then lanes. What is
 * left at the end of a row joins the lanes it would have had.
 */

/** x[0 … count − 1] and zeros, for count from 0 to 3. Adding +0 to a sum that began at +0 changes nothing. */
@inline
function partial(x: usize, count: i32): v128 {
  let part = f32x4.splat(0);
  if (count > 0) part = f32x4.replace_lane(part, 0, load<f32>(x));
  if (count > 1) part = f32x4.replace_lane(part, 1, load<f32>(x, 4));
  if (count > 2) part = f32x4.replace_lane(part, 2, load<f32>(x, 8));
  return part;
}

/** x, or its square: `squared` is a constant at every call, so nothing is decided at run time. */
@inline
function term(x: v128, squared: bool): v128 {
  return squared ? f32x4.mul(x, x) : x;
}

@inline
function sum(x: usize, count: i32, squared: bool): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  const whole = count & ~15;
  for (let i = 0; i < whole; i += 16, x += 64) {
    sum0 = f32x4.add(sum0, term(v128.load(x), squared));
    sum1 = f32x4.add(sum1, term(v128.load(x, 16), squared));
    sum2 = f32x4.add(sum2, term(v128.load(x, 32), squared));
    sum3 = f32x4.add(sum3, term(v128.load(x, 48), squared));
  }
  const left = count - whole;
  const last = term(partial(x + (<usize>(left & ~3) << 2), left & 3), squared);
  if (left >= 4) sum0 = f32x4.add(sum0, term(v128.load(x), squared));
  if (left >= 8) sum1 = f32x4.add(sum1, term(v128.load(x, 16), squared));
  if (left >= 12) sum2 = f32x4.add(sum2, term(v128.load(x, 32), squared));
  if (left < 4) sum0 = f32x4.add(sum0, last);
  else if (left < 8) sum1 = f32x4.add(sum1, last);
  else if (left < 12) sum2 = f32x4.add(sum2, last);
  else sum3 = f32x4.add(sum3, last);
  const eight0 = f32x4.add(sum0, sum2); // lane[l] += lane[l + 8]
  const eight1 = f32x4.add(sum1, sum3);
  const four = f32x4.add(eight0, eight1); // += lane[l + 4]
  const first = f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 2); // += lane[l + 2]
  const second = f32x4.extract_lane(four, 1) + f32x4.extract_lane(four, 3);
  return first + second; // += lane[l + 1]
}

/** Σ x[i], i < count, in the fixed order. */
export function sumRow(x: usize, count: i32): f32 {
  return sum(x, count, false);
}

/** Σ x[i]², each square rounded first. */
export function sumOfSquares(x: usize, count: i32): f32 {
  return sum(x, count, true);
}

/**
 * The largest of a row, for a softmax: it may pass a NaN over, which makes the row's sum NaN anyway, and +0 and −0 are the same
 * to it. (Where there is a NaN, f32x4.max takes seven instructions to find it, pmax one to forget it.)
 */
export function maxRow(x: usize, count: i32): f32 {
  let largest = f32x4.splat(-Infinity);
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4) largest = f32x4.pmax(largest, v128.load(x + (<usize>i << 2)));
  let most = f32x4.extract_lane(largest, 0);
  most = max<f32>(most, f32x4.extract_lane(largest, 1));
  most = max<f32>(most, f32x4.extract_lane(largest, 2));
  most = max<f32>(most, f32x4.extract_lane(largest, 3));
  for (let i = whole; i < count; i++) most = max<f32>(most, load<f32>(x + (<usize>i << 2)));
  return most;
}
