/**
 * Any ModelSource as the files of a Hugging Face folder, which transformers opens with AutoModelForCausalLM and
 * AutoTokenizer, and needs no code of ours for.
 *
 *   for (const file of folderFiles(source, { dtype: "BF16" })) await file.write(sink);
 *
 * Streams: one tensor at a time is in memory. Refuses to know where the files go. (A Transformer that is in memory, quantised
 * or not, is written by checkpoint/checkpoint.ts.)
 */
import { type CheckpointFile, jsonFile } from "../checkpoint/checkpoint.ts";
import { generationConfig } from "../checkpoint/generationConfig.ts";
import { tensorsToHuggingFace } from "../checkpoint/huggingface.ts";
import { configToHuggingFace, familyOf } from "../checkpoint/huggingfaceConfig.ts";
import { writeSafetensors } from "../checkpoint/safetensors.ts";
import { tokenizerConfig } from "../data/tokenizerConfig.ts";
import { InklingError } from "../errors.ts";
import type { ModelSource } from "../modelSource.ts";

export interface FolderOptions {
  /** As which the weights are stored; F32 if left out. */
  readonly dtype?: "F32" | "F16" | "BF16";
  /** Writes a mixture that transformers has no class for under Inkling's own names, instead of refusing it. */
  readonly ownNames?: boolean;
}

/** @throws InklingError if transformers could not open the folder, unless `ownNames` makes do without */
export function folderFiles(
  source: ModelSource,
  { dtype = "F32", ownNames = false }: FolderOptions = {},
): CheckpointFile[] {
  if (!ownNames) checkFamily(source);
  const { config, tokenizer, sampling, bosTokenId, eosTokenIds, chatTemplate } = source;
  const ids = { bosTokenId, eosTokenId: eosTokenIds.length > 1 ? eosTokenIds : eosTokenIds[0] };
  const tensors = tensorsToHuggingFace(config, (name) => source.parameter(name), dtype);
  const files = [
    jsonFile("config.json", configToHuggingFace(config, { ...ids, dtype })),
    jsonFile("generation_config.json", generationConfig({ ...ids, sampling })),
    {
      name: "model.safetensors",
      write: (sink) => writeSafetensors(tensors, { format: "pt" }, sink),
    } satisfies CheckpointFile,
  ];
  if (tokenizer === undefined) return files;
  const use = {
    contextLength: config.contextLength,
    bosTokenId,
    eosTokenId: eosTokenIds[0],
    chatTemplate,
  };
  return [
    ...files,
    jsonFile("tokenizer.json", tokenizer.toJSON()),
    jsonFile("tokenizer_config.json", tokenizerConfig(tokenizer, use)),
  ];
}

function checkFamily({ name, config }: ModelSource): void {
  if (familyOf(config) !== "inkling") return;
  const { position, norm, mlp, bias, nHeads, nKvHeads, dModel, dHead, dMlp } = config;
  throw new InklingError(
    `${name} is a mixture that transformers has no class for: position ${position}, norm ${norm}, mlp ${mlp} (dMlp ${dMlp}), ` +
      `bias ${bias}, ${nHeads} heads of ${dHead} in a width of ${dModel}, ${nKvHeads} with keys of their own. ` +
      "It knows GPT-2 (learned, layer, gelu or relu, all heads with keys of their own) and Llama (rotary, rms, swiglu). " +
      "Write it under Inkling's own names (ownNames), which only Inkling opens, or train one of those shapes.",
  );
}
