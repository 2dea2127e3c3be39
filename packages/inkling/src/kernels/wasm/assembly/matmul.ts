/**
 * Matrix multiplication: the twin of reference/matmul.ts, cut into pieces that fit a processor's caches.
 *
 * It is the same triple loop, out[i, j] = Σₖ a[i, k] · b[k, j], k ascending, one accumulator per result. The inner part
 * is tallTile.ts; what is here brings the numbers to it in the order in which it reads them:
 *
 *  1. `packMatrix` copies b into strips of eight columns, each strip k by k: the tile reads it front to back, and
 *     "b transposed" costs nothing beyond this copy. All threads share the copy. Of a model that generates it is made once.
 *  2. `matmul` takes up to 60 rows at a time and KBLOCK steps of k: that piece of a, copied into panels of five rows,
 *     stays in the second-level cache (120 KB), while one strip after another (16 KB each) passes through the first.
 *     When k goes on in the next block, or `accumulate` is asked for, the tile's accumulators begin with what `out` holds:
 *     the same chain of additions.
 *
 * Very few rows need no tile: matvec.ts, with or without strips.
 */
import { dotRows, mixFourStrips, mixRows, mixStrip } from "./matvec";
import { at, get, get4, set, set4 } from "./place";
import { TALL, tallTile } from "./tallTile";
import { turn } from "./tile";

const KBLOCK: i32 = 512;
const STRIP: i32 = 8;

/** packMatrix: strip j / 8 holds b[k, j … j + 7] for all k; columns beyond the last are 0. A unit is a strip. */
export function packMatrix(
  from: i32, to: i32, scratch: usize, b: usize, packed: usize, inner: i32, columns: i32, transposeB: i32,
): void {
  for (let unit = from; unit < to; unit++) {
    const strip = at(packed, unit * inner * STRIP);
    const j = unit * STRIP;
    const width = min(STRIP, columns - j);
    if (width < STRIP) memory.fill(strip, 0, <usize>(inner * STRIP) << 2);
    if (transposeB) {
      turn(at(b, j * inner), <usize>inner << 2, width, inner, strip, STRIP << 2);
    } else if (width == STRIP) {
      for (let k = 0; k < inner; k++) {
        const source = at(b, k * columns + j);
        const target = at(strip, k * STRIP);
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
      }
    } else {
      copyRows(at(b, j), <usize>columns << 2, strip, STRIP << 2, inner, width);
    }
  }
}

/** matmul: out [rows, inner] · packed columns → [rows, columns]; a unit is `tall` rows. scratch: an edge, packed rows. */
export function matmul(
  from: i32, to: i32, scratch: usize,
  a: usize, packed: usize, out: usize, tall: i32, rows: i32, inner: i32, columns: i32, transposeA: i32, accumulate: i32,
): void {
  const edge = scratch;
  const panels = at(scratch, TALL * STRIP);
  for (let unit = from; unit < to; unit++) {
    const row = unit * tall;
    const height = min(tall, rows - row);
    for (let k = 0; k < inner; k += KBLOCK) {
      const count = min(KBLOCK, inner - k);
      const fresh = k == 0 && !accumulate;
      packRows(a, panels, row, height, k, count, rows, inner, transposeA);
      for (let j = 0; j < columns; j += STRIP) {
        const strip = at(packed, j * inner + k * STRIP);
        for (let i = 0; i < height; i += TALL) {
          const panel = at(panels, i * count);
          const result = at(out, (row + i) * columns + j);
          const high = min(TALL, height - i);
          const wide = min(STRIP, columns - j);
          if (high == TALL && wide == STRIP) {
            tallTile(panel, strip, count, result, <usize>columns << 2, fresh);
          } else {
            if (!fresh) copyRows(result, <usize>columns << 2, edge, STRIP << 2, high, wide);
            tallTile(panel, strip, count, edge, STRIP << 2, fresh);
            copyRows(edge, STRIP << 2, result, <usize>columns << 2, high, wide);
          }
        }
      }
    }
  }
}

/** Panel i / 5 holds a[row + i … row + i + 4, k] for `count` k; rows beyond the last are 0. */
function packRows(
  a: usize, panels: usize, row: i32, height: i32, k: i32, count: i32, rows: i32, inner: i32, transposeA: i32,
): void {
  for (let i = 0; i < height; i += TALL) {
    const panel = at(panels, i * count);
    const tall = min(TALL, height - i);
    if (tall < TALL) memory.fill(panel, 0, <usize>(count * TALL) << 2);
    if (transposeA) copyRows(at(a, k * rows + row + i), <usize>rows << 2, panel, TALL << 2, count, tall);
    else turn(at(a, (row + i) * inner + k), <usize>inner << 2, tall, count, panel, TALL << 2);
  }
}

/** Copies a small matrix between two layouts; rows lie `fromRow` and `toRow` bytes apart. */
function copyRows(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4) set4(to, j, get4(from, j));
    for (; j < columns; j++) set(to, j, get(from, j));
    from += fromRow;
    to += toRow;
  }
}

/** matmul for very few rows, without packing: a unit is a column. */
export function matmulFewRows(
  from: i32, to: i32, scratch: usize,
  a: usize, b: usize, out: usize, rows: i32, inner: i32, columns: i32, transposeA: i32, transposeB: i32,
): void {
  for (let i = 0; i < rows; i++) {
    let row = at(a, i * inner);
    if (transposeA) {
      copyRows(at(a, i), <usize>rows << 2, scratch, 4, inner, 1);
      row = scratch;
    }
    const result = at(out, i * columns + from);
    if (transposeB) dotRows(row, at(b, from * inner), <usize>inner << 2, inner, result, to - from);
    else mixRows(row, at(b, from), <usize>columns << 2, inner, result, to - from);
  }
}

/**
 * matmulPacked for very few rows. A unit is four strips, each a quarter of the matrix behind the one before; the up to four
 * strips that are left over are a unit each. Several rows of a find the strips in a cache. scratch: a strip's results.
 */
export function matmulPackedFewRows(
  from: i32, to: i32, scratch: usize, a: usize, packed: usize, out: usize, rows: i32, inner: i32, columns: i32,
): void {
  const strip = <usize>(inner * STRIP) << 2;
  const quarter = columns / STRIP / 4;
  for (let unit = from; unit < to; unit++) {
    for (let i = 0; i < rows; i++) {
      const row = at(a, i * inner);
      const result = at(out, i * columns);
      if (unit < quarter) {
        const first = packed + <usize>unit * strip;
        mixFourStrips(row, first, <usize>quarter * strip, inner, at(result, unit * STRIP), <usize>(quarter * STRIP) << 2);
      } else {
        const left = 3 * quarter + unit;
        const j = left * STRIP;
        mixStrip(row, packed + <usize>left * strip, inner, scratch);
        copyRows(scratch, STRIP << 2, at(result, j), STRIP << 2, 1, min(STRIP, columns - j));
      }
    }
  }
}
