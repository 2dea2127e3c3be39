/**
 * The number formats of a safetensors file, and their conversion to what Inkling computes with.
 *
 * Floats become float32, integers int32. Knows nothing of headers and names.
 * (Typed arrays use the machine's byte order. Safetensors is little-endian, and so is all that runs
 * WebAssembly or JavaScript today.)
 */
import { InklingError } from "../errors.ts";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
} from "../math/halfFloats.ts";

/** Bytes per number of every format the safetensors library of Hugging Face writes in whole bytes. */
export const DTYPE_BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  C64: 8,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;

export type Dtype = keyof typeof DTYPE_BYTES;

/** The formats Inkling writes. */
export type WrittenDtype = "F32" | "F16" | "BF16" | "I32";

export type TensorData = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(DTYPE_BYTES, name);
}

/**
 * The numbers that `bytes` spell in `dtype`. F32 keeps its bits; F16 and BF16 widen exactly; F64 rounds to float32.
 * @throws InklingError if a number doesn't fit in float32 or int32, or the format is one Inkling doesn't read;
 *   `what` names the tensor
 */
export function decodeTensor(dtype: Dtype, bytes: Uint8Array<ArrayBuffer>, what: string): TensorData {
  // A typed array must start at a multiple of its element's size.
  const aligned = bytes.byteOffset % DTYPE_BYTES[dtype] === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  const length = bytes.length / DTYPE_BYTES[dtype];
  switch (dtype) {
    case "F32":
      return new Float32Array(buffer, byteOffset, length);
    case "F16":
      return float16ToFloat32(new Uint16Array(buffer, byteOffset, length));
    case "BF16":
      return bfloat16ToFloat32(new Uint16Array(buffer, byteOffset, length));
    case "F64":
      return fromFloat64(new Float64Array(buffer, byteOffset, length), what);
    case "I32":
      return new Int32Array(buffer, byteOffset, length);
    case "U32":
      return toInt32(new Uint32Array(buffer, byteOffset, length), what);
    case "I64":
      return toInt32(new BigInt64Array(buffer, byteOffset, length), what);
    case "U64":
      return toInt32(new BigUint64Array(buffer, byteOffset, length), what);
    case "I16":
      return Int32Array.from(new Int16Array(buffer, byteOffset, length));
    case "U16":
      return Int32Array.from(new Uint16Array(buffer, byteOffset, length));
    case "I8":
      return Int32Array.from(new Int8Array(buffer, byteOffset, length));
    case "U8":
    case "BOOL":
      return Int32Array.from(aligned);
    case "F8_E5M2":
    case "F8_E4M3":
    case "F8_E8M0":
    case "C64":
      throw new InklingError(
        `${what} has dtype ${dtype}, which Inkling doesn't read. Save it as F32, F16 or BF16 first.`,
      );
  }
}

function fromFloat64(values: Float64Array, what: string): Float32Array<ArrayBuffer> {
  const rounded = Float32Array.from(values);
  const lost = rounded.findIndex((value, i) => !Number.isFinite(value) && Number.isFinite(values[i]));
  if (lost >= 0) {
    throw new InklingError(
      `${what}, element ${lost}: ${values[lost]} is beyond float32's range (about 3.4e38).`,
    );
  }
  return rounded;
}

function toInt32(
  values: Uint32Array | BigInt64Array | BigUint64Array,
  what: string,
): Int32Array<ArrayBuffer> {
  const integers = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (value < -0x80000000 || value > 0x7fffffff) {
      throw new InklingError(`${what}, element ${i}: ${values[i]} doesn't fit in 32 bits (±2,147,483,647).`);
    }
    integers[i] = value;
  }
  return integers;
}

/**
 * The bytes of `data` in `dtype`. F16 and BF16 round to the nearest, ties to even.
 * @throws InklingError if a finite number would become infinite, or floats and integers are mixed up
 */
export function encodeTensor(dtype: WrittenDtype, data: TensorData, what: string): Uint8Array {
  if ((dtype === "I32") !== data instanceof Int32Array) {
    throw new InklingError(
      `${what}: dtype ${dtype} was asked for, but the data is ${data.constructor.name}.`,
    );
  }
  if (dtype === "I32" || dtype === "F32" || data instanceof Int32Array) return bytesOf(data);
  const halves = dtype === "F16" ? float32ToFloat16(data) : float32ToBfloat16(data);
  // Infinity's bits, sign aside: all ones in the exponent, none in the fraction.
  const infinity = dtype === "F16" ? 0x7c00 : 0x7f80;
  const lost = halves.findIndex((half, i) => (half & 0x7fff) === infinity && Number.isFinite(data[i]));
  if (lost >= 0) {
    const rather = dtype === "F16" ? "BF16 or F32" : "F32";
    throw new InklingError(
      `${what}, element ${lost}: ${data[lost]} is beyond ${dtype}'s range. Save as ${rather}.`,
    );
  }
  return bytesOf(halves);
}

function bytesOf(array: TensorData | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
