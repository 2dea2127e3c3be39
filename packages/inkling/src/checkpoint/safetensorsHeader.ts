/**
 * The header of a safetensors file: read, and believed only once everything in it has been checked.
 *
 *   bytes 0–7        the header's length N, an unsigned little-endian integer
 *   bytes 8–(8+N-1)  JSON: { "name": { "dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24] }, … }
 *                    and, if wanted, "__metadata__": { "key": "text" }
 *   from 8+N on      the numbers, each tensor at its offsets, with neither holes nor overlaps
 *
 * Format and limits: the safetensors specification and its reference implementation.
 * Knows nothing of what the tensors are for. Try it: `await readHeader(bytesAsSource("x", bytes))`.
 */
import { InklingError } from "../errors.ts";
import type { ByteSource } from "./bytes.ts";
import { DTYPE_BYTES, type Dtype, isDtype } from "./dtypes.ts";
import { described, parseStrictJson, quoted, type StrictJson } from "./strictJson.ts";

/** Where a tensor lies in its file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Of its first byte, counted from the beginning of the file. */
  readonly start: number;
  /** In bytes: the product of the shape × the size of the dtype. */
  readonly length: number;
}

export interface SafetensorsHeader {
  /** In the order of the file's header. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

// The reference implementation's limit. Nothing that real models need comes near it.
const LONGEST_HEADER = 100_000_000;
const AGAIN = "The file is damaged, cut short or no safetensors file: get it or save it again.";

/**
 * Reads and checks the header; no tensor is touched.
 * @throws InklingError that names the file, the tensor and the field, with what was found and expected
 */
export async function readHeader(source: ByteSource): Promise<SafetensorsHeader> {
  const refuse = (why: string): never => {
    throw new InklingError(`${source.name}: ${why}. ${AGAIN}`);
  };
  if (source.size < 8) {
    refuse(`it is ${source.size} bytes long, but a safetensors file begins with a header length of 8 bytes`);
  }
  const length = littleEndian64(await source.read(0, 8));
  if (length > LONGEST_HEADER) {
    refuse(`the header says it is ${length} bytes long; at most ${LONGEST_HEADER} are allowed`);
  }
  if (length < 2 || length > source.size - 8) {
    refuse(
      `the header says it is ${length} bytes long (2 is the least), but ${source.size - 8} bytes follow`,
    );
  }
  const bytes = await source.read(8, length);
  try {
    return checkHeader(parseHeader(bytes), 8 + length, source.size);
  } catch (error) {
    if (error instanceof InklingError) refuse(error.message);
    throw error;
  }
}

/** An unsigned 64-bit integer; exact up to 2^53, which is far beyond every limit it is compared with. */
function littleEndian64(bytes: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return view.getUint32(4, true) * 0x100000000 + view.getUint32(0, true);
}

function parseHeader(bytes: Uint8Array): Map<string, StrictJson> {
  if (bytes[0] !== 0x7b)
    throw new InklingError(`the header begins with byte ${bytes[0]}, expected 123, a "{"`);
  const header = parseStrictJson(decodeUtf8(bytes));
  if (!(header instanceof Map))
    throw new InklingError(`the header is ${described(header)}, expected an object`);
  return header;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InklingError("the header is not valid UTF-8");
  }
}

function checkHeader(
  header: Map<string, StrictJson>,
  dataStart: number,
  fileSize: number,
): SafetensorsHeader {
  const tensors = new Map<string, TensorEntry>();
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, entry] of header) {
    if (name === "__metadata__") metadata = checkMetadata(entry);
    else tensors.set(name, checkEntry(name, entry, dataStart));
  }
  checkLayout([...tensors.values()], dataStart, fileSize);
  return { tensors, metadata };
}

