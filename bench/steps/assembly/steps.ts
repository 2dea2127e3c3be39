/**
 * Steps 3 and 4 of docs/07-fast-kernels.md, and two measures beside them. Step 5 is the engine's own kernel.
 *
 *   out[i, j] = Σₖ a[i, k] · b[k, j]      k ascending, one accumulator per result
 *
 * Matrices lie in memory row by row, as they come. Addresses are in bytes; a float has four. Try it: node bench/steps.mjs
 */

/** Beside step 3: step 2's four sums, compiled, without vectors. Columns must divide by four. */
export function fourSums(a: usize, b: usize, out: usize, rows: i32, inner: i32, columns: i32): void {
  const bRow = <usize>columns << 2;
  for (let i = 0; i < rows; i++) {
    const aRow = a + (<usize>(i * inner) << 2);
    for (let j = 0; j < columns; j += 4) {
      let bAt = b + (<usize>j << 2);
      let sum0: f32 = 0;
      let sum1: f32 = 0;
      let sum2: f32 = 0;
      let sum3: f32 = 0;
      for (let k = 0; k < inner; k++) {
        const x = load<f32>(aRow + (<usize>k << 2));
        sum0 += x * load<f32>(bAt);
        sum1 += x * load<f32>(bAt, 4);
        sum2 += x * load<f32>(bAt, 8);
        sum3 += x * load<f32>(bAt, 12);
        bAt += bRow;
      }
      const target = out + (<usize>(i * columns + j) << 2);
      store<f32>(target, sum0);
      store<f32>(target, sum1, 4);
      store<f32>(target, sum2, 8);
      store<f32>(target, sum3, 12);
    }
  }
}

/** Step 3: the four sums in one vector register. */
export function oneVector(a: usize, b: usize, out: usize, rows: i32, inner: i32, columns: i32): void {
  const bRow = <usize>columns << 2;
  for (let i = 0; i < rows; i++) {
    const aRow = a + (<usize>(i * inner) << 2);
    for (let j = 0; j < columns; j += 4) {
      let bAt = b + (<usize>j << 2);
      let sums = f32x4.splat(0);
      for (let k = 0; k < inner; k++) {
        const x = v128.load_splat<u32>(aRow + (<usize>k << 2));
        sums = f32x4.add(sums, f32x4.mul(x, v128.load(bAt)));
        bAt += bRow;
      }
      v128.store(out + (<usize>(i * columns + j) << 2), sums);
    }
  }
}

/** Step 4: a tile of five rows by eight columns. Rows must divide by five, columns by eight. */
export function tiles(a: usize, b: usize, out: usize, rows: i32, inner: i32, columns: i32): void {
  for (let i = 0; i < rows; i += 5) {
    for (let j = 0; j < columns; j += 8) {
      const target = out + (<usize>(i * columns + j) << 2);
      tile(a + (<usize>(i * inner) << 2), <usize>inner << 2, b + (<usize>j << 2), <usize>columns << 2, inner, target);
    }
  }
}

/**
 * out[r, c] = Σₖ a[r, k] · b[k, c], r < 5, c < 8; rows of a lie `aRow` bytes apart, those of b and out `bRow`. Exported
 * so that the compiler doesn't put it into its one caller, where V8 would run out of registers.
 */
export function tile(a: usize, aRow: usize, b: usize, bRow: usize, inner: i32, out: usize): void {
  const a1 = a + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  const a4 = a3 + aRow;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  let s40 = s00;
  let s41 = s00;
  const end = <usize>inner << 2;
  for (let k: usize = 0; k < end; k += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load_splat<u32>(a + k);
    s00 = f32x4.add(f32x4.mul(x0, b0), s00);
    s01 = f32x4.add(f32x4.mul(x0, b1), s01);
    const x1 = v128.load_splat<u32>(a1 + k);
    s10 = f32x4.add(f32x4.mul(x1, b0), s10);
    s11 = f32x4.add(f32x4.mul(x1, b1), s11);
    const x2 = v128.load_splat<u32>(a2 + k);
    s20 = f32x4.add(f32x4.mul(x2, b0), s20);
    s21 = f32x4.add(f32x4.mul(x2, b1), s21);
    const x3 = v128.load_splat<u32>(a3 + k);
    s30 = f32x4.add(f32x4.mul(x3, b0), s30);
    s31 = f32x4.add(f32x4.mul(x3, b1), s31);
    const x4 = v128.load_splat<u32>(a4 + k);
    s40 = f32x4.add(f32x4.mul(x4, b0), s40);
    s41 = f32x4.add(f32x4.mul(x4, b1), s41);
    b += bRow;
  }
  storeRow(out, s00, s01);
  storeRow(out + bRow, s10, s11);
  storeRow(out + 2 * bRow, s20, s21);
  storeRow(out + 3 * bRow, s30, s31);
  storeRow(out + 4 * bRow, s40, s41);
}

@inline
function storeRow(out: usize, low: v128, high: v128): void {
  v128.store(out, low);
  v128.store(out, high, 16);
}

/**
 * The core's limit for 128-bit vectors: seven chains of multiplications and seven of additions, `rounds` long, nothing
 * read from memory. Seven, since each waits for its own last result only; fourteen and x are fifteen registers. A round is
 * 7 · 4 multiplications and as many additions.
 */
export function arithmeticOnly(out: usize, rounds: i32): void {
  const x = v128.load_splat<u32>(out);
  let p0 = x;
  let p1 = x;
  let p2 = x;
  let p3 = x;
  let p4 = x;
  let p5 = x;
  let p6 = x;
  let s0 = x;
  let s1 = x;
  let s2 = x;
  let s3 = x;
  let s4 = x;
  let s5 = x;
  let s6 = x;
  for (let i = 0; i < rounds; i++) {
    p0 = f32x4.mul(p0, x);
    s0 = f32x4.add(s0, x);
    p1 = f32x4.mul(p1, x);
    s1 = f32x4.add(s1, x);
    p2 = f32x4.mul(p2, x);
    s2 = f32x4.add(s2, x);
    p3 = f32x4.mul(p3, x);
    s3 = f32x4.add(s3, x);
    p4 = f32x4.mul(p4, x);
    s4 = f32x4.add(s4, x);
    p5 = f32x4.mul(p5, x);
    s5 = f32x4.add(s5, x);
    p6 = f32x4.mul(p6, x);
    s6 = f32x4.add(s6, x);
  }
  storeRow(out + 0, p0, s0);
  storeRow(out + 32, p1, s1);
  storeRow(out + 64, p2, s2);
  storeRow(out + 96, p3, s3);
  storeRow(out + 128, p4, s4);
  storeRow(out + 160, p5, s5);
  storeRow(out + 192, p6, s6);
}
