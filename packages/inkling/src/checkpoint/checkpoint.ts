/**
 * A model as files: config.json, generation_config.json, model.safetensors, and the optimiser's moments for a run
 * that will go on. (The way back is folder/folderSource.ts.)
 *
 * It knows bytes and tensors; where the bytes lie is node/modelFolder.ts's business (or the browser's).
 */
import { InklingError } from "../errors.ts";
import type { Transformer } from "../model/transformer.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { ByteSink, ByteSource } from "./bytes.ts";
import { generationConfig, type SuggestedSampling } from "./generationConfig.ts";
import { tensorsToHuggingFace } from "./huggingface.ts";
import { configToHuggingFace, type HuggingFaceOptions } from "./huggingfaceConfig.ts";
import { quantisedTensors, withFormat } from "./quantised.ts";
import { openSafetensors, writeSafetensors } from "./safetensors.ts";

/** A file of a checkpoint: `write` is called once, when its turn has come. */
export interface CheckpointFile {
  readonly name: string;
  write(sink: ByteSink): Promise<void>;
}

/** Named tensors that can be saved and put back. */
type NamedTensors = Iterable<readonly [name: string, tensor: Tensor]>;

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
    : tensorsToHuggingFace(
        config,
        async (name) => Float32Array.from(await parameters.get(name).read()),
        dtype,
      );
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