function checkMetadata(entry: StrictJson): ReadonlyMap<string, string> {
  if (!(entry instanceof Map))
    throw new InklingError(`__metadata__ is ${described(entry)}, expected an object`);
  const metadata = new Map<string, string>();
  for (const [key, value] of entry) {
    if (typeof value !== "string") {
      throw new InklingError(
        `__metadata__, field ${quoted(key)}: found ${described(value)}, expected a string`,
      );
    }
    metadata.set(key, value);
  }
  return metadata;
}

const FIELDS = ["dtype", "shape", "data_offsets"];

function checkEntry(name: string, entry: StrictJson, dataStart: number): TensorEntry {
  const what = `tensor ${quoted(name)}`;
  if (!(entry instanceof Map)) throw new InklingError(`${what} is ${described(entry)}, expected an object`);
  for (const field of entry.keys()) {
    if (!FIELDS.includes(field)) {
      throw new InklingError(`${what} has a field ${quoted(field)}, expected only ${FIELDS.join(", ")}`);
    }
  }
  const dtype = entry.get("dtype");
  if (typeof dtype !== "string" || !isDtype(dtype)) {
    const known = Object.keys(DTYPE_BYTES).join(", ");
    throw new InklingError(`${what}, dtype: found ${described(dtype)}, expected one of ${known}`);
  }
  const shape = integers(entry.get("shape"), `${what}, shape`);
  const offsets = integers(entry.get("data_offsets"), `${what}, data_offsets`);
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2 || begin > end) {
    throw new InklingError(
      `${what}, data_offsets: found ${described(offsets)}, expected [begin, end] in order`,
    );
  }
  const length = byteLength(shape, DTYPE_BYTES[dtype], what);
  if (end - begin !== length) {
    throw new InklingError(
      `${what}, data_offsets: ${described(offsets)} holds ${end - begin} bytes, ` +
        `but shape ${described(shape)} of ${dtype} takes ${length}`,
    );
  }
  return { name, dtype, shape, start: dataStart + begin, length };
}

function integers(value: StrictJson | undefined, what: string): number[] {
  if (!Array.isArray(value)) throw new InklingError(`${what}: found ${described(value)}, expected an array`);
  return value.map((item, i) => {
    // -0 would pass every comparison below and still print as a lie.
    if (typeof item !== "number" || !Number.isSafeInteger(item) || item < 0 || Object.is(item, -0)) {
      throw new InklingError(`${what}[${i}]: found ${described(item)}, expected a whole number from 0 on`);
    }
    return item;
  });
}

/** The product of the shape × bytes per number, refused as soon as it leaves the exact integers of a double. */
function byteLength(shape: readonly number[], numberBytes: number, what: string): number {
  let bytes = numberBytes;
  for (const size of shape) {
    bytes *= size;
    if (!Number.isSafeInteger(bytes)) {
      throw new InklingError(`${what}, shape: ${described([...shape])} is more than any file can hold`);
    }
  }
  return bytes;
}

/** Sorted by offset, each tensor must begin where the one before it ends, and the last must end with the file. */
function checkLayout(entries: TensorEntry[], dataStart: number, fileSize: number): void {
  entries.sort((a, b) => a.start - b.start || a.length - b.length);
  let end = dataStart;
  let before = "the header";
  for (const { name, start, length } of entries) {
    if (start !== end) {
      const wrong = start < end ? "overlaps" : "leaves a hole after";
      throw new InklingError(
        `tensor ${quoted(name)}, data_offsets: begins at ${start - dataStart} and ${wrong} ${before}, ` +
          `which ends at ${end - dataStart}`,
      );
    }
    end = start + length;
    before = `tensor ${quoted(name)}`;
    if (end > fileSize) {
      throw new InklingError(
        `tensor ${quoted(name)}, data_offsets: ends at ${end - dataStart}, but the file holds only ` +
          `${fileSize - dataStart} bytes of data`,
      );
    }
  }
  if (end !== fileSize)
    throw new InklingError(`${fileSize - end} bytes follow after ${before}, expected none`);
}
