/**
 * A model out of the files of its folder, wherever they lie: on a disk, in a download, dropped onto a page.
 *
 *   const { model, tokenizer } = await openFiles(engine, memoryFiles("names", files));
 *
 * Refuses to know how files are found; node/modelFolder.ts does for Node.
 */
import { type ByteSource, bytesAsSource } from "./checkpoint/bytes.ts";
import { loadModel } from "./checkpoint/checkpoint.ts";
import { readGenerationConfig, type SuggestedSampling } from "./checkpoint/generationConfig.ts";
import { InklingError } from "./errors.ts";
import type { WeightFormat } from "./kernels/blocks.ts";
import type { Transformer } from "./model/transformer.ts";
import type { Engine } from "./tensor/engine.ts";
import { readTokenizerJson } from "./tokenizer/readTokenizerJson.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

/** The files of one model, by name. */
export interface ModelFiles {
  /** What messages call the folder. */
  readonly dir: string;
  has(name: string): boolean;
  /** A whole file as text. @throws InklingError if there is none, or it is not UTF-8 */
  text(name: string): Promise<string>;
  /** A file's bytes; the caller closes it. @throws InklingError if there is none */
  source(name: string): Promise<ByteSource & { close(): Promise<void> }>;
}

/** A model that may speak ids only. */
export interface ModelOfFiles {
  readonly model: Transformer;
  /** Absent where there is no tokenizer.json. */
  readonly tokenizer: Tokenizer | undefined;
  /** Ids that end a text: generation_config.json's eos_token_id, and the tokenizer's BOS, which begins another. */
  readonly endIds: ReadonlySet<number>;
  /** It learned from conversations: there is a chat template, and the tokenizer has <|im_start|>. */
  readonly chat: boolean;
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
  { weights: format }: OpenOptions = {},
): Promise<ModelOfFiles> {
  const { dir } = files;
  if (!files.has("config.json")) {
    throw new InklingError(
      `${dir} has no config.json, so it is not a model folder. Train one with "inkling train".`,
    );
  }
  if (!files.has("model.safetensors")) {
    const why = files.has("model.safetensors.index.json")
      ? "its weights are split over several files, and Inkling reads one. Save it again with a larger max_shard_size."
      : "there are no weights to load. (Inkling reads no pytorch_model.bin: such a file can run code.)";
    throw new InklingError(`${dir} has no model.safetensors: ${why}`);
  }
  // The small files first: nothing large is made for a folder that is broken elsewhere.
  const config = parseJson(await files.text("config.json"), `${dir}/config.json`);
  const tokenizer = files.has("tokenizer.json")
    ? readTokenizerJson(await files.text("tokenizer.json"), `${dir}/tokenizer.json`)
    : undefined;
  // A template that is not ChatML is one that renderChat does not write.
  const chat = (tokenizer?.specialTokens.has("<|im_start|>") ?? false) && (await hasChatTemplate(files));
  const { endIds, sampling } = await generationOf(files);
  const { bos } = tokenizer ?? {};
  const ends = new Set(bos === undefined ? endIds : [bos, ...endIds]);
  const model = await modelOf(engine, files, config, format);
  if (tokenizer && tokenizer.vocabSize > model.config.vocabSize) {
    const { vocabSize } = model.config;
    model.dispose();
    throw new InklingError(
      `${dir}: tokenizer.json has ${tokenizer.vocabSize} tokens, but the model knows only ${vocabSize}. They do not belong together.`,
    );
  }
  return { model, tokenizer, chat, sampling, endIds: ends };
}

async function modelOf(engine: Engine, files: ModelFiles, config: unknown, format: WeightFormat | undefined) {
  const weights = await files.source("model.safetensors");
  try {
    return await loadModel(engine, config, weights, format);
  } finally {
    await weights.close();
  }
}

/** Files that are in memory already, by name. */
export function memoryFiles(dir: string, files: Readonly<Record<string, Uint8Array>>): ModelFiles {
  const bytesOf = (name: string): Uint8Array => {
    if (!Object.hasOwn(files, name)) throw new InklingError(`${dir} has no file ${name}.`);
    return files[name];
  };
  return {
    dir,
    has: (name) => Object.hasOwn(files, name),
    async text(name) {
      const bytes = bytesOf(name);
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch {
        throw new InklingError(`${dir}/${name} is not UTF-8 text: it is damaged, or another kind of file.`);
      }
    },
    source: async (name) => ({ ...bytesAsSource(`${dir}/${name}`, bytesOf(name)), async close() {} }),
  };
}

async function generationOf(files: ModelFiles) {
  const name = "generation_config.json";
  return readGenerationConfig(
    files.has(name) ? parseJson(await files.text(name), `${files.dir}/${name}`) : {},
  );
}

async function hasChatTemplate(files: ModelFiles): Promise<boolean> {
  const name = "tokenizer_config.json";
  if (!files.has(name)) return false;
  const config = parseJson(await files.text(name), `${files.dir}/${name}`);
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
