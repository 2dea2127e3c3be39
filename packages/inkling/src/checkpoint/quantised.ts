/**
 * Models with quantised weights: made from one with float weights, and kept in a folder.
 *
 * On disk such a model is a folder like any other, with two differences: config.json says
 *   "quantization_config": { "quant_method": "inkling", "weights": "q8_0" }
 * so that transformers refuses it by name instead of reading nonsense, and model.safetensors has the parameters under
 * Inkling's names; a quantised one is an I32 tensor [outputs, inner / 32, words], just as kernels/blocks.ts describes.
 */
import { InklingError } from "../errors.ts";
import { BLOCK, dequantise, quantise, type WeightFormat, WORDS, weightFormats } from "../kernels/blocks.ts";
import type { ModelConfig } from "../model/config.ts";
import { type Parameters, parameterSpecs } from "../model/parameters.ts";
import { Transformer } from "../model/transformer.ts";
import { blocksOf } from "../tensor/placeTensors.ts";
import { type Blocks, orderOf, type Tensor } from "../tensor/tensor.ts";
import type { ReadParameter } from "./huggingface.ts";
import type { TensorFile, TensorToWrite } from "./safetensors.ts";
import { quoted } from "./strictJson.ts";

/** Puts numbers into a weight, quantised if it is. */
export function writeWeight(tensor: Tensor, values: Float32Array): void {
  const { blocks, shape, engine } = tensor;
  engine.kernels.write(tensor, blocks ? quantise(blocks.format, values, orderOf(shape, blocks)) : values);
}

/** The same model with its matrices in another format; the one given stays as it is. */
export async function quantiseModel(model: Transformer, format: WeightFormat): Promise<Transformer> {
  const twin = new Transformer(model.engine, model.config, format);
  for (const { name, tensor } of model.parameters) {
    writeWeight(twin.parameters.get(name), Float32Array.from(await tensor.read()));
  }
  return twin;
}

export interface WeightReport {
  readonly format: WeightFormat;
  /** Of all weights as they lie in memory. */
  readonly bytes: number;
  /** Matrices that stayed f32 although another format was asked for: their sums don't divide by 32. */
  readonly keptF32: readonly string[];
}

export function weightReport(parameters: Parameters): WeightReport {
  const all = [...parameters];
  const bytes = all.reduce((sum, { tensor }) => sum + bytesOf(tensor), 0);
  const kept = all.filter(
    ({ tensor, summed }) => parameters.format !== "f32" && summed !== undefined && !tensor.blocks,
  );
  return { format: parameters.format, bytes, keptF32: kept.map(({ name }) => name) };
}

function bytesOf({ size, blocks }: Tensor): number {
  return blocks ? (size / BLOCK) * WORDS[blocks.format] * 4 : size * 4;
}

const QUANTISED = "quantization_config";

/** Which quantised weights config.json announces; undefined for an ordinary folder. */
export function storedFormat(config: unknown): WeightFormat | undefined {
  const found = typeof config === "object" && config !== null && Reflect.get(config, QUANTISED);
  if (typeof found !== "object" || found === null || Reflect.get(found, "quant_method") !== "inkling") {
    return undefined; // the ordinary reader says what is wrong with someone else's
  }
  const format: unknown = Reflect.get(found, "weights");
  const known = weightFormats.find((name) => name === format && name !== "f32");
  if (known) return known;
  const formats = weightFormats.slice(1).join(" or ");
  throw new InklingError(
    `config.json: ${QUANTISED}.weights is ${JSON.stringify(format)?.slice(0, 60)}, expected ${formats}.`,
  );
}

/** config.json with and without the note that its weights are quantised. */
export function withFormat(config: object, format: WeightFormat): object {
  return { ...config, [QUANTISED]: { quant_method: "inkling", weights: format } };
}
export function withoutFormat(config: unknown): unknown {
  return { ...Object(config), [QUANTISED]: null };
}

/** What model.safetensors holds. */
export function quantisedTensors(parameters: Parameters): TensorToWrite[] {
  return [...parameters].map(({ name, tensor }) => {
    return tensor.blocks
      ? {
          name,
          shape: storedShape(tensor),
          dtype: "I32",
          data: async () => Int32Array.from(await tensor.readWords()),
        }
      : { name, shape: tensor.shape, data: async () => Float32Array.from(await tensor.read()) };
  });
}

/** Fills a model from such a file, block for block. */
export async function loadQuantised(file: TensorFile, parameters: Parameters): Promise<void> {
  checkStored(
    file,
    [...parameters].map(({ name, tensor: { shape, blocks } }) => ({ name, shape, blocks })),
  );
  for (const { name, tensor } of parameters) {
    tensor.engine.kernels.write(tensor, (await file.readTensor(name)).data);
  }
}

/** Gives any parameter of such a file as the floats that its blocks stand for. */
export function parametersFromQuantised(
  file: TensorFile,
  config: ModelConfig,
  format: WeightFormat,
): ReadParameter {
  const stored = parameterSpecs(config).map((spec) => ({ ...spec, blocks: blocksOf(spec, format) }));
  checkStored(file, stored);
  const specOf = new Map(stored.map((spec) => [spec.name, spec]));
  return async (name) => {
    const { data } = await file.readTensor(name);
    if (data instanceof Float32Array) return data;
    const { shape, blocks } = specOf.get(name) ?? {};
    if (shape && blocks) return dequantise(blocks.format, data, orderOf(shape, blocks));
    throw new InklingError(`${file.name}: config.json describes no parameter ${name}.`);
  };
}

/** What such a file holds of a parameter. */
interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  readonly blocks: Blocks | undefined;
}

/** Throws unless the file holds exactly these parameters, in the shapes and formats of their kind. */
function checkStored(file: TensorFile, parameters: readonly Stored[]): void {
  for (const parameter of parameters) {
    const { name, blocks } = parameter;
    const found = file.tensors.get(name);
    const wanted = `${blocks ? "I32" : "F32"} [${storedShape(parameter)}]`;
    if (found === undefined) {
      throw new InklingError(
        `${file.name}: tensor ${quoted(name)} is missing; config.json wants it, ${wanted}.`,
      );
    }
    const is = `${found.dtype} [${found.shape}]`;
    if (is !== wanted) {
      throw new InklingError(
        `${file.name}: tensor ${quoted(name)} is ${is}, but config.json says ${wanted}.`,
      );
    }
  }
  const names = new Set(parameters.map(({ name }) => name));
  const surplus = [...file.tensors.keys()].find((name) => !names.has(name));
  if (surplus !== undefined) {
    throw new InklingError(`${file.name}: tensor ${quoted(surplus)} has no place in this model.`);
  }
}

function storedShape({ shape, blocks }: Omit<Stored, "name">): readonly number[] {
  if (!blocks) return shape;
  const { outputs, inner } = orderOf(shape, blocks);
  return [outputs, inner / BLOCK, WORDS[blocks.format]];
}
