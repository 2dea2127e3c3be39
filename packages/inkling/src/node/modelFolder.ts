/**
 * A model in a folder: open one, save one. The folder is what Hugging Face's transformers would open as well.
 *
 *   const { model, tokenizer } = await openModel(engine, "models/names");
 */
import { join } from "node:path";
import {
  type CheckpointFile,
  jsonFile,
  loadModel,
  modelFiles,
  optimizerFile,
  textFile,
} from "../checkpoint/checkpoint.ts";
import { readGenerationConfig, type SuggestedSampling } from "../checkpoint/generationConfig.ts";
import type { ManifestFacts } from "../checkpoint/manifest.ts";
import { tokenizerConfig } from "../data/tokenizerConfig.ts";
import { InklingError } from "../errors.ts";
import type { WeightFormat } from "../kernels/blocks.ts";
import type { Transformer } from "../model/transformer.ts";
import type { Engine } from "../tensor/engine.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { readTokenizerJson } from "../tokenizer/readTokenizerJson.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { saveSet } from "./checkpointFolder.ts";
import { type CheckpointSet, openSet } from "./openSet.ts";

/** A model that may speak ids only. */
export interface OpenedIdModel {
  readonly model: Transformer;
  /** Absent where the folder has no tokenizer.json. */
  readonly tokenizer: Tokenizer | undefined;
  /** Ids that end a text: generation_config.json's eos_token_id, and the tokenizer's BOS, which begins another. */
  readonly endIds: ReadonlySet<number>;
  /** It learned from conversations: the folder carries a chat template, and the tokenizer has ChatML's tokens. */
  readonly chat: boolean;
  /** How its makers would draw the next token, if they say. */
  readonly sampling: SuggestedSampling;
  readonly set: CheckpointSet;
}

export interface OpenedModel extends OpenedIdModel {
  readonly tokenizer: Tokenizer;
}

export interface OpenOptions {
  /** What the weights become in memory; unless given, what they are on disk: f32, if they were not saved quantised. */
  readonly weights?: WeightFormat;
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
  { weights: format }: OpenOptions = {},
): Promise<OpenedIdModel> {
  const set = await openSet(dir);
  if (!set.has("config.json")) {
    throw new InklingError(
      `${dir} has no config.json, so it is not a model folder. Train one with "inkling train".`,
    );
  }
  if (!set.has("model.safetensors")) {
    const why = set.has("model.safetensors.index.json")
      ? "its weights are split over several files, and Inkling reads one. Save it again with a larger max_shard_size."
      : "there are no weights to load. (Inkling reads no pytorch_model.bin: such a file can run code.)";
    throw new InklingError(`${dir} has no model.safetensors: ${why}`);
  }
  const config = parseJson(await set.text("config.json"), join(dir, "config.json"));
  const weights = await set.source("model.safetensors");
  try {
    const model = await loadModel(engine, config, weights, format);
    const tokenizer = set.has("tokenizer.json")
      ? readTokenizerJson(await set.text("tokenizer.json"), join(dir, "tokenizer.json"))
      : undefined;
    if (tokenizer && tokenizer.vocabSize > model.config.vocabSize) {
      throw new InklingError(
        `${dir}: tokenizer.json has ${tokenizer.vocabSize} tokens, but the model knows only ${model.config.vocabSize}. They do not belong together.`,
      );
    }
    // A template that is not ChatML is one that renderChat does not write.
    const chat = (tokenizer?.specialTokens.has("<|im_start|>") ?? false) && (await hasChatTemplate(set, dir));
    const { endIds, sampling } = await generationOf(set);
    const { bos } = tokenizer ?? {};
    return {
      model,
      tokenizer,
      chat,
      set,
      sampling,
      endIds: new Set(bos === undefined ? endIds : [bos, ...endIds]),
    };
  } finally {
    await weights.close();
  }
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
  const bosTokenId = tokenizer.bos ?? 0;
  const eosTokenId = (chat ? tokenizer.specialTokens.get("<|im_end|>") : undefined) ?? bosTokenId;
  const { contextLength } = model.config;
  const files: CheckpointFile[] = [
    ...modelFiles(model, { bosTokenId, eosTokenId, dtype, sampling }),
    jsonFile("tokenizer.json", tokenizer.toJSON()),
    jsonFile("tokenizer_config.json", tokenizerConfig(tokenizer, { contextLength, chat })),
    textFile("README.md", card),
    ...Object.entries(texts).map(([name, text]) => textFile(name, text)),
  ];
  if (optimizer) files.push(optimizerFile(optimizer));
  await saveSet(dir, files, facts);
}

async function generationOf(set: CheckpointSet) {
  const name = "generation_config.json";
  return readGenerationConfig(set.has(name) ? parseJson(await set.text(name), join(set.dir, name)) : {});
}

async function hasChatTemplate(set: CheckpointSet, dir: string): Promise<boolean> {
  if (!set.has("tokenizer_config.json")) return false;
  const config = parseJson(await set.text("tokenizer_config.json"), join(dir, "tokenizer_config.json"));
  return (
    typeof config === "object" &&
    config !== null &&
    "chat_template" in config &&
    typeof config.chat_template === "string"
  );
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InklingError(`${where} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}
