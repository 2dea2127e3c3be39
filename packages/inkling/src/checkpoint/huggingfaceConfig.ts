/**
 * Hugging Face's config.json ⇄ ModelConfig: the same model in two vocabularies.
 *
 * A setting that Inkling can't honour is refused by its name: a model is loaded whole or not at all. With
 * huggingfaceRope.ts (rotary settings), huggingface.ts and huggingfaceNames.ts (the tensors) this is all that knows
 * Hugging Face's names.
 *
 * Knows nothing of tensors and files. Try it: `configFromHuggingFace(JSON.parse(text))`.
 */
import { InklingError } from "../errors.ts";
import { checkConfig, hasBias, type ModelConfig, modelSettings } from "../model/config.ts";
import { ConfigFields } from "./configFields.ts";
import { readRope, ropeFields } from "./huggingfaceRope.ts";
import { ownConfig, toOwnConfig } from "./ownConfig.ts";

/**
 * Which family a model belongs to, and so how its folder is written.
 *   gpt2    learned positions, layer norm, gelu or relu; every head has its own keys and values
 *   llama   rotary positions, RMS norm, swiglu; biases on all of attention, on all of the MLP, both or neither
 *   inkling any other mixture (attention only, rotary with layer norm, …). Nobody else has a class for those, so
 *           they are written under Inkling's own names, and only Inkling opens them.
 */
export type Family = "gpt2" | "llama" | "inkling";

/** The family whose architecture `config` is. */
export function familyOf(config: ModelConfig): Family {
  const { position, norm, mlp, bias, dModel, nHeads, nKvHeads, dHead, dMlp } = config;
  if (dMlp === 0 || dModel % nHeads !== 0) return "inkling";
  if (position === "learned" && norm === "layer" && mlp !== "swiglu" && typeof bias === "boolean") {
    return nKvHeads === nHeads && dHead * nHeads === dModel ? "gpt2" : "inkling";
  }
  return position === "rotary" && norm === "rms" && mlp === "swiglu" ? "llama" : "inkling";
}

/**
 * The model that a parsed config.json describes.
 * @throws InklingError that names the field, its value and what was expected
 */
export function configFromHuggingFace(json: unknown): ModelConfig {
  const fields = new ConfigFields(json);
  // What a quantised file stores is no longer the weights.
  fields.mustBe("quantization_config", null, null);
  const family = fields.choice("model_type", { gpt2: fromGpt2, llama: fromLlama, inkling: ownConfig });
  const config = family(fields);
  checkSize(config);
  checkConfig(config);
  return config;
}

// Both families always have an MLP.
const MLP_WIDTH = { ...modelSettings.dMlp, min: 1 };

const GPT2_ACTIVATIONS = {
  gelu_new: "gelu",
  gelu_pytorch_tanh: "gelu",
  gelu: "gelu-erf",
  relu: "relu",
} as const;

function fromGpt2(fields: ConfigFields): ModelConfig {
  fields.mustBe("scale_attn_weights", true, true);
  for (const name of ["scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn", "add_cross_attention"]) {
    fields.mustBe(name, false, false);
  }
  const dModel = fields.size("n_embd", modelSettings.dModel);
  const nHeads = fields.size("n_head", modelSettings.nHeads);
  return {
    vocabSize: fields.size("vocab_size", modelSettings.vocabSize),
    contextLength: fields.size("n_positions", modelSettings.contextLength),
    nLayers: fields.size("n_layer", modelSettings.nLayers),
    nHeads,
    nKvHeads: nHeads,
    dModel,
    dHead: fields.divided("n_embd", dModel, "n_head", nHeads),
    dMlp: fields.size("n_inner", MLP_WIDTH, 4 * dModel),
    position: "learned",
    ropeTheta: 10000, // unused: GPT-2 has no rotary positions
    norm: "layer",
    normEpsilon: fields.positive("layer_norm_epsilon", 1e-5),
    mlp: fields.choice("activation_function", GPT2_ACTIVATIONS, "gelu_new"),
    // Not Hugging Face's: see toGpt2.
    bias: fields.flag("inkling_bias", true),
    tiedEmbedding: fields.flag("tie_word_embeddings", true),
  };
}

function fromLlama(fields: ConfigFields): ModelConfig {
  fields.mustBe("rope_interleaved", false, false);
  // Above 1, Llama's authors split their sums over that many parts.
  fields.mustBe("pretraining_tp", 1, 1);
  fields.mustBe("hidden_act", "silu", "silu");
  const dModel = fields.size("hidden_size", modelSettings.dModel);
  const nHeads = fields.size("num_attention_heads", modelSettings.nHeads);
  const nKvHeads = fields.size("num_key_value_heads", modelSettings.nKvHeads, nHeads);
  const contextLength = fields.size("max_position_embeddings", modelSettings.contextLength);
  fields.divided("num_attention_heads", nHeads, "num_key_value_heads", nKvHeads);
  // transformers wants this even where head_dim says how wide a head is.
  const shareOfWidth = fields.divided("hidden_size", dModel, "num_attention_heads", nHeads);
  const dHead = fields.size("head_dim", modelSettings.dHead, shareOfWidth);
  if (dHead % 2 !== 0) fields.fail("head_dim", dHead, "an even number: rotary positions turn pairs");
  return {
    vocabSize: fields.size("vocab_size", modelSettings.vocabSize),
    contextLength,
    nLayers: fields.size("num_hidden_layers", modelSettings.nLayers),
    nHeads,
    nKvHeads,
    dModel,
    dHead,
    dMlp: fields.size("intermediate_size", MLP_WIDTH),
    position: "rotary",
    ...readRope(fields, contextLength),
    norm: "rms",
    normEpsilon: fields.positive("rms_norm_eps", 1e-6),
    mlp: "swiglu",
    bias: llamaBias(fields.flag("attention_bias", false), fields.flag("mlp_bias", false)),
    tiedEmbedding: fields.flag("tie_word_embeddings", false),
  };
}

