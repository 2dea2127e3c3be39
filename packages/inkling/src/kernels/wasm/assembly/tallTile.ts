/**
 * The tile of matmul: five rows times eight columns, added up in registers. tile.ts explains the idea on four rows.
 *
 *   out[r, c] += Σₖ a[k, r] · b[k, c]      r < 5, c < 8, k ascending, one accumulator per result
 *
 * Why five: V8 has fifteen vector registers to give. Ten sums, two vectors of b, one number of a and one product are
 * fourteen. A processor that can begin two multiplications and two additions in every step then has ten sums under way
 * rather than eight, and loads less for each of them. With six rows, or four by twelve, sums spill to memory.
 * The offsets 4, 8 and 12 at the end have the reason that tile.ts gives; they are worth 7% of a multiplication.
 *
 * Panels of a lie k by k, five numbers each; strips of b k by k, eight each.
 */
import { multiplyAdd } from "./tile";

export const TALL: i32 = 5;

/** `fresh`: the sums begin at +0, whatever `out` holds; its rows lie `outRow` bytes apart. */
export function tallTile(a: usize, b: usize, count: i32, out: usize, outRow: usize, fresh: bool): void {
  const out1 = out + outRow;
  const out2 = out1 + outRow;
  const out3 = out2 + outRow;
  const out4 = out3 + outRow;
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
  if (!fresh) {
    s00 = v128.load(out);
    s01 = v128.load(out, 16);
    s10 = v128.load(out1);
    s11 = v128.load(out1, 16);
    s20 = v128.load(out2);
    s21 = v128.load(out2, 16);
    s30 = v128.load(out3);
    s31 = v128.load(out3, 16);
    s40 = v128.load(out4);
    s41 = v128.load(out4, 16);
  }
  for (const end = b + (<usize>count << 5); b != end; a += 20, b += 32) {
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
    const x4 = v128.load_splat<u32>(a, 16);
    s40 = multiplyAdd(x4, b0, s40);
    s41 = multiplyAdd(x4, b1, s41);
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out1 - 4, s10, 4);
  v128.store(out1, s11, 16);
  v128.store(out2 - 8, s20, 8);
  v128.store(out2, s21, 16);
  v128.store(out3 - 12, s30, 12);
  v128.store(out3, s31, 16);
  v128.store(out4, s40);
  v128.store(out4, s41, 16);
}
