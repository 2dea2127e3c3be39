/**
 * Bytes of a GGUF header: keys with their values, and the tensors' infos. header.ts describes the layout.
 *
 * Knows nothing of which keys there are. Try it: `headerBytes([u32("general.file_type", 0)], [])`.
 */
import { ALIGNMENT, MAGIC, VERSION } from "./header.ts";
import { bytesOf, type TensorTypeName, tensorTypes } from "./types.ts";

/** A key with its value's bytes, type first. */
export interface KeyValue {
  readonly key: string;
  readonly bytes: readonly Uint8Array[];
}

export const u32 = (key: string, value: number): KeyValue => ({ key, bytes: [int(4), int(value)] });
export const i32 = (key: string, value: number): KeyValue => ({ key, bytes: [int(5), int(value)] });
export const f32 = (key: string, value: number): KeyValue => ({ key, bytes: [int(6), float(value)] });
export const flag = (key: string, value: boolean): KeyValue => ({
  key,
  bytes: [int(7), Uint8Array.of(value ? 1 : 0)],
});
export const text = (key: string, value: string): KeyValue => ({ key, bytes: [int(8), ...textBytes(value)] });

export const texts = (key: string, values: readonly string[]): KeyValue => ({
  key,
  bytes: [int(9), int(8), long(values.length), ...values.flatMap(textBytes)],
});
export const floats = (key: string, values: readonly number[]): KeyValue => ({
  key,
  bytes: [int(9), int(6), long(values.length), new Uint8Array(Float32Array.from(values).buffer)],
});
export const integers = (key: string, values: readonly number[]): KeyValue => ({
  key,
  bytes: [int(9), int(5), long(values.length), new Uint8Array(Int32Array.from(values).buffer)],
});

export interface TensorInfo {
  readonly name: string;
  readonly type: TensorTypeName;
  /** Row-major: the innermost axis last. */
  readonly shape: readonly number[];
}

/** In bytes, without what is filled up behind it. */
export function tensorBytes({ type, shape }: TensorInfo): number {
  return bytesOf(
    type,
    shape.reduce((product, length) => product * length, 1),
  );
}

/** How many zeros follow so many bytes. */
export function padding(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}

/** The whole header, filled up to where the data begins: the tensors in this order, each filled up, too. */
export function headerBytes(keys: readonly KeyValue[], tensors: readonly TensorInfo[]): Uint8Array {
  const parts = [int(MAGIC), int(VERSION), long(tensors.length), long(keys.length)];
  for (const { key, bytes } of keys) for (const part of [...textBytes(key), ...bytes]) parts.push(part);
  let offset = 0;
  for (const tensor of tensors) {
    const { name, type, shape } = tensor;
    parts.push(...textBytes(name), int(shape.length), ...[...shape].reverse().map(long));
    parts.push(int(tensorTypes[type].id), long(offset));
    const length = tensorBytes(tensor);
    offset += length + padding(length);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = new Uint8Array(length + padding(length));
  let at = 0;
  for (const part of parts) {
    header.set(part, at);
    at += part.length;
  }
  return header;
}

const utf8 = new TextEncoder();

function textBytes(value: string): [Uint8Array, Uint8Array] {
  const bytes = utf8.encode(value);
  return [long(bytes.length), bytes];
}

function int(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function float(value: number): Uint8Array {
  return new Uint8Array(Float32Array.of(value).buffer);
}

function long(value: number): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}
