/**
 * A GGUF tensor's bytes ⇄ float32 numbers.
 *
 *   Q8_0   34 bytes   scale (float16), then 32 signed bytes              w = scale · q
 *   Q4_0   18 bytes   scale (float16), then 16 bytes                     w = scale · (q − 8)
 *   Q4_1   20 bytes   scale, least (float16 each), then 16 bytes         w = scale · q + least
 *
 * Of 16 bytes, byte i holds number i in its low half and number i + 16 in its high half. Written blocks are the
 * engine's own (its kernels/blocks.ts chooses ggml's numbers), with the scale narrowed to the float16 it already is.
 *
 * Knows nothing of headers. Try it: `decode("Q8_0", encode("Q8_0", new Float32Array(32).fill(1), 32, "x"))`.
 */
import {
  BLOCK,
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToFloat16,
  InklingError,
  type QuantisedFormat,
  quantise,
} from "inkling";
import { bytesOf, type TensorTypeName, tensorTypes } from "./types.ts";

/** The formats Inkling writes. */
export const writtenTypes = ["F32", "F16", "Q8_0", "Q4_0"] as const;
export type WrittenType = (typeof writtenTypes)[number];

/** The numbers that `bytes` stand for. */
export function decode(type: TensorTypeName, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  switch (type) {
    case "F32":
      return new Float32Array(...placeOf(bytes, 4));
    case "F16":
      return float16ToFloat32(new Uint16Array(...placeOf(bytes, 2)));
    case "BF16":
      return bfloat16ToFloat32(new Uint16Array(...placeOf(bytes, 2)));
    case "Q8_0":
      return decodeBlocks(type, bytes, 0, (view, at, i) => view.getInt8(at + i));
    case "Q4_0":
      return decodeBlocks(type, bytes, 0, (view, at, i) => halfByte(view, at, i) - 8);
    case "Q4_1":
      return decodeBlocks(type, bytes, 2, halfByte);
  }
}

/** Buffer, offset and length for a typed array, which must begin at a multiple of its elements' size. */
function placeOf(bytes: Uint8Array<ArrayBuffer>, size: number): [ArrayBuffer, number, number] {
  const { buffer, byteOffset, length } = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return [buffer, byteOffset, length / size];
}

/** w = scale · q(i) + least; `leastAt` is where in a block the least lies, 0 if there is none. */
function decodeBlocks(
  type: "Q8_0" | "Q4_0" | "Q4_1",
  bytes: Uint8Array,
  leastAt: number,
  q: (view: DataView, at: number, i: number) => number,
): Float32Array<ArrayBuffer> {
  const size = tensorTypes[type].bytes;
  const count = bytes.length / size;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const halves = (at: number) =>
    float16ToFloat32(
      Uint16Array.from({ length: count }, (_, block) => view.getUint16(block * size + at, true)),
    );
  const scales = halves(0);
  const leasts = leastAt > 0 ? halves(leastAt) : new Float32Array(count).fill(-0); // x + −0 is x, also for −0
  const values = new Float32Array(count * BLOCK);
  for (let block = 0; block < count; block++) {
    const first = block * size + leastAt + 2;
    for (let i = 0; i < BLOCK; i++)
      values[block * BLOCK + i] = Math.fround(scales[block] * q(view, first, i)) + leasts[block];
  }
  return values;
}

function halfByte(view: DataView, at: number, i: number): number {
  return (view.getUint8(at + (i % 16)) >> (i < 16 ? 0 : 4)) & 15;
}

/**
 * The bytes of `values`, whose rows are `columns` long.
 * @throws InklingError if a number or a scale is beyond float16; `what` names the tensor
 */
export function encode(type: WrittenType, values: Float32Array, columns: number, what: string): Uint8Array {
  if (type === "F32") return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (type === "F16") return new Uint8Array(finiteHalves(values, what).buffer);
  return encodeBlocks(type, values, columns, what);
}

const FORMATS = { Q8_0: "q8_0", Q4_0: "q4_0" } as const satisfies Record<string, QuantisedFormat>;

function encodeBlocks(
  type: "Q8_0" | "Q4_0",
  values: Float32Array,
  columns: number,
  what: string,
): Uint8Array {
  const order = { outputs: values.length / columns, inner: columns, outputStep: columns, innerStep: 1 };
  const words = quantise(FORMATS[type], values, order);
  const size = tensorTypes[type].bytes;
  // Ours: the scale as a float32, then the integers. Theirs: the same with half the bytes for the scale.
  const ourSize = size + 2;
  const ours = new Uint8Array(words.buffer);
  const count = words.byteLength / ourSize;
  const scales = Float32Array.from({ length: count }, (_, block) => floatAt(words, (block * ourSize) / 4));
  const halves = finiteHalves(scales, `${what}'s scales`);
  const bytes = new Uint8Array(bytesOf(type, values.length));
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < count; block++) {
    view.setUint16(block * size, halves[block], true);
    bytes.set(ours.subarray(block * ourSize + 4, (block + 1) * ourSize), block * size + 2);
  }
  return bytes;
}

function floatAt(words: Int32Array, word: number): number {
  return new Float32Array(words.buffer, word * 4, 1)[0];
}

/** Infinity's bits, sign aside. */
const INFINITE = 0x7c00;

function finiteHalves(values: Float32Array, what: string): Uint16Array<ArrayBuffer> {
  const halves = float32ToFloat16(values);
  const lost = halves.findIndex((half) => (half & 0x7fff) === INFINITE);
  if (lost < 0) return halves;
  throw new InklingError(
    `${what}, number ${lost}: it is beyond float16's range (65,504). Write the file as F32.`,
  );
}
