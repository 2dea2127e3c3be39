/**
 * Steps 1 and 2 of docs/07-fast-kernels.md: matrix multiplication in plain loops.
 *
 *   out[i, j] = Σₖ a[i, k] · b[k, j]      k ascending, every product and every sum rounded to float32
 *
 * Step 2 is what packages/inkling/src/kernels/reference/matmul.ts does, without transposed and accumulating forms.
 */
const round = Math.fround;

/** Step 1, as in a textbook: one result after the other. */
export function textbook(a, b, out, { rows, inner, columns }) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum = round(sum + round(a[i * inner + k] * b[k * columns + j]));
      }
      out[i * columns + j] = sum;
    }
  }
}

/** Step 2: four neighbours side by side. Columns must divide by four. */
export function fourSums(a, b, out, { rows, inner, columns }) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let k = 0; k < inner; k++) {
        const x = a[i * inner + k];
        const at = k * columns + j;
        sum0 = round(sum0 + round(x * b[at]));
        sum1 = round(sum1 + round(x * b[at + 1]));
        sum2 = round(sum2 + round(x * b[at + 2]));
        sum3 = round(sum3 + round(x * b[at + 3]));
      }
      const at = i * columns + j;
      out[at] = sum0;
      out[at + 1] = sum1;
      out[at + 2] = sum2;
      out[at + 3] = sum3;
    }
  }
}
