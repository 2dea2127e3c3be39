/**
 * A model as files, and files as a model: config.json, generation_config.json, model.safetensors, and the
 * optimiser's moments for a run that will go on.
 *
 * It knows bytes and tensors; where the bytes lie is node/modelFolder.ts's business (or the browser's).
 */
import { InklingError } from "../errors.ts";
import type { WeightFormat } from "../kernels/blocks.ts";
import type { Parameters } from "../model/parameters.ts";
import { Transformer } from "../model/transformer.ts";
import type { Engine } from "../tensor/engine.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { ByteSink, ByteSource } from "./bytes.ts";
import { generationConfig, type SuggestedSampling } from "./generationConfig.ts";
import { checkTensors, tensorsFromHuggingFace, tensorsToHuggingFace } from "./huggingface.ts";
import { configFromHuggingFace, configToHuggingFace, type HuggingFaceOptions } from "./huggingfaceConfig.ts";
import {
  loadQuantised,
  quantisedTensors,
  storedFormat,
  withFormat,
  withoutFormat,
  writeWeight,
} from "./quantised.ts";
import { openSafetensors, writeSafetensors } from "./safetensors.ts";

/** A file of a checkpoint: `write` is called once, when its turn has come. */
export interface CheckpointFile {
  readonly name: string;
  write(sink: ByteSink): Promise<void>;
}

/** Named tensors that can be saved and put back. */
type NamedTensors = Iterable<readonly [name: string, tensor: Tensor]>;

/**
 * Builds the model that config.json (parsed) describes and fills it with the weights, one tensor at a time.
 * @param format what the weights become in memory; unless given, what they are in the file, or else f32
 */
export async function loadModel(
  engine: Engine,
  config: unknown,
  weights: ByteSource,
  format?: WeightFormat,
): Promise<Transformer> {
  const stored = storedFormat(config);
  if (stored) return loadStored(engine, config, weights, stored, format);
  const shape = configFromHuggingFace(config);
  const file = await openSafetensors(weights);
  checkTensors(file, shape); // before anything is made for a file that does not fit
  const model = new Transformer(engine, shape, format);
  const byName = new Map<string, Tensor>([...model.parameters].map(({ name, tensor }) => [name, tensor]));
  try {
    for await (const { name, data } of tensorsFromHuggingFace(file, shape)) {
      const tensor = byName.get(name);
      if (tensor) writeWeight(tensor, data);
    }
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

async function loadStored(
  engine: Engine,
  config: unknown,
  weights: ByteSource,
  stored: WeightFormat,
  format: WeightFormat = stored,
): Promise<Transformer> {
  if (format !== stored) {
    throw new InklingError(
      `These weights were saved as ${stored}; ${format} was asked for. What quantising rounded off is lost: open them as ${stored}, or go back to the model they were made from.`,
    );
  }
  const shape = configFromHuggingFace(withoutFormat(config));
  const model = new Transformer(engine, shape, stored);
  try {
    await loadQuantised(await openSafetensors(weights), model.parameters);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** The files that transformers loads a model from; with quantised weights, only Inkling does. */
export function modelFiles(
  model: Transformer,
  options: HuggingFaceOptions & { readonly sampling?: SuggestedSampling },
): CheckpointFile[] {
  const { bosTokenId, eosTokenId, dtype = "F32", sampling = {} } = options;
  const generation = generationConfig({ bosTokenId, eosTokenId, sampling });
  const { config, parameters } = model;
  const quantised = parameters.format !== "f32";
  const description = configToHuggingFace(config, options);
  const tensors = quantised
    ? quantisedTensors(parameters)
    : tensorsToHuggingFace(config, reader(parameters), dtype);
  const metadata = { format: quantised ? "inkling" : "pt" };
  return [
    jsonFile("config.json", quantised ? withFormat(description, parameters.format) : description),
    jsonFile("generation_config.json", generation),
    { name: "model.safetensors", write: (sink) => writeSafetensors(tensors, metadata, sink) },
  ];
}

/** optimizer.safetensors: the moments of AdamW, by the names that its state() gives them. */
export function optimizerFile(state: NamedTensors): CheckpointFile {
  const tensors = [...state].map(([name, tensor]) => ({
    name,
    shape: tensor.shape,
    data: async () => Float32Array.from(await tensor.read()),
  }));
  return { name: "optimizer.safetensors", write: (sink) => writeSafetensors(tensors, {}, sink) };
}

/** Puts saved moments back. The file must hold exactly the tensors that `state` names, in their shapes. */
export async function loadOptimizer(state: NamedTensors, source: ByteSource): Promise<void> {
  const file = await openSafetensors(source);
  const expected = new Map(state);
  const surplus = [...file.tensors.keys()].find((name) => !expected.has(name));
  if (surplus)
    throw new InklingError(`${source.name} has moments for ${surplus}, which this model does not train.`);
  for (const [name, tensor] of expected) {
    if (!file.tensors.has(name))
      throw new InklingError(`${source.name} has no moments ${name}: the run can't go on.`);
    const { shape, data } = await file.readTensor(name);
    if (shape.join() !== tensor.shape.join()) {
      throw new InklingError(`${source.name}: ${name} is [${shape}], but the model's is [${tensor.shape}].`);
    }
    tensor.engine.kernels.write(tensor, data);
  }
}

export function textFile(name: string, text: string): CheckpointFile {
  return { name, write: (sink) => sink.write(new TextEncoder().encode(text)) };
}

export function jsonFile(name: string, value: unknown): CheckpointFile {
  return textFile(name, `${JSON.stringify(value, null, 2)}\n`);
}

function reader(parameters: Parameters): (name: string) => Promise<Float32Array> {
  const byName = new Map<string, Tensor>([...parameters].map(({ name, tensor }) => [name, tensor]));
  return async (name) => {
    const tensor = byName.get(name);
    if (!tensor)
      throw new InklingError(
        `This model has no parameter ${name} to save; this is a bug in the names' table.`,
      );
    return Float32Array.from(await tensor.read());
  };
}
