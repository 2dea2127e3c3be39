/**
 * Multiplication by quantised weights in plain loops, as llama.cpp does it too: x is rounded to blocks of 32 integers
 * with a scale each, so that within a block only integers are multiplied and added, and nothing is lost there.
 *
 *   x ≈ d · q      d = max |x| / 127 over the block     q = x / d, to the nearest whole number, a tie to the even one
 *   out[i, j] = Σ over blocks of  d(x) · d(w) · Σₖ q(x) · q(w)
 *
 * The order: one sum per result, to which each block adds (d(x) · d(w)) · its whole number, blocks ascending.
 */
import type { Arithmetic } from "../../math/arithmetic.ts";
import { BLOCK, nibble, type QuantisedFormat, WORDS, wordsOf } from "../blocks.ts";
import type { Kernels, Span } from "../kernels.ts";
import type { Floats, ReferenceMemory } from "./memory.ts";

type Names = "matmulQuantised" | "embeddingQuantised";

/** One row of blocks: a scale for each 32 integers. */
interface BlockRow {
  readonly scales: Floats;
  readonly integers: Int8Array;
}

export function quantisedKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round } = arithmetic;

  /** Row `row` of a quantised matrix whose rows have `inner` numbers. */
  function weightsOf(format: QuantisedFormat, span: Span, row: number, inner: number): BlockRow {
    const width = wordsOf(format, inner);
    const words = memory.ids({ buffer: span.buffer, offset: span.offset + row * width }, width);
    const floats = new Float32Array(words.buffer, words.byteOffset, width);
    const bytes = new Int8Array(words.buffer, words.byteOffset, width * 4);
    const scales = new Float32Array(inner / BLOCK);
    const integers = new Int8Array(inner);
    for (let block = 0; block < scales.length; block++) {
      const word = block * WORDS[format];
      scales[block] = floats[word];
      for (let i = 0; i < BLOCK; i++) {
        const at = (word + 1) * 4;
        integers[block * BLOCK + i] = format === "q8_0" ? bytes[at + i] : nibble(bytes, at, i);
      }
    }
    return { scales, integers };
  }

  function roundToBlocks(x: Floats): BlockRow {
    const scales = arithmetic.newArray(x.length / BLOCK);
    const integers = new Int8Array(x.length);
    for (let block = 0; block < scales.length; block++) {
      let largest = 0;
      for (let i = 0; i < BLOCK; i++) largest = Math.max(largest, Math.abs(x[block * BLOCK + i]));
      const scale = round(largest / 127);
      const inverse = scale > 0 ? round(1 / scale) : 0;
      scales[block] = scale;
      for (let k = block * BLOCK; k < (block + 1) * BLOCK; k++) {
        // The limit is for a scale so small that its inverse is infinite.
        integers[k] = Math.max(-127, Math.min(127, nearestEven(round(x[k] * inverse))));
      }
    }
    return { scales, integers };
  }

  function dot(x: BlockRow, w: BlockRow): number {
    let sum = 0;
    for (let block = 0; block < x.scales.length; block++) {
      let whole = 0;
      for (let k = block * BLOCK; k < (block + 1) * BLOCK; k++) whole += x.integers[k] * w.integers[k];
      sum = round(sum + round(round(x.scales[block] * w.scales[block]) * whole));
    }
    return sum;
  }

  return {
    matmulQuantised(format, x, b, out, { rows, inner, columns }) {
      const X = memory.at(x, rows * inner);
      const Y = memory.at(out, rows * columns);
      const xRows = Array.from({ length: rows }, (_, i) =>
        roundToBlocks(X.subarray(i * inner, (i + 1) * inner)),
      );
      for (let j = 0; j < columns; j++) {
        const w = weightsOf(format, b, j, inner);
        for (let i = 0; i < rows; i++) Y[i * columns + j] = dot(xRows[i], w);
      }
    },

    /** out[i, k] = d · q of row ids[i] */
    embeddingQuantised(format, ids, table, out, { rows, columns, tableRows }) {
      const Ids = memory.ids(ids, rows);
      const Y = memory.at(out, rows * columns);
      for (let i = 0; i < rows; i++) {
        if (Ids[i] < 0 || Ids[i] >= tableRows)
          throw new RangeError(`There is no row ${Ids[i]} in a table of ${tableRows}.`);
        const { scales, integers } = weightsOf(format, table, Ids[i], columns);
        for (let k = 0; k < columns; k++) {
          Y[i * columns + k] = round(scales[Math.floor(k / BLOCK)] * integers[k]);
        }
      }
    },
  };
}

/** The nearest whole number; of two equally near, the even one. (Math.round takes the upper.) */
function nearestEven(x: number): number {
  const upper = Math.round(x);
  return upper - x === 0.5 && upper % 2 !== 0 ? upper - 1 : upper;
}
