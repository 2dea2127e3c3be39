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
import { transpose4, turn } from "./tile";

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
    } else if (unit + 1 < to && j + 2 * STRIP <= columns) {
      packTwoStrips(at(b, j), <usize>columns << 2, strip, at(strip, inner * STRIP), inner);
      unit++;
    } else {
      copyRows(at(b, j), <usize>columns << 2, strip, STRIP << 2, inner, width);
    }
  }
}

/** Two neighbouring strips at once: what a row of b holds of them is one line of the cache (64 bytes). */
function packTwoStrips(b: usize, bRow: usize, strip: usize, next: usize, inner: i32): void {
  for (let k = 0; k < inner; k++) {
    v128.store(strip, v128.load(b));
    v128.store(strip, v128.load(b, 16), 16);
    v128.store(next, v128.load(b, 32));
    v128.store(next, v128.load(b, 48), 16);
    b += bRow;
    strip += 32;
    next += 32;
  }
}

/** matmul: out [rows, inner] · packed columns → [rows, columns]; the rows are cut into `units` of whole panels. scratch: an edge, packed rows. */
export function matmul(
  from: i32, to: i32, scratch: usize,
  a: usize, packed: usize, out: usize, units: i32, rows: i32, inner: i32, columns: i32, transposeA: i32, accumulate: i32,
): void {
  const edge = scratch;
  const panels = at(scratch, TALL * STRIP);
  for (let unit = from; unit < to; unit++) {
    const row = firstRow(unit, units, rows);
    const height = firstRow(unit + 1, units, rows) - row;
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

/** Panels are dealt out evenly, so that units differ by one panel at the most. */
@inline
function firstRow(unit: i32, units: i32, rows: i32): i32 {
  const panels = (rows + TALL - 1) / TALL;
  return min(rows, ((unit * panels) / units) * TALL);
}

/** Panel i / 5 holds a[row + i … row + i + 4, k] for `count` k; rows beyond the last are 0. */
function packRows(
  a: usize, panels: usize, row: i32, height: i32, k: i32, count: i32, rows: i32, inner: i32, transposeA: i32,
): void {
  for (let i = 0; i < height; i += TALL) {
    const panel = at(panels, i * count);
    const tall = min(TALL, height - i);
    const source = transposeA ? at(a, k * rows + row + i) : at(a, (row + i) * inner + k);
    if (tall == TALL) {
      if (transposeA) copyPanel(source, <usize>rows << 2, panel, count);
      else turnPanel(source, <usize>inner << 2, panel, count);
      continue;
    }
    memory.fill(panel, 0, <usize>(count * TALL) << 2);
    if (transposeA) copyRows(source, <usize>rows << 2, panel, TALL << 2, count, tall);
    else turn(source, <usize>inner << 2, tall, count, panel, TALL << 2);
  }
}

/** A whole panel of rows that lie k by k. */
function copyPanel(from: usize, fromRow: usize, panel: usize, count: i32): void {
  for (let k = 0; k < count; k++) {
    v128.store(panel, v128.load(from));
    store<f32>(panel, load<f32>(from, 16), 16);
    from += fromRow;
    panel += TALL << 2;
  }
}

/** A whole panel of rows that lie one behind another: four are turned together, the fifth fills the gaps. */
function turnPanel(from: usize, fromRow: usize, panel: usize, count: i32): void {
  const fifth = from + 4 * fromRow;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const source = at(fifth, k);
    const target = at(panel, k * TALL);
    transpose4(at(from, k), fromRow, target, TALL << 2);
    store<f32>(target, load<f32>(source), 16);
    store<f32>(target, load<f32>(source, 4), 36);
    store<f32>(target, load<f32>(source, 8), 56);
    store<f32>(target, load<f32>(source, 12), 76);
  }
  if (k < count) turn(at(from, k), fromRow, TALL, count - k, at(panel, k * TALL), TALL << 2);
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
