/**
 * Hugging Face's tensors ⇄ Inkling's parameters: what happens to the numbers on the way.
 *
 * **Hugging Face's transpose.** Inkling stores every weight as [in, out], because y = x · W reads that way.
 *   - GPT-2's files do so too (its "Conv1D" layers): nothing to turn. But one tensor, c_attn, holds W_Q, W_K
 *     and W_V side by side, and its bias b_Q, b_K and b_V: they are cut apart at the columns.
 *   - Llama's files store every linear layer as [out, in], as torch's nn.Linear does: each is transposed.
 *   - The unembedding, where it isn't the embedding used twice, is [V, D] in both, ours is [D, V]: transposed.
 * Nothing else changes: not the order of heads, nor that of the rotary pairs (halves, in both).
 *
 * The names are in huggingfaceNames.ts, the settings in huggingfaceConfig.ts. Knows nothing of files.
 * Try it: `await parametersFromHuggingFace(file, config)("blocks.0.attn.W_Q")`
 */
import { didYouMean, InklingError } from "../errors.ts";
import type { ModelConfig } from "../model/config.ts";
import type { ParameterName } from "../model/parameters.ts";
import type { WrittenDtype } from "./dtypes.ts";
import { familyOf } from "./huggingfaceConfig.ts";
import { CONSTANTS, HEAD, huggingFaceTable, PREFIX, type Row } from "./huggingfaceNames.ts";
import { plausibleNames, type TensorFile, type TensorToWrite } from "./safetensors.ts";
import { quoted } from "./strictJson.ts";

/** Gives the numbers of a parameter, in Inkling's layout; they belong to whoever asked. */
export type ReadParameter = (name: ParameterName) => Promise<Float32Array<ArrayBuffer>>;

/**
 * The parameters of the model, each read when it is asked for.
 * @throws InklingError, before the first number is read, for missing or surplus tensors and for shapes that
 *   contradict the config: it names the tensor, what was found and what was expected
 */
export function parametersFromHuggingFace(file: TensorFile, config: ModelConfig): ReadParameter {
  checkTensors(file, config);
  const inFile = namesIn(file, config);
  const rows = huggingFaceTable(config);
  const zeros = rows.filter(({ layout }) => layout === "zeros").map(({ name }) => inFile(name));
  const rowOf = new Map(rows.flatMap((row) => row.parameters.map((name) => [name, row] as const)));
  const joined = lastRead((name) => readFloats(file, name));
  let checked: Promise<void> | undefined;
  return async (name) => {
    checked ??= checkZeros(file, zeros);
    await checked;
    const row = rowOf.get(name);
    if (row === undefined)
      throw new InklingError(`${file.name}: config.json describes no parameter ${name}.`);
    const tensor = inFile(row.name);
    if (row.layout === "columns") return cutColumns(await joined(tensor), row, row.parameters.indexOf(name));
    const data = await readFloats(file, tensor);
    if (config.tiedEmbedding && name === "embed.W_E" && file.tensors.has(HEAD)) await checkTied(file, data);
    return row.layout === "transposed" ? transpose(data, row.shape) : data;
  };
}

/** As `read`, but asked for the same name again it need not read: GPT-2's W_Q, W_K and W_V are one tensor. */
function lastRead<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  let last: { readonly name: string; readonly value: Promise<T> } | undefined;
  return (name) => {
    if (last?.name !== name) last = { name, value: read(name) };
    return last.value;
  };
}

async function checkZeros(file: TensorFile, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if ((await readFloats(file, name)).every((value) => value === 0)) continue;
    throw new InklingError(
      `${file.name}: config.json says the model has no biases (inkling_bias), but tensor ${quoted(name)} isn't zero.`,
    );
  }
}

async function readFloats(file: TensorFile, name: string): Promise<Float32Array<ArrayBuffer>> {
  const { data, dtype } = await file.readTensor(name);
  if (data instanceof Float32Array) return data;
  throw new InklingError(
    `${file.name}: tensor ${quoted(name)} has dtype ${dtype}, expected F32, F16 or BF16.`,
  );
}

/** What this file calls a tensor of the table: with the family's prefix, or without. */
function namesIn(file: TensorFile, config: ModelConfig): (name: string) => string {
  const prefix = PREFIX[familyOf(config)];
  const prefixed = [...file.tensors.keys()].some((name) => prefix !== "" && name.startsWith(prefix));
  return (name) => (prefixed && name !== HEAD ? prefix + name : name);
}

