/**
 * A folder of model files as a ModelSource: Inkling's own, or GPT-2's or Llama's as Hugging Face has them.
 *
 *   const source = await folderSource(files);
 *   await source.parameter("blocks.0.attn.W_Q");
 *   await source.close();
 *
 * The small files are read first, and the headers of the weights checked against config.json: nothing large is made for a
 * folder that is broken anywhere. Refuses to know where the files lie.
 */
import { parametersFromHuggingFace, type ReadParameter } from "../checkpoint/huggingface.ts";
import { configFromHuggingFace } from "../checkpoint/huggingfaceConfig.ts";
import { parseJsonFile } from "../checkpoint/json.ts";
import {
  loadQuantised,
  parametersFromQuantised,
  storedFormat,
  withoutFormat,
} from "../checkpoint/quantised.ts";
import type { TensorFile } from "../checkpoint/safetensors.ts";
import { InklingError } from "../errors.ts";
import type { WeightFormat } from "../kernels/blocks.ts";
import type { ModelConfig } from "../model/config.ts";
import { Transformer } from "../model/transformer.ts";
import { formatNames, type ModelSource, modelOfSource } from "../modelSource.ts";
import type { Engine } from "../tensor/engine.ts";
import { elementCount } from "../tensor/tensor.ts";
import { readTokenizerJson } from "../tokenizer/readTokenizerJson.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { ModelFiles } from "./modelFiles.ts";
import { readUsage } from "./usage.ts";
import { openWeights } from "./weightFiles.ts";

export interface FolderSource extends ModelSource {
  /**
   * The model itself. Weights that were saved quantised come block for block, which `parameter` can't give.
   * @param format what they become in memory; unless given, what they are in the folder, or else f32
   */
  load(engine: Engine, format?: WeightFormat): Promise<Transformer>;
  /** Closes the files. */
  close(): Promise<void>;
}

/** @throws InklingError that names the file and the field or tensor that is missing, damaged or beyond Inkling */
export async function folderSource(files: ModelFiles): Promise<FolderSource> {
  const { dir } = files;
  if (!files.has("config.json")) {
    throw new InklingError(
      `${dir} has no config.json, so it is not a model folder. Train one with "inkling train".`,
    );
  }
  const json = parseJsonFile(await files.text("config.json"), `${dir}/config.json`);
  const stored = storedFormat(json);
  const config = configFromHuggingFace(stored ? withoutFormat(json) : json);
  const tokenizer = await tokenizerOf(files, config);
  const usage = await readUsage(files, json, config.vocabSize, tokenizer);
  const { file, close } = await openWeights(files);
  try {
    const parameter: ReadParameter = stored
      ? parametersFromQuantised(file, config, stored)
      : parametersFromHuggingFace(file, config);
    const source = {
      name: dir,
      config,
      storedAs: stored ? formatNames[stored] : storedAs(file),
      tokenizer,
      ...usage,
      parameter,
    };
    const load = (engine: Engine, format?: WeightFormat) =>
      stored ? loadStored(engine, config, file, stored, format) : modelOfSource(engine, source, format);
    return { ...source, load, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tokenizerOf(files: ModelFiles, { vocabSize }: ModelConfig): Promise<Tokenizer | undefined> {
  const name = "tokenizer.json";
  if (!files.has(name)) return undefined;
  const tokenizer = readTokenizerJson(await files.text(name), `${files.dir}/${name}`);
  if (tokenizer.vocabSize <= vocabSize) return tokenizer;
  throw new InklingError(
    `${files.dir}: tokenizer.json has ${tokenizer.vocabSize} tokens, but the model knows only ${vocabSize}. They do not belong together.`,
  );
}

/** "BF16", or "mostly BF16" where other formats are among them. */
function storedAs({ tensors }: TensorFile): string {
  const counts = new Map<string, number>();
  for (const { dtype, shape } of tensors.values())
    counts.set(dtype, (counts.get(dtype) ?? 0) + elementCount(shape));
  const [[most] = ["nothing"]] = [...counts].sort(([, a], [, b]) => b - a);
  return counts.size > 1 ? `mostly ${most}` : most;
}

async function loadStored(
  engine: Engine,
  config: ModelConfig,
  file: TensorFile,
  stored: WeightFormat,
  format: WeightFormat = stored,
): Promise<Transformer> {
  if (format !== stored) {
    throw new InklingError(
      `These weights were saved as ${stored}; ${format} was asked for. What quantising rounded off is lost: open them as ${stored}, or go back to the model they were made from.`,
    );
  }
  const model = new Transformer(engine, config, stored);
  try {
    await loadQuantised(file, model.parameters);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
