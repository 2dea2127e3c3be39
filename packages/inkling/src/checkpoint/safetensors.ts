/**
 * Safetensors files, one tensor at a time: open one and read from it, or write one.
 *
 * Reading goes through `readHeader`, which refuses whatever is not a whole and honest file; after that a tensor
 * is one read at a known place. Writing streams: the header first, then each tensor as it is fetched.
 * The layout (and so every byte) is what Hugging Face's own library would write.
 *
 * Knows nothing of what tensors mean (huggingface.ts does) nor of files (src/node/ does).
 * Try it: `const file = await openSafetensors(source); await file.readTensor("wte.weight")`.
 */
import { didYouMean, InklingError } from "../errors.ts";
import type { ByteSink, ByteSource } from "./bytes.ts";
import {
  DTYPE_BYTES,
  type Dtype,
  decodeTensor,
  encodeTensor,
  type TensorData,
  type WrittenDtype,
} from "./dtypes.ts";
import { readHeader, type SafetensorsHeader } from "./safetensorsHeader.ts";
import { quoted } from "./strictJson.ts";

export interface StoredTensor {
  readonly shape: readonly number[];
  /** How the file keeps it. */
  readonly dtype: Dtype;
  /** Row-major. Floats as float32, integers as int32. */
  readonly data: TensorData;
}

/** Named tensors to be read one at a time: of one file, or of several that belong together (shards.ts). */
export interface TensorFile {
  /** What error messages call the file. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, Pick<StoredTensor, "shape" | "dtype">>;
  /** @throws InklingError for an unknown name, or numbers that fit in neither float32 nor int32 */
  readTensor(name: string): Promise<StoredTensor>;
}

export interface SafetensorsFile extends TensorFile {
  readonly tensors: SafetensorsHeader["tensors"];
  readonly metadata: SafetensorsHeader["metadata"];
}

/**
 * Checks the header of `source` and gives access to its tensors; the source stays the caller's to close.
 * @throws InklingError if the file is not a whole, well-formed safetensors file
 */
export async function openSafetensors(source: ByteSource): Promise<SafetensorsFile> {
  const header = await readHeader(source);
  return {
    ...header,
    name: source.name,
    async readTensor(name) {
      const entry = header.tensors.get(name);
      if (entry === undefined) {
        const hint = didYouMean(name, plausibleNames(header.tensors.keys()));
        throw new InklingError(`${source.name} has no tensor ${quoted(name)}.${hint}`);
      }
      const { dtype, shape, start, length } = entry;
      const bytes = await source.read(start, length);
      return { dtype, shape, data: decodeTensor(dtype, bytes, `${source.name}, tensor ${quoted(name)}`) };
    },
  };
}

/** Names worth comparing for "did you mean": a hostile file could hold one of 50 MB, or a million of them. */
export function plausibleNames(names: Iterable<string>): string[] {
  return [...names].filter((name) => name.length < 200).slice(0, 1000);
}

/** A tensor on its way to disk. `data` is called once, when its turn has come, so that one at a time is in memory. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** F32 unless said otherwise. */
  readonly dtype?: WrittenDtype;
  data(): TensorData | Promise<TensorData>;
}

/**
 * Writes a whole safetensors file into `sink`.
 * @param metadata text by key; transformers wants `{ format: "pt" }`
 * @throws InklingError if a name is there twice, a shape doesn't fit its data, or a number doesn't fit its dtype
 */
export async function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
  sink: ByteSink,
): Promise<void> {
  const ordered = inFileOrder(tensors);
  await sink.write(encodeHeader(ordered, metadata));
  for (const tensor of ordered) {
    const data = await tensor.data();
    const what = `tensor ${quoted(tensor.name)}`;
    if (data.length !== numbersIn(tensor)) {
      throw new InklingError(
        `${what}: shape [${tensor.shape.join(", ")}] wants ${numbersIn(tensor)} numbers, got ${data.length}.`,
      );
    }
    await sink.write(encodeTensor(tensor.dtype ?? "F32", data, what));
  }
}

// Hugging Face's library puts the widest numbers first, so that each tensor is aligned to its own size.
const FILE_ORDER: readonly WrittenDtype[] = ["F32", "I32", "BF16", "F16"];

/** By dtype, then by the UTF-8 of the name. */
function inFileOrder(tensors: readonly TensorToWrite[]): TensorToWrite[] {
  const encoder = new TextEncoder();
  const keyed = tensors.map((tensor) => ({
    tensor,
    rank: FILE_ORDER.indexOf(tensor.dtype ?? "F32"),
    bytes: encoder.encode(tensor.name),
  }));
  keyed.sort((a, b) => a.rank - b.rank || compareBytes(a.bytes, b.bytes));
  return keyed.map(({ tensor }) => tensor);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

function numbersIn(tensor: TensorToWrite): number {
  return tensor.shape.reduce((product, size) => product * size, 1);
}

/** The eight bytes of length, then the JSON, padded with spaces so that the data begins at a multiple of 8. */
function encodeHeader(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  // Put together as text: an object would lose a tensor called "__proto__" and reorder one called "7".
  const fields: string[] = [];
  if (Object.keys(metadata).length > 0) fields.push(`"__metadata__":${JSON.stringify(metadata)}`);
  const names = new Set<string>(["__metadata__"]);
  let offset = 0;
  for (const tensor of tensors) {
    if (names.has(tensor.name))
      throw new InklingError(`The tensor name ${quoted(tensor.name)} is taken already.`);
    names.add(tensor.name);
    const dtype = tensor.dtype ?? "F32";
    const end = offset + numbersIn(tensor) * DTYPE_BYTES[dtype];
    const entry = { dtype, shape: tensor.shape, data_offsets: [offset, end] };
    fields.push(`${JSON.stringify(tensor.name)}:${JSON.stringify(entry)}`);
    offset = end;
  }
  const json = new TextEncoder().encode(`{${fields.join(",")}}`);
  const padded = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(8 + padded).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(json, 8);
  return header;
}
