/**
 * Quantised weights: what 32 neighbours look like when they share one scale.
 *
 *   q8_0   w ≈ scale · q        q from −127 to 127, a byte each
 *   q4_0   w ≈ scale · (q − 8)  q from 0 to 15, half a byte each
 *
 * Both are ggml's formats, number for number: scales are rounded to float16 and integers chosen as llama.cpp does. A
 * block lies in memory as whole int32 words, so that it needs no element type of its own:
 *
 *   q8_0   9 words: the scale as a float32 (WebAssembly has no float16), then 32 signed bytes
 *   q4_0   5 words: the scale, then 16 bytes: byte i holds number i in its low half and number i + 16 in its high half
 *
 * A matrix is [outputs, inner / 32] blocks: a block runs along the index that is summed, so that a dot product reads
 * whole blocks, front to back. It knows nothing of tensors. Bytes are little-endian, as everywhere WebAssembly runs.
 */
import { InklingError } from "../errors.ts";
import { float16ToFloat32, float32ToFloat16 } from "../math/halfFloats.ts";

/** Numbers that share a scale. */
export const BLOCK = 32;

export const quantisedFormats = ["q8_0", "q4_0"] as const;
export type QuantisedFormat = (typeof quantisedFormats)[number];

/** How a weight can lie in memory, for a flag's choices. */
export const weightFormats = ["f32", ...quantisedFormats] as const;
export type WeightFormat = (typeof weightFormats)[number];

/** int32 words of one block. */
export const WORDS: Readonly<Record<QuantisedFormat, number>> = { q8_0: 9, q4_0: 5 };

/** int32 words of `count` numbers. */
export function wordsOf(format: QuantisedFormat, count: number): number {
  return (count / BLOCK) * WORDS[format];
}

/** Rows of blocks over a matrix [outputs, inner]: element (o, k) lies at o · outputStep + k · innerStep. */
export interface MatrixOrder {
  readonly outputs: number;
  readonly inner: number;
  readonly outputStep: number;
  readonly innerStep: number;
}

/** Where the 32 numbers of each block lie, block by block. */
function* blockStarts({ outputs, inner, outputStep, innerStep }: MatrixOrder): Generator<number> {
  for (let o = 0; o < outputs; o++) {
    for (let k = 0; k < inner; k += BLOCK) yield o * outputStep + k * innerStep;
  }
}

/** Float32 numbers → blocks. */
export function quantise(format: QuantisedFormat, values: Float32Array, order: MatrixOrder): Int32Array {
  if (order.inner % BLOCK !== 0) {
    throw new InklingError(`A row of ${order.inner} numbers can't be cut into blocks of ${BLOCK}.`);
  }
  const words = new Int32Array(wordsOf(format, order.outputs * order.inner));
  const scales = new Float32Array(words.buffer);
  const block = new Float32Array(BLOCK);
  let word = 0;
  for (const start of blockStarts(order)) {
    for (let i = 0; i < BLOCK; i++) block[i] = values[start + i * order.innerStep];
    const bytes = new Uint8Array(words.buffer, (word + 1) * 4, (WORDS[format] - 1) * 4);
    scales[word] = half(format === "q8_0" ? packQ8(block, bytes) : packQ4(block, bytes));
    word += WORDS[format];
  }
  return words;
}

/** Blocks → the float32 numbers they stand for. */
export function dequantise(
  format: QuantisedFormat,
  words: Int32Array,
  order: MatrixOrder,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(order.outputs * order.inner);
  const scales = new Float32Array(words.buffer, words.byteOffset, words.length);
  const bytes = new Int8Array(words.buffer, words.byteOffset, words.length * 4);
  let word = 0;
  for (const start of blockStarts(order)) {
    for (let i = 0; i < BLOCK; i++) {
      const q = format === "q8_0" ? bytes[(word + 1) * 4 + i] : nibble(bytes, (word + 1) * 4, i);
      values[start + i * order.innerStep] = Math.fround(scales[word] * q);
    }
    word += WORDS[format];
  }
  return values;
}

/** Number i of a q4_0 block whose 16 bytes begin at `at`, −8 … 7. */
export function nibble(bytes: Int8Array, at: number, i: number): number {
  return ((bytes[at + (i % 16)] >> (i < 16 ? 0 : 4)) & 15) - 8;
}

/** scale = the largest |w| / 127, so that it becomes ±127; a half is rounded away from zero. */
function packQ8(block: Float32Array, bytes: Uint8Array): number {
  const scale = Math.fround(Math.abs(furthestFromZero(block)) / 127);
  const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
  for (let i = 0; i < BLOCK; i++) {
    const steps = Math.fround(block[i] * inverse);
    bytes[i] = Math.sign(steps) * Math.floor(Math.abs(steps) + 0.5); // a negative number wraps: two's complement
  }
  return scale;
}

/** scale = the number furthest from zero / −8, so that it becomes −8 exactly; rounded half up, at most 15. */
function packQ4(block: Float32Array, bytes: Uint8Array): number {
  const scale = Math.fround(furthestFromZero(block) / -8);
  const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
  const level = (i: number) => Math.min(15, Math.trunc(Math.fround(Math.fround(block[i] * inverse) + 8.5)));
  for (let i = 0; i < BLOCK / 2; i++) bytes[i] = level(i) | (level(i + BLOCK / 2) << 4);
  return scale;
}

/** The first of those with the largest absolute value, with its sign. */
function furthestFromZero(block: Float32Array): number {
  let furthest = 0;
  for (const value of block) if (Math.abs(value) > Math.abs(furthest)) furthest = value;
  return furthest;
}

/** Rounded to float16 and back. */
function half(value: number): number {
  return float16ToFloat32(float32ToFloat16(Float32Array.of(value)))[0];
}
