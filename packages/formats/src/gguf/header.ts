/**
 * The header of a GGUF file: read, and believed only once everything in it has been checked.
 *
 *   "GGUF"          4 bytes
 *   version         u32, 2 or 3 (they differ in nothing that is used here; 1 counts in 32 bits and is long gone)
 *   tensors, keys   u64 each: how many
 *   metadata        the keys and their values (values.ts)
 *   tensor infos    name (text), number of axes (u32), their lengths (u64 each, the innermost first), type (u32),
 *                   offset (u64) from where the data begins
 *   padding         up to a multiple of general.alignment, 32 unless given
 *   data            each tensor at its offset
 *
 * Layout: ggml's docs/gguf.md. Knows nothing of what tensors are for. Try it: `await readGgufHeader(bytesAsSource("x", bytes))`.
 */
import { type ByteSource, InklingError } from "inkling";
import { Cursor } from "./cursor.ts";
import { Metadata } from "./metadata.ts";
import { bytesOf, type TensorTypeName, tensorTypeOf, tensorTypes, unreadTypeName } from "./types.ts";
import { quoted, readMetadata } from "./values.ts";

/** "GGUF", read as a little-endian number. */
export const MAGIC = 0x46554747;
export const VERSION = 3;
export const ALIGNMENT = 32;
const LARGEST_ALIGNMENT = 65_536;
const ALIGNMENT_KEY = "general.alignment";

const MOST_TENSORS = 100_000;
const MOST_AXES = 4;
/** ggml's own limit is 63 bytes. */
const LONGEST_NAME = 255;
/** Of a tensor's info: a name of one byte, one axis. */
const LEAST_BYTES = 8 + 1 + 4 + 8 + 4 + 8;

export interface GgufTensor {
  readonly name: string;
  readonly type: TensorTypeName;
  /** Row-major, as everywhere in Inkling: the innermost axis last. */
  readonly shape: readonly number[];
  /** Of the first byte, from the beginning of the file. */
  readonly start: number;
  /** In bytes. */
  readonly length: number;
}

export interface GgufHeader {
  readonly metadata: Metadata;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

/** @throws InklingError that names the file and the field, with what was found and expected */
export async function readGgufHeader(source: ByteSource): Promise<GgufHeader> {
  const cursor = new Cursor(source);
  if ((await cursor.u32('the magic "GGUF"')) !== MAGIC) cursor.fail('it does not begin with "GGUF"');
  checkVersion(cursor, source.name, await cursor.u32("the version"));
  const tensorCount = await cursor.u64("the number of tensors");
  const keyCount = await cursor.u64("the number of metadata keys");
  cursor.checkCount(tensorCount, LEAST_BYTES, MOST_TENSORS, "the number of tensors");
  const metadata = new Metadata(source.name, await readMetadata(cursor, keyCount));
  const alignment = alignmentOf(metadata);
  const infos: Omit<GgufTensor, "length">[] = [];
  for (let i = 0; i < tensorCount; i++) infos.push(await readInfo(cursor, i, source.name));
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  return { metadata, tensors: placed(infos, { dataStart, alignment, cursor, size: source.size }) };
}

function checkVersion(cursor: Cursor, name: string, version: number): void {
  if (version === 2 || version === VERSION) return;
  if (version !== 0 && (version & 0xffff) === 0) {
    throw new InklingError(
      `${name}: this GGUF file is big-endian, and Inkling reads little-endian ones, which is what nearly all are. Convert it with gguf_convert_endian.py of the gguf package.`,
    );
  }
  cursor.fail(`it is GGUF version ${version}, expected 2 or 3`);
}

function alignmentOf(metadata: Metadata): number {
  const alignment = metadata.size(ALIGNMENT_KEY, { min: 1, max: LARGEST_ALIGNMENT }, ALIGNMENT);
  if ((alignment & (alignment - 1)) === 0) return alignment;
  return metadata.fail(ALIGNMENT_KEY, alignment, "a power of two");
}

/** A tensor's info; `start` is still its offset. */
async function readInfo(cursor: Cursor, index: number, file: string): Promise<Omit<GgufTensor, "length">> {
  const name = await cursor.text(`tensor ${index}'s name`);
  if (name === "" || name.length > LONGEST_NAME)
    cursor.fail(`tensor ${index}'s name is ${name.length} characters long, expected 1 to ${LONGEST_NAME}`);
  const what = `tensor ${quoted(name)}`;
  const axes = await cursor.u32(`${what}: the number of axes`);
  if (axes < 1 || axes > MOST_AXES) cursor.fail(`${what} has ${axes} axes, expected 1 to ${MOST_AXES}`);
  const shape: number[] = [];
  for (let axis = 0; axis < axes; axis++) shape.unshift(await cursor.u64(`${what}: an axis's length`));
  const type = readType(await cursor.u32(`${what}: the type`), what, file);
  const start = await cursor.u64(`${what}: the offset`);
  return { name, type, shape, start };
}

function readType(id: number, what: string, file: string): TensorTypeName {
  const type = tensorTypeOf(id);
  if (type !== undefined) return type;
  const known = Object.keys(tensorTypes).join(", ");
  throw new InklingError(
    `${file}: ${what} is stored as ${unreadTypeName(id)}, and Inkling reads ${known}. Take the same model as Q8_0, Q4_0 or F16, or convert this one: llama-quantize --allow-requantize FILE OUT Q8_0.`,
  );
}

interface Placing {
  readonly dataStart: number;
  readonly alignment: number;
  readonly size: number;
  readonly cursor: Cursor;
}

/** Checks sizes, offsets and overlaps, and gives each tensor its place in the file. */
function placed(infos: readonly Omit<GgufTensor, "length">[], placing: Placing): Map<string, GgufTensor> {
  const tensors = new Map<string, GgufTensor>();
  for (const info of infos) {
    if (tensors.has(info.name)) placing.cursor.fail(`tensor ${quoted(info.name)} is there twice`);
    tensors.set(info.name, place(info, placing));
  }
  const inOrder = [...tensors.values()].sort((a, b) => a.start - b.start);
  for (const [i, { name, start }] of inOrder.entries()) {
    const before = inOrder[i - 1];
    if (before !== undefined && before.start + before.length > start)
      placing.cursor.fail(`tensors ${quoted(before.name)} and ${quoted(name)} overlap`);
  }
  return tensors;
}

function place(
  info: Omit<GgufTensor, "length">,
  { dataStart, alignment, size, cursor }: Placing,
): GgufTensor {
  const { name, type, shape, start: offset } = info;
  const what = `tensor ${quoted(name)}`;
  // A product of four lengths of 64 bits may round, but never to something that fits in the file.
  const count = shape.reduce((product, length) => product * length, 1);
  const rowLength = shape[shape.length - 1];
  const { block } = tensorTypes[type];
  if (count === 0) cursor.fail(`${what} of shape [${shape.join(", ")}] is empty`);
  if (rowLength % block !== 0)
    cursor.fail(`${what} is ${type}, which has blocks of ${block}, but its rows are ${rowLength} long`);
  if (offset % alignment !== 0)
    cursor.fail(`${what} has the offset ${offset}, expected a multiple of ${alignment}`);
  const length = bytesOf(type, count);
  if (offset + length > size - dataStart)
    cursor.fail(
      `${what} takes ${length} bytes from ${offset} on, but there are ${Math.max(0, size - dataStart)} bytes of data`,
    );
  return { ...info, start: dataStart + offset, length };
}
