/**
 * A model out of the files of its folder, wherever they lie.
 *
 *   const { model, tokenizer } = await openFiles(engine, memoryFiles("names", files));
 *
 * Refuses to know how files are found; node/modelFolder.ts does for Node.
 */
import type { SuggestedSampling } from "./checkpoint/generationConfig.ts";
import { chatTemplate as ours } from "./data/chat.ts";
import { folderSource } from "./folder/folderSource.ts";
import type { ModelFiles } from "./folder/modelFiles.ts";
import type { WeightFormat } from "./kernels/blocks.ts";
import type { Transformer } from "./model/transformer.ts";
import type { Engine } from "./tensor/engine.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

/** A model that may speak ids only. */
export interface ModelOfFiles {
  readonly model: Transformer;
  /** Absent where there is no tokenizer.json. */
  readonly tokenizer: Tokenizer | undefined;
  /** Ids that end a text: the eos_token_id of its files, and the tokenizer's BOS, which begins another. */
  readonly endIds: ReadonlySet<number>;
  /** It learned from conversations that renderChat writes: its chat template is Inkling's own. */
  readonly chat: boolean;
  /** In Jinja, ours or another's: how a conversation is written for it, for whoever has an engine for that. */
  readonly chatTemplate: string | undefined;
  /** How its makers would draw the next token, if they say. */
  readonly sampling: SuggestedSampling;
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
    const { tokenizer, chatTemplate, sampling, eosTokenIds } = source;
    const bos = tokenizer?.bos;
    const endIds = new Set(bos === undefined ? eosTokenIds : [bos, ...eosTokenIds]);
    const chat = chatTemplate === ours && (tokenizer?.specialTokens.has("<|im_start|>") ?? false);
    return { model: await source.load(engine, weights), tokenizer, endIds, chat, chatTemplate, sampling };
  } finally {
    await source.close();
  }
}
