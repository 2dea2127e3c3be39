/**
 * A GGUF file (llama.cpp's) as a model: its settings, its tokenizer, and its numbers on demand.
 *
 *   const source = await ggufSource(bytes);
 *   const model = await modelOfSource(engine, source);
 *
 * Reads the architectures llama and gpt2, and the number formats of types.ts. The header is checked whole before the
 * first number is read. Refuses to know where the bytes lie.
 */
import {
  type ByteSource,
  didYouMean,
  InklingError,
  type ModelSource,
  modelSettings,
  type SuggestedSampling,
} from "inkling";
import { toInkling } from "../layout.ts";
import { architectureOf } from "./architecture.ts";
import { decode } from "./blocks.ts";
import { NO_BIAS, readConfig } from "./config.ts";
import { type GgufHeader, type GgufTensor, readGgufHeader } from "./header.ts";
import type { Metadata } from "./metadata.ts";
import { EMBEDDING, ggufTable, HEAD, partOf, type Row } from "./names.ts";
import { readTokenizer } from "./readTokenizer.ts";
import { ROPE_FACTORS } from "./rope.ts";
import { samplingKeys } from "./samplingKeys.ts";
import { bytesOf } from "./types.ts";
import { quoted } from "./values.ts";

/** @throws InklingError that names the file and the field, with what was found and what to do */
export async function ggufSource(bytes: ByteSource): Promise<ModelSource> {
  const header = await readGgufHeader(bytes);
  const { metadata, tensors } = header;
  const ropeFactors = await readRopeFactors(bytes, tensors.get(ROPE_FACTORS));
  const { config: stored, notes } = readConfig(metadata, { tensors, ropeFactors });
  const table = ggufTable(stored, architectureOf(stored, bytes.name));
  checkTensors(bytes.name, header, table);
  await checkZeros(bytes, tensors, table);
  const { ownRows, ...texts } = readTokenizer(metadata, bytes.name, stored.vocabSize);
  const own = ownRows === undefined ? table : table.map((row) => withRows(row, ownRows));
  return {
    name: bytes.name,
    config: { ...stored, vocabSize: ownRows ?? stored.vocabSize },
    storedAs: storedAs([...tensors.values()]),
    ...texts,
    sampling: readSampling(metadata),
    notes,
    async parameter(name) {
      const row = own.find(({ parameters }) => parameters.includes(name));
      const tensor = row && tensors.get(row.name);
      if (row === undefined || tensor === undefined)
        throw new InklingError(`${bytes.name} has no parameter ${name}.`);
      const { first, count } = partOf(row, name);
      return toInkling(await readNumbers(bytes, tensor, first, count), row.shape[1] ?? 1, row.layout);
    },
  };
}

async function readNumbers(bytes: ByteSource, { type, start }: GgufTensor, first: number, count: number) {
  return decode(type, await bytes.read(start + bytesOf(type, first), bytesOf(type, count)));
}

/** Of a vocabulary that the file extends, only the model's own rows are read. */
function withRows(row: Row, rows: number): Row {
  if (row.name !== EMBEDDING && row.name !== HEAD) return row;
  return { ...row, shape: [rows, row.shape[1] ?? 1] };
}

/** Throws, before a number is read, unless the file holds exactly the tensors of these settings, in their shapes. */
function checkTensors(file: string, { tensors }: GgufHeader, table: readonly Row[]): void {
  for (const { name, shape } of table) {
    const found = tensors.get(name);
    if (found === undefined) {
      const hint = didYouMean(name, [...tensors.keys()].slice(0, 1000));
      throw new InklingError(
        `${file}: tensor ${quoted(name)} is missing; its settings want it, with shape [${shape.join(", ")}].${hint}`,
      );
    }
    if (found.shape.join() !== shape.join()) {
      throw new InklingError(
        `${file}: tensor ${quoted(name)} has shape [${found.shape.join(", ")}], but the settings say [${shape.join(", ")}]. The file is damaged.`,
      );
    }
    if (shape.length === 1 && found.type.startsWith("Q"))
      throw new InklingError(`${file}: tensor ${quoted(name)} is ${found.type}, expected F32, F16 or BF16.`);
  }
  const known = new Set([...table.map(({ name }) => name), ROPE_FACTORS]);
  const surplus = [...tensors.keys()].find((name) => !known.has(name));
  if (surplus !== undefined) {
    throw new InklingError(
      `${file}: tensor ${quoted(surplus)} has no place in the model that its settings describe. Inkling doesn't load a part of a model.`,
    );
  }
}

/** The zeros that a model without biases has in their place must be zeros. */
async function checkZeros(bytes: ByteSource, tensors: GgufHeader["tensors"], table: readonly Row[]) {
  for (const { name, constant } of table) {
    const tensor = tensors.get(name);
    if (tensor === undefined || constant === undefined || name === ROPE_FACTORS) continue;
    const numbers = await readNumbers(bytes, tensor, 0, constant.length);
    const other = numbers.find((number) => number !== 0);
    if (other !== undefined)
      throw new InklingError(
        `${bytes.name}: tensor ${quoted(name)} holds ${other}, but ${NO_BIAS} says that the model has no biases.`,
      );
  }
}

async function readRopeFactors(bytes: ByteSource, tensor: GgufTensor | undefined) {
  if (tensor === undefined) return undefined;
  const [count] = tensor.shape;
  const most = modelSettings.dHead.max / 2;
  if (tensor.shape.length === 1 && count <= most && tensor.type === "F32")
    return readNumbers(bytes, tensor, 0, count);
  throw new InklingError(
    `${bytes.name}: tensor ${ROPE_FACTORS} is ${tensor.type} [${tensor.shape.join(", ")}], expected at most ${most} numbers as F32.`,
  );
}

/** "F32", or "mostly Q4_0": by how many numbers lie in which format. */
function storedAs(tensors: readonly GgufTensor[]): string {
  const counts = new Map<string, number>();
  for (const { type, length } of tensors) counts.set(type, (counts.get(type) ?? 0) + length);
  const [[most]] = [...counts].sort(([, a], [, b]) => b - a);
  return counts.size === 1 ? most : `mostly ${most}`;
}

function readSampling(metadata: Metadata): SuggestedSampling {
  const given = samplingKeys.filter(([, key]) => metadata.has(key));
  return Object.fromEntries(given.map(([ours, key]) => [ours, metadata.amount(key)]));
}
