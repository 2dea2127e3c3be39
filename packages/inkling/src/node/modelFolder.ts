/**
 * A model in a folder: open one, save one. The folder is what Hugging Face's transformers would open as well.
 *
 *   const { model, tokenizer } = await openModel(engine, "models/names");
 */
import {
  type CheckpointFile,
  jsonFile,
  modelFiles,
  optimizerFile,
  textFile,
} from "../checkpoint/checkpoint.ts";
import type { SuggestedSampling } from "../checkpoint/generationConfig.ts";
import type { ManifestFacts } from "../checkpoint/manifest.ts";
import { chatTemplate } from "../data/chat.ts";
import { tokenizerConfig } from "../data/tokenizerConfig.ts";
import { InklingError } from "../errors.ts";
import type { Transformer } from "../model/transformer.ts";
import { type ModelOfFiles, type OpenOptions, openFiles } from "../openFiles.ts";
import type { Engine } from "../tensor/engine.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { saveSet } from "./checkpointFolder.ts";
import { type CheckpointSet, openSet } from "./openSet.ts";

/** A model that may speak ids only. */
export interface OpenedIdModel extends ModelOfFiles {
  readonly set: CheckpointSet;
}

export interface OpenedModel extends OpenedIdModel {
  readonly tokenizer: Tokenizer;
}

/** Opens a model folder with its tokenizer: Inkling's own, or GPT-2's or Llama's as Hugging Face writes them. */
export async function openModel(
  engine: Engine,
  dir: string,
  options: OpenOptions = {},
): Promise<OpenedModel> {
  const opened = await openIdModel(engine, dir, options);
  const { tokenizer } = opened;
  if (tokenizer) return { ...opened, tokenizer };
  opened.model.dispose();
  throw new InklingError(
    `${dir} has no tokenizer.json: openIdModel opens it for a model that speaks ids only.`,
  );
}

/** As openModel, but a folder without a tokenizer will do. */
export async function openIdModel(
  engine: Engine,
  dir: string,
  options: OpenOptions = {},
): Promise<OpenedIdModel> {
  const set = await openSet(dir);
  return { ...(await openFiles(engine, set, options)), set };
}

export interface ModelToSave {
  readonly model: Transformer;
  readonly tokenizer: Tokenizer;
  readonly chat: boolean;
  /** README.md, the model card. */
  readonly card: string;
  readonly facts: ManifestFacts;
  /** As which the weights are stored; F32 if left out. */
  readonly dtype?: "F32" | "F16" | "BF16";
  /** How it is best talked to. */
  readonly sampling?: SuggestedSampling;
  /** More text files that belong to it, by name. */
  readonly texts?: Readonly<Record<string, string>>;
  /** The optimiser's moments, if the run is to go on from here. */
  readonly optimizer?: Iterable<readonly [name: string, tensor: Tensor]>;
}

/** Saves all files as one set: after a kill at any moment, the folder holds the old set or the new one, whole. */
export async function saveModel(dir: string, saved: ModelToSave): Promise<void> {
  const { model, tokenizer, chat, card, facts, dtype = "F32", sampling = {}, texts = {}, optimizer } = saved;
  const bosTokenId = tokenizer.bos;
  const eosTokenId = (chat ? tokenizer.specialTokens.get("<|im_end|>") : undefined) ?? bosTokenId;
  const { contextLength } = model.config;
  const use = { contextLength, bosTokenId, eosTokenId, chatTemplate: chat ? chatTemplate : undefined };
  const files: CheckpointFile[] = [
    ...modelFiles(model, { bosTokenId, eosTokenId, dtype, sampling }),
    jsonFile("tokenizer.json", tokenizer.toJSON()),
    jsonFile("tokenizer_config.json", tokenizerConfig(tokenizer, use)),
    textFile("README.md", card),
    ...Object.entries(texts).map(([name, text]) => textFile(name, text)),
  ];
  if (optimizer) files.push(optimizerFile(optimizer));
  await saveSet(dir, files, facts);
}
