/**
 * All of this package behind an engine's channel: `serve(self, engineHandlers(createEngine(), doors))`.
 *
 * Files come as they were dropped onto a page, so which of them is the model is found out here.
 */
import {
  bytesAsSource,
  type CarriedFiles,
  type CarryAsk,
  collectBytes,
  type Doors,
  InklingError,
  type Message,
  type ModelOfFiles,
  type ModelSource,
} from "inkling";
import { carry } from "./carry.ts";
import { templateIds } from "./chatTemplate.ts";
import { sourceOfFile } from "./openFile.ts";
import { parseTarget } from "./targets.ts";

export const doors: Doors = {
  source(name: string, files: Readonly<Record<string, Uint8Array>>): Promise<ModelSource> {
    // llama2.c's models come in two files; the tokenizer is always the smaller one.
    const [model, tokenizer, ...others] = Object.entries(files).sort(([, a], [, b]) => b.length - a.length);
    if (!model || others.length > 0) {
      throw new InklingError(
        `${name} is no model: there is no config.json, and ${model ? "more than two files" : "no file"}. Drop a model's folder, a .gguf file, or llama2.c's two .bin files.`,
      );
    }
    return sourceOfFile(bytesAsSource(...model), tokenizer && bytesAsSource(...tokenizer));
  },

  async chatIds(
    { tokenizer, chatTemplate, bosTokenId, eosTokenIds }: ModelOfFiles,
    messages: readonly Message[],
  ): Promise<number[]> {
    if (!tokenizer || chatTemplate === undefined)
      throw new InklingError("This model has no chat template: it only continues text.");
    const setting = { tokenizer, bosTokenId, eosTokenId: eosTokenIds[0], addGenerationPrompt: true };
    return templateIds(chatTemplate, messages, setting);
  },

  async carry(source: ModelSource, { to, dtype, name }: CarryAsk): Promise<CarriedFiles> {
    const { files, lost } = carry(source, { ...parseTarget(to, dtype), name });
    const written: Record<string, Uint8Array<ArrayBuffer>> = {};
    for (const file of files) {
      const bytes = collectBytes();
      await file.write(bytes);
      written[file.name] = bytes.bytes();
    }
    return { files: written, lost };
  },
};
