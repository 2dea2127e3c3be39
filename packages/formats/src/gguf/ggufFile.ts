/**
 * A model as a GGUF file for llama.cpp, written tensor by tensor.
 *
 *   await ggufFile(source, { name: "mine.gguf", type: "Q8_0" }).write(sink);
 *
 * Vectors and learned positions stay F32, as llama.cpp's own converter leaves them. Q8_0 and Q4_0 have blocks of 32
 * neighbours in a row; a matrix whose rows don't divide by 32 stays F16. Refuses what llama.cpp has no architecture or
 * no tokenizer for, before the first byte.
 */
import { type ByteSink, type CheckpointFile, InklingError, type ModelSource } from "inkling";
import { fromInkling } from "../layout.ts";
import { type Architecture, architectureOf } from "./architecture.ts";
import { encode, type WrittenType } from "./blocks.ts";
import { writeConfig } from "./config.ts";
import { EMBEDDING, ggufTable, HEAD, type Row } from "./names.ts";
import { samplingKeys } from "./samplingKeys.ts";
import { tensorTypes } from "./types.ts";
import { f32, headerBytes, i32, type KeyValue, padding, tensorBytes, text, u32 } from "./write.ts";
import { type WrittenTokenizer, writeTokenizer } from "./writeTokenizer.ts";

export interface GgufOptions {
  /** The file's; without ".gguf" it is also what the file calls the model. */
  readonly name: string;
  /** As which matrices are stored. */
  readonly type: WrittenType;
}

export interface GgufFile extends CheckpointFile {
  /** Matrices that are stored otherwise than asked for, and as what. */
  readonly kept: readonly string[];
  /** What is lost or different in llama.cpp, a sentence each. */
  readonly notes: readonly string[];
}

/** A row of the table on its way to the file. */
interface Planned {
  readonly row: Row;
  readonly name: string;
  readonly type: WrittenType;
  readonly shape: readonly number[];
}

/** llama.cpp's numbers for what a file mostly holds. */
const FILE_TYPES: Readonly<Record<WrittenType, number>> = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 7 };

/** @throws InklingError for a mixture or a tokenizer that llama.cpp doesn't have */
export function ggufFile(source: ModelSource, { name, type }: GgufOptions): GgufFile {
  const architecture = architectureOf(source.config, source.name);
  const tokenizer = writeTokenizer(source);
  const plan = ggufTable(source.config, architecture).map((row) => planned(row, type, tokenizer.appended));
  const kept = plan.filter((tensor) => tensor.row.product && tensor.type !== type);
  const keys = [
    ...generalKeys(source, architecture, { name, type }),
    ...writeConfig(source.config, architecture, source.config.vocabSize + tokenizer.appended),
    ...tokenizer.keys,
  ];
  return {
    name,
    kept: kept.map((tensor) => `${tensor.name} (${tensor.type})`),
    notes: tokenizer.notes,
    async write(sink) {
      await sink.write(headerBytes(keys, plan));
      for (const tensor of plan) await writeTensor(tensor, source, tokenizer, sink);
    },
  };
}

function generalKeys(
  source: ModelSource,
  architecture: Architecture,
  { name, type }: GgufOptions,
): KeyValue[] {
  const sampling = samplingKeys.flatMap(([ours, key, kind]) => {
    const value = source.sampling[ours];
    return value === undefined ? [] : [kind === "i32" ? i32(key, value) : f32(key, value)];
  });
  return [
    text("general.architecture", architecture),
    text("general.type", "model"),
    text("general.name", name.replace(/\.gguf$/, "")),
    u32("general.file_type", FILE_TYPES[type]),
    u32("general.quantization_version", 2),
    ...sampling,
  ];
}

function planned(row: Row, type: WrittenType, appended: number): Planned {
  const [rows, columns] = row.shape;
  const isVocabulary = row.name === EMBEDDING || row.name === HEAD;
  const shape = columns === undefined ? [rows] : [rows + (isVocabulary ? appended : 0), columns];
  const fits = columns !== undefined && columns % tensorTypes[type].block === 0;
  return { row, name: row.name, shape, type: row.product ? (fits ? type : "F16") : "F32" };
}

async function writeTensor(
  tensor: Planned,
  source: ModelSource,
  tokenizer: WrittenTokenizer,
  sink: ByteSink,
) {
  const { name, type, shape } = tensor;
  const values = await numbersOf(tensor, source, tokenizer);
  const bytes = encode(type, values, shape[1] ?? 1, `${source.name}, tensor ${name}`);
  const length = tensorBytes(tensor);
  if (bytes.length !== length) {
    throw new InklingError(
      `${source.name}, tensor ${name}: ${length} bytes were expected, got ${bytes.length}. What its parameters hold does not fit its settings.`,
    );
  }
  await sink.write(bytes);
  await sink.write(new Uint8Array(padding(length)));
}

/** The tensor's numbers as the file has them. */
async function numbersOf({ row, shape }: Planned, source: ModelSource, tokenizer: WrittenTokenizer) {
  if (row.constant) return row.constant;
  const [rows, columns = 1] = shape;
  const parts: Float32Array<ArrayBuffer>[] = [];
  for (const name of row.parameters)
    parts.push(fromInkling(await source.parameter(name), columns, row.layout));
  if (parts.length === 1 && rows === row.shape[0]) return parts[0];
  const numbers = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    numbers.set(part, at);
    at += part.length;
  }
  if (rows > row.shape[0]) appendRows(numbers, row.shape[0] * columns, columns, tokenizer.appendedLike);
  return numbers;
}

/** From `end` on, every row becomes that of token `like`, or the mean of the rows before. */
function appendRows(numbers: Float32Array, end: number, columns: number, like: number | undefined): void {
  const model =
    like === undefined ? meanRow(numbers.subarray(0, end), columns) : rowOf(numbers, columns, like);
  for (let at = end; at < numbers.length; at += columns) numbers.set(model, at);
}

function rowOf(numbers: Float32Array, columns: number, index: number): Float32Array {
  return numbers.slice(index * columns, (index + 1) * columns);
}

function meanRow(numbers: Float32Array, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (const [i, number] of numbers.entries()) sums[i % columns] += number;
  return Float32Array.from(sums, (sum) => (sum * columns) / numbers.length);
}
