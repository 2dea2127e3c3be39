/**
 * The small files beside an ONNX model: what transformers.js reads before it runs one.
 *
 * In ONNX the graph says how a model computes, so that config.json only has to say how large its cache is, and which
 * of its readers' classes to use. That is why Inkling's own mixtures run there, too: see `describe`.
 */
import {
  type CheckpointFile,
  configToHuggingFace,
  familyOf,
  generationConfig,
  jsonFile,
  type ModelConfig,
  type ModelSource,
  type Tokenizer,
} from "inkling";

/** @param quantised whether the folder has an int8 model as well */
export function smallFiles(source: ModelSource, quantised: boolean): CheckpointFile[] {
  const { tokenizer, sampling } = source;
  const bos_token_id = source.bosTokenId;
  const eos_token_id = source.eosTokenIds.length > 1 ? source.eosTokenIds : source.eosTokenIds[0];
  const ids = { bosTokenId: source.bosTokenId ?? 0, eosTokenId: source.eosTokenIds[0] ?? 0 };
  const files = [
    jsonFile("config.json", {
      ...describe(source.config, ids),
      bos_token_id,
      eos_token_id,
      // A browser would ask for the int8 model; where there is none, for this one.
      ...(quantised ? {} : { "transformers.js_config": { dtype: "fp32" } }),
    }),
    jsonFile("generation_config.json", {
      ...generationConfig({ ...ids, sampling }),
      bos_token_id,
      eos_token_id,
    }),
  ];
  if (!tokenizer) return files;
  return [
    ...files,
    jsonFile("tokenizer.json", tokenizer.toJSON()),
    jsonFile("tokenizer_config.json", tokenizerConfig(source, tokenizer)),
  ];
}

/**
 * A mixture that nobody else has a class for is described as the Llama with a cache of the same shape, which is all
 * that is asked of config.json here; what it really is stands there under "inkling".
 */
function describe(config: ModelConfig, ids: { bosTokenId: number; eosTokenId: number }) {
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
    inkling: config,
  };
}

function tokenizerConfig(
  { config, bosTokenId, eosTokenIds, chatTemplate }: ModelSource,
  tokenizer: Tokenizer,
) {
  const spelled = (id: number | undefined) => (id === undefined ? undefined : tokenizer.token(id));
  return {
    tokenizer_class: "PreTrainedTokenizerFast",
    bos_token: spelled(bosTokenId),
    eos_token: spelled(eosTokenIds[0]),
    unk_token: tokenizer.specialTokens.has("<unk>") ? "<unk>" : undefined,
    model_max_length: config.contextLength,
    clean_up_tokenization_spaces: false,
    chat_template: chatTemplate,
  };
}