/** Throws unless the file holds exactly the tensors of this config, in their shapes. */
function checkTensors(file: TensorFile, config: ModelConfig): void {
  const inFile = namesIn(file, config);
  const expected = new Map(huggingFaceTable(config).map((row) => [inFile(row.name), row.shape]));
  // Some files keep the tied unembedding a second time.
  if (config.tiedEmbedding && familyOf(config) !== "inkling" && file.tensors.has(HEAD)) {
    expected.set(HEAD, [config.vocabSize, config.dModel]);
  }
  const given = [...file.tensors.keys()];
  for (const [name, shape] of expected) {
    const found = file.tensors.get(name);
    if (found === undefined) {
      const hint = didYouMean(name, plausibleNames(given));
      throw new InklingError(
        `${file.name}: tensor ${quoted(name)} is missing; config.json wants it, with shape [${shape.join(", ")}].${hint}`,
      );
    }
    if (found.shape.join() !== shape.join()) {
      throw new InklingError(
        `${file.name}: tensor ${quoted(name)} has shape [${found.shape.join(", ")}], ` +
          `but config.json says [${shape.join(", ")}]. The two don't belong to the same model.`,
      );
    }
  }
  const surplus = given.find((name) => !expected.has(name) && !CONSTANTS.test(bare(name, config)));
  if (surplus !== undefined) {
    const shape = file.tensors.get(surplus)?.shape.join(", ");
    throw new InklingError(
      `${file.name}: tensor ${quoted(surplus)} of shape [${shape}] has no place in the model that config.json describes. ` +
        "Inkling doesn't load a part of a model.",
    );
  }
}

function bare(name: string, config: ModelConfig): string {
  const prefix = PREFIX[familyOf(config)];
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

async function checkTied(file: TensorFile, embedding: Float32Array): Promise<void> {
  const head = await readFloats(file, HEAD);
  const different = head.findIndex((value, i) => !Object.is(value, embedding[i]));
  if (different >= 0) {
    throw new InklingError(
      `${file.name}: config.json ties the unembedding to the embedding, but tensor "${HEAD}" differs from it ` +
        `(element ${different}). Set "tie_word_embeddings": false in config.json if the head is its own.`,
    );
  }
}

/**
 * The tensors of a Hugging Face file, ready for `writeSafetensors`.
 * @param parameter fetches the numbers of a parameter; it is asked when that tensor's turn to be written has come
 * @param dtype as which all of them are stored
 */
export function tensorsToHuggingFace(
  config: ModelConfig,
  parameter: (name: ParameterName) => Float32Array | Promise<Float32Array>,
  dtype: WrittenDtype = "F32",
): TensorToWrite[] {
  const prefix = PREFIX[familyOf(config)];
  return huggingFaceTable(config).map((row) => ({
    name: row.name === HEAD ? HEAD : prefix + row.name,
    shape: row.shape,
    dtype,
    async data() {
      const parts: Float32Array[] = [];
      for (const name of row.parameters) parts.push(await parameter(name));
      return fromParameters(row, parts);
    },
  }));
}

/** The parameters that a tensor of theirs holds → that tensor. */
function fromParameters(
  { layout, shape, parameters }: Row,
  parts: Float32Array[],
): Float32Array<ArrayBuffer> {
  const size = shape.reduce((product, length) => product * length, 1);
  for (const [i, part] of parts.entries()) {
    const expected = size / parts.length;
    if (part.length !== expected) {
      throw new InklingError(`${parameters[i]}: ${expected} numbers were expected, got ${part.length}.`);
    }
  }
  switch (layout) {
    case "zeros":
      return new Float32Array(size);
    case "same":
      return Float32Array.from(parts[0]);
    case "transposed":
      return transpose(parts[0], [...shape].reverse());
    case "columns":
      return joinColumns(parts, shape);
  }
}

/** [rows, columns] → [columns, rows] */
function transpose(
  data: Float32Array,
  [rows = 1, columns = 1]: readonly number[],
): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  }
  return turned;
}

/** The `index`-th of the parts that lie side by side in [rows, parts × width]; a bias is one row. */
function cutColumns(
  data: Float32Array,
  { shape, parameters }: Row,
  index: number,
): Float32Array<ArrayBuffer> {
  const all = shape.at(-1)!;
  const width = all / parameters.length;
  const part = new Float32Array(data.length / parameters.length);
  for (let i = 0; i < part.length / width; i++) {
    const start = i * all + index * width;
    part.set(data.subarray(start, start + width), i * width);
  }
  return part;
}

/** The inverse of cutColumns, for all parts. */
function joinColumns(parts: readonly Float32Array[], shape: readonly number[]): Float32Array<ArrayBuffer> {
  const all = shape.at(-1)!;
  const width = all / parts.length;
  const joined = new Float32Array(parts.length * parts[0].length);
  for (const [index, part] of parts.entries()) {
    for (let i = 0; i < part.length / width; i++) {
      joined.set(part.subarray(i * width, (i + 1) * width), i * all + index * width);
    }
  }
  return joined;
}
