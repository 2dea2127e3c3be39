/**
 * GGUF's metadata: keys with typed values, read one after the other.
 *
 *   key      text: a length (u64) and UTF-8
 *   type     u32: 0 u8 · 1 i8 · 2 u16 · 3 i16 · 4 u32 · 5 i32 · 6 f32 · 7 bool · 8 text · 9 list · 10 u64 · 11 i64 · 12 f64
 *   value    a list is the type of its items (u32), how many (u64), and the items; a list of lists is refused
 *
 * Integers beyond 2^53 lose their last digits; no field that Inkling uses comes near. Knows nothing of what keys mean.
 */
import type { Cursor } from "./cursor.ts";

export type GgufValue = number | boolean | string | readonly string[] | Float64Array;

// Real files have some fifty keys. Vocabulary, scores, types and merges of 256,000 tokens come to 1.3 million items.
const MOST_KEYS = 10_000;
const MOST_ITEMS = 4_194_304;
const LONGEST_KEY = 65_535;
/** Of a key with its length, type and value: 8 + 1 + 4 + 1. */
const LEAST_BYTES = 14;

const BOOL = 7;
const TEXT = 8;
const LIST = 9;

/** Numbers by type: bytes, and how to read one. */
const numbers: Readonly<
  Record<number, readonly [bytes: number, read: (view: DataView, at: number) => number]>
> = {
  0: [1, (view, at) => view.getUint8(at)],
  1: [1, (view, at) => view.getInt8(at)],
  2: [2, (view, at) => view.getUint16(at, true)],
  3: [2, (view, at) => view.getInt16(at, true)],
  4: [4, (view, at) => view.getUint32(at, true)],
  5: [4, (view, at) => view.getInt32(at, true)],
  6: [4, (view, at) => view.getFloat32(at, true)],
  10: [8, (view, at) => Number(view.getBigUint64(at, true))],
  11: [8, (view, at) => Number(view.getBigInt64(at, true))],
  12: [8, (view, at) => view.getFloat64(at, true)],
};

/** The next `count` keys and their values. */
export async function readMetadata(cursor: Cursor, count: number): Promise<Map<string, GgufValue>> {
  cursor.checkCount(count, LEAST_BYTES, MOST_KEYS, "the number of metadata keys");
  const values = new Map<string, GgufValue>();
  const budget = { items: MOST_ITEMS };
  for (let i = 0; i < count; i++) {
    const key = await cursor.text(`metadata key ${i}`);
    if (key === "" || key.length > LONGEST_KEY)
      cursor.fail(`metadata key ${i} is ${key.length} characters long, expected 1 to ${LONGEST_KEY}`);
    if (values.has(key)) cursor.fail(`the metadata key ${quoted(key)} is there twice`);
    values.set(key, await readValue(cursor, quoted(key), budget));
  }
  return values;
}

async function readValue(cursor: Cursor, field: string, budget: { items: number }): Promise<GgufValue> {
  const type = await cursor.u32(`${field}'s type`);
  if (type === TEXT) return cursor.text(field);
  if (type === BOOL) return readFlag(cursor, field);
  if (type === LIST) return readList(cursor, field, budget);
  const [bytes, read] = numberType(cursor, type, field);
  return read(await cursor.view(bytes, field), 0);
}

async function readFlag(cursor: Cursor, field: string): Promise<boolean> {
  const [byte] = await cursor.bytes(1, field);
  if (byte > 1) cursor.fail(`${field} is the flag ${byte}, expected 0 or 1`);
  return byte === 1;
}

async function readList(
  cursor: Cursor,
  field: string,
  budget: { items: number },
): Promise<readonly string[] | Float64Array> {
  const type = await cursor.u32(`the type of ${field}'s items`);
  if (type === LIST) cursor.fail(`${field} is a list of lists, which no field of a model is`);
  const count = await cursor.u64(`${field}'s length`);
  if (type === TEXT) {
    cursor.checkCount(count, 8, budget.items, `${field}'s length`);
    budget.items -= count;
    const texts: string[] = [];
    for (let i = 0; i < count; i++) texts.push(await cursor.text(field));
    return texts;
  }
  const [bytes, read] = type === BOOL ? numbers[0] : numberType(cursor, type, field);
  cursor.checkCount(count, bytes, budget.items, `${field}'s length`);
  budget.items -= count;
  const view = await cursor.view(count * bytes, field);
  return Float64Array.from({ length: count }, (_, i) => read(view, i * bytes));
}

function numberType(cursor: Cursor, type: number, field: string) {
  return numbers[type] ?? cursor.fail(`${field} has the value type ${type}, expected one from 0 to 12`);
}

/** A name from the file for a message: as JSON, cut to a readable length. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name);
}
