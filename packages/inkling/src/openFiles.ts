/**
 * A model out of its files, wherever they lie, ready to be used.
 *
 *   const { model, tokenizer } = await openFiles(engine, memoryFiles("names", files));
 *
 * Refuses to know how files are found; node/modelFolder.ts does for Node.
 */
import { isOurTemplate } from "./data/chat.ts";
import { folderSource } from "./folder/folderSource.ts";
import type { ModelFiles } from "./folder/modelFiles.ts";
import type { WeightFormat } from "./kernels/blocks.ts";
import type { Transformer } from "./model/transformer.ts";
import { type ModelSource, modelOfSource } from "./modelSource.ts";
import type { Engine } from "./tensor/engine.ts";

/** A model that may speak ids only, with all that its files say of it. */
export interface ModelOfFiles extends Omit<ModelSource, "config" | "parameter"> {
  readonly model: Transformer;
  /** Ids that end a text: the eos_token_id of its files, and the tokenizer's BOS, which begins another. */
  readonly endIds: ReadonlySet<number>;
  /** It learned from conversations that renderChat writes: its chat template is Inkling's own. */
  readonly chat: boolean;
}

export interface OpenOptions {
  /** What the weights become in memory; unless given, what they are on disk: f32, if they were not saved quantised. */
  readonly weights?: WeightFormat;
}

/** Inkling's own files, or GPT-2's or Llama's as Hugging Face writes them. */
export async function openFiles(
  engine: Engine,
  files: ModelFiles,
  { weights }: OpenOptions = {},
): Promise<ModelOfFiles> {
  const source = await folderSource(files);
  try {
    return withUsage(source, await source.load(engine, weights));
  } finally {
    await source.close();
  }
}

/** A model out of a file of any other format: formats/ has sources of GGUF and llama2.c. */
export async function openSource(
  engine: Engine,
  source: ModelSource,
  { weights }: OpenOptions = {},
): Promise<ModelOfFiles> {
  return withUsage(source, await modelOfSource(engine, source, weights));
}

function withUsage(source: ModelSource, model: Transformer): ModelOfFiles {
  const { name, storedAs, tokenizer, chatTemplate, bosTokenId, eosTokenIds, sampling, notes } = source;
  const bos = tokenizer?.bos;
  const endIds = new Set(bos === undefined ? eosTokenIds : [bos, ...eosTokenIds]);
  const chat = isOurTemplate(chatTemplate) && (tokenizer?.specialTokens.has("<|im_start|>") ?? false);
  return {
    name,
    storedAs,
    model,
    tokenizer,
    chatTemplate,
    bosTokenId,
    eosTokenIds,
    sampling,
    notes,
    endIds,
    chat,
  };
}
