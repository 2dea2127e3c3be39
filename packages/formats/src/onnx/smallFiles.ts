/**
 * The small files beside an ONNX model, for whoever runs it: those of a Hugging Face folder, but for config.json.
 *
 * In ONNX the graph says how a model computes, so that config.json only has to say how large its cache is, and which
 * of a program's classes to use. That is why Inkling's own mixtures run there, too: see `describe`.
 */
import {
  type CheckpointFile,
  configToHuggingFace,
  familyOf,
  folderFiles,
  jsonFile,
  type ModelSource,
} from "inkling";

const TAKEN = ["generation_config.json", "tokenizer.json", "tokenizer_config.json"];

/** @param quantised whether the folder has an int8 model as well */
export function smallFiles(source: ModelSource, quantised: boolean): CheckpointFile[] {
  // A browser would ask for the int8 model; where there is none, for this one.
  const hint = quantised ? {} : { "transformers.js_config": { dtype: "fp32" } };
  return [
    jsonFile("config.json", { ...describe(source), ...hint }),
    ...folderFiles(source, { ownNames: true }).filter(({ name }) => TAKEN.includes(name)),
  ];
}

/**
 * A mixture that nobody else has a class for is described as the Llama with a cache of the same shape, which is all
 * that is asked of config.json here; what it really is stands there under "inkling".
 */
function describe({ config, bosTokenId, eosTokenIds }: ModelSource): Record<string, unknown> {
  const ids = { bosTokenId, eosTokenId: eosTokenIds.length > 1 ? eosTokenIds : eosTokenIds[0] };
  if (familyOf(config) !== "inkling") return configToHuggingFace(config, ids);
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    num_hidden_layers: config.nLayers,
    num_attention_heads: config.nHeads,
    num_key_value_heads: config.nKvHeads,
    head_dim: config.dHead,
    hidden_size: config.dModel,
    max_position_embeddings: config.contextLength,
    vocab_size: config.vocabSize,
    bos_token_id: ids.bosTokenId ?? null,
    eos_token_id: ids.eosTokenId ?? null,
    inkling: config,
  };
}
