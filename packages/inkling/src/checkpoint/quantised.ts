/**
 * Models with quantised weights: made from one with float weights, and kept in a folder.
 *
 * On disk such a model is a folder like any other, with two differences: config.json says
 *   "quantization_config": { "quant_method": "inkling", "weights": "q8_0" }
 * so that transformers refuses it by name instead of reading nonsense, and model.safetensors has the parameters under
 * Inkling's names; a quantised one is an I32 tensor [outputs, inner / 32, words], just as kernels/blocks.ts describes.
 */
import { InklingError } from "../errors.ts";
import { BLOCK, quantise, type WeightFormat, WORDS, weightFormats } from "../kernels/blocks.ts";
import type { Parameter, Parameters } from "../model/parameters.ts";
import { Transformer } from "../model/transformer.ts";
import { orderOf, type Tensor } from "../tensor/tensor.ts";
import type { SafetensorsFile, TensorToWrite } from "./safetensors.ts";
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
  return [...parameters].map((parameter) => {
    const { name, tensor } = parameter;
    return tensor.blocks
      ? {
          name,
          shape: storedShape(parameter),
          dtype: "I32",
          data: async () => Int32Array.from(await tensor.readWords()),
        }
      : { name, shape: tensor.shape, data: async () => Float32Array.from(await tensor.read()) };
  });
}

/** Fills a model from such a file. */
export async function loadQuantised(file: SafetensorsFile, parameters: Parameters): Promise<void> {
  for (const parameter of parameters) {
    const { name, tensor } = parameter;
    const { shape, data, dtype } = await file.readTensor(name);
    const [wantedShape, wantedDtype] = [storedShape(parameter).join(), tensor.blocks ? "I32" : "F32"];
    if (shape.join() !== wantedShape || dtype !== wantedDtype) {
      throw new InklingError(
        `${file.name}: tensor ${quoted(name)} is ${dtype} [${shape}], but config.json says ${wantedDtype} [${wantedShape}].`,
      );
    }
    tensor.engine.kernels.write(tensor, data);
  }
  const surplus = [...file.tensors.keys()].find((name) => ![...parameters].some((one) => one.name === name));
  if (surplus !== undefined) {
    throw new InklingError(`${file.name}: tensor ${quoted(surplus)} has no place in this model.`);
  }
}

function storedShape({ tensor: { shape, blocks } }: Parameter): readonly number[] {
  if (!blocks) return shape;
  const { outputs, inner } = orderOf(shape, blocks);
  return [outputs, inner / BLOCK, WORDS[blocks.format]];
}