function llamaBias(attention: boolean, mlp: boolean): ModelConfig["bias"] {
  if (attention === mlp) return attention;
  return attention ? "attn" : "mlp";
}

// What 32-bit WebAssembly can address. Float32 weights beyond it can't be loaded, whatever the machine.
const MOST_GIGABYTES = 4;

/** Refuses early what could never be loaded: without this, a config of 200 bytes could ask for terabytes. */
function checkSize(config: ModelConfig): void {
  const { vocabSize: V, dModel: D, dMlp: F, dHead: K, contextLength: C, nLayers } = config;
  const attention = 2 * D * K * (config.nHeads + config.nKvHeads); // W_Q and W_O, W_K and W_V
  const mlp = D * F * (config.mlp === "swiglu" ? 3 : 2);
  const positions = C * (config.position === "learned" ? D : K); // rotary: cosines and sines of K/2 pairs
  const weights = V * D * (config.tiedEmbedding ? 1 : 2) + positions + nLayers * (attention + mlp);
  const gigabytes = (4 * weights) / 1024 / 1024 / 1024;
  if (gigabytes > MOST_GIGABYTES) {
    throw new InklingError(
      `config.json describes ${weights} weights, ${gigabytes.toFixed(1)} GB as float32. ` +
        `Inkling holds at most ${MOST_GIGABYTES} GB: take a smaller model.`,
    );
  }
}

export interface HuggingFaceOptions {
  /** The ids that begin and end a text, if there are any. Inkling's own vocabularies have one for both. */
  readonly bosTokenId: number | undefined;
  /** Several, if any of them ends a text. */
  readonly eosTokenId: number | readonly number[] | undefined;
  /** As which the weights are stored; F32 if left out. */
  readonly dtype?: "F32" | "F16" | "BF16";
}

const TORCH_DTYPES = { F32: "float32", F16: "float16", BF16: "bfloat16" } as const;

/** The config.json that transformers loads `config` from, unmodified (unless its family is "inkling"). */
export function configToHuggingFace(
  config: ModelConfig,
  options: HuggingFaceOptions,
): Record<string, unknown> {
  const family = familyOf(config);
  const own = { gpt2: toGpt2, llama: toLlama, inkling: toOwnConfig }[family](config);
  return {
    ...own,
    model_type: family,
    vocab_size: config.vocabSize,
    tie_word_embeddings: config.tiedEmbedding,
    // null, where there is none: left out, transformers would take those of the first model of the family.
    bos_token_id: options.bosTokenId ?? null,
    eos_token_id: options.eosTokenId ?? null,
    dtype: TORCH_DTYPES[options.dtype ?? "F32"], // transformers 5
    torch_dtype: TORCH_DTYPES[options.dtype ?? "F32"], // transformers 4
    initializer_range: 0.02,
    use_cache: true,
  };
}

function toGpt2(config: ModelConfig): Record<string, unknown> {
  const activations = { gelu: "gelu_new", "gelu-erf": "gelu", relu: "relu", swiglu: undefined };
  return {
    architectures: ["GPT2LMHeadModel"],
    n_positions: config.contextLength,
    n_layer: config.nLayers,
    n_head: config.nHeads,
    n_embd: config.dModel,
    n_inner: config.dMlp,
    activation_function: activations[config.mlp],
    layer_norm_epsilon: config.normEpsilon,
    // Dropout is a setting of a training run; whoever goes on training sets it.
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    // transformers' GPT-2 always has biases. For a model without, zeros are written, which compute the same, and
    // this note, by which Inkling knows to leave them out again.
    ...(config.bias ? {} : { inkling_bias: false }),
  };
}

function toLlama(config: ModelConfig): Record<string, unknown> {
  return {
    architectures: ["LlamaForCausalLM"],
    max_position_embeddings: config.contextLength,
    num_hidden_layers: config.nLayers,
    num_attention_heads: config.nHeads,
    num_key_value_heads: config.nKvHeads,
    head_dim: config.dHead,
    hidden_size: config.dModel,
    intermediate_size: config.dMlp,
    hidden_act: "silu",
    rms_norm_eps: config.normEpsilon,
    ...ropeFields(config),
    attention_bias: hasBias(config, "attn"),
    attention_dropout: 0,
    mlp_bias: hasBias(config, "mlp"),
    pretraining_tp: 1,
  };
}
