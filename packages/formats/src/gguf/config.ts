/**
 * GGUF's settings of a model ⇄ ModelConfig. Keys begin with the architecture: "llama.block_count".
 *
 * A setting that Inkling can't honour is refused by its key. Sizes that the file's tensors contradict are refused by
 * names.ts. Knows nothing of tokenizers.
 */
import { type ModelConfig, modelSettings } from "inkling";
import { type Architecture, architectures } from "./architecture.ts";
import type { GgufTensor } from "./header.ts";
import type { Metadata } from "./metadata.ts";
import { f32, flag, type KeyValue, text, u32 } from "./write.ts";

// Both architectures always have an MLP.
const MLP_WIDTH = { ...modelSettings.dMlp, min: 1 };

export interface ReadConfig {
  readonly config: ModelConfig;
  readonly notes: readonly string[];
}

export function readConfig(metadata: Metadata, tensors: ReadonlyMap<string, GgufTensor>): ReadConfig {
  const architecture = metadata.choice("general.architecture", architectures);
  const has = (tensor: string) => tensors.has(tensor);
  const given = metadata.size(`${architecture}.context_length`, { min: 1, max: 0xffff_ffff });
  // What is beyond would only cost memory for tables of angles. (Learned positions are refused there by their tensor.)
  const contextLength = Math.min(given, modelSettings.contextLength.max);
  const shape = {
    vocabSize: vocabSize(metadata, architecture, tensors),
    contextLength,
    tiedEmbedding: !has("output.weight"),
  };
  const config = { ...(architecture === "llama" ? readLlama : readGpt2)(metadata), ...shape };
  const notes =
    contextLength < given
      ? [`Its context of ${given} tokens is cut to ${contextLength}, the longest Inkling has.`]
      : [];
  return { config, notes };
}

/** The embedding's rows; the file's own count, where it gives one, must agree. */
function vocabSize(
  metadata: Metadata,
  architecture: Architecture,
  tensors: ReadonlyMap<string, GgufTensor>,
): number {
  const embedding = tensors.get("token_embd.weight");
  if (embedding === undefined)
    return metadata.fail("tensor token_embd.weight", undefined, "the embedding, which every model has");
  const [rows] = embedding.shape;
  metadata.mustBe(`${architecture}.vocab_size`, rows, "so many rows token_embd.weight has");
  return rows;
}

type Shape = Omit<ModelConfig, "vocabSize" | "contextLength" | "tiedEmbedding">;

function readLlama(metadata: Metadata): Shape {
  metadata.mustBe("llama.expert_count", 0);
  metadata.mustBe("llama.attention.causal", true);
  metadata.mustBe("llama.attention.sliding_window", 0);
  // Whatever stretches the angles is refused, rope_freqs.weight by names.ts. This is the place for a model whose
  // config can say how they are stretched.
  metadata.choice("llama.rope.scaling.type", ["none"], "none");
  metadata.mustBe("llama.rope.scaling.factor", 1);
  metadata.mustBe("llama.rope.scale_linear", 1);
  const dModel = metadata.size("llama.embedding_length", modelSettings.dModel);
  const nHeads = metadata.size("llama.attention.head_count", modelSettings.nHeads);
  const nKvHeads = metadata.size("llama.attention.head_count_kv", modelSettings.nKvHeads, nHeads);
  if (nHeads % nKvHeads !== 0)
    metadata.fail("llama.attention.head_count_kv", nKvHeads, `a divisor of head_count, which is ${nHeads}`);
  const dHead = metadata.size("llama.attention.key_length", modelSettings.dHead, dModel / nHeads);
  metadata.mustBe("llama.attention.value_length", dHead, "keys and values are equally wide");
  metadata.mustBe("llama.rope.dimension_count", dHead, "rotary positions turn a whole head");
  if (dHead % 2 !== 0)
    metadata.fail("llama.attention.key_length", dHead, "an even number, to be turned in pairs");
  return {
    nLayers: metadata.size("llama.block_count", modelSettings.nLayers),
    nHeads,
    nKvHeads,
    dModel,
    dHead,
    dMlp: metadata.size("llama.feed_forward_length", MLP_WIDTH),
    position: "rotary",
    ropeTheta: metadata.positive("llama.rope.freq_base", 10_000),
    norm: "rms",
    normEpsilon: metadata.positive("llama.attention.layer_norm_rms_epsilon"),
    mlp: "swiglu",
    bias: false,
  };
}

/** Ours: a gpt2 always has biases there; those of a model without are zeros, and this says so. */
export const NO_BIAS = "inkling.no_bias";

function readGpt2(metadata: Metadata): Shape {
  const dModel = metadata.size("gpt2.embedding_length", modelSettings.dModel);
  const nHeads = metadata.size("gpt2.attention.head_count", modelSettings.nHeads);
  metadata.mustBe("gpt2.attention.head_count_kv", nHeads);
  if (dModel % nHeads !== 0)
    metadata.fail("gpt2.attention.head_count", nHeads, `a divisor of embedding_length, which is ${dModel}`);
  return {
    nLayers: metadata.size("gpt2.block_count", modelSettings.nLayers),
    nHeads,
    nKvHeads: nHeads,
    dModel,
    dHead: dModel / nHeads,
    dMlp: metadata.size("gpt2.feed_forward_length", MLP_WIDTH, 4 * dModel),
    position: "learned",
    ropeTheta: 10_000, // unused
    norm: "layer",
    normEpsilon: metadata.positive("gpt2.attention.layer_norm_epsilon"),
    mlp: "gelu",
    bias: !metadata.flag(NO_BIAS, false),
  };
}

/** @param vocabSize the model's, with whatever tokens the file adds */
export function writeConfig(config: ModelConfig, architecture: Architecture, vocabSize: number): KeyValue[] {
  const key = (name: string) => `${architecture}.${name}`;
  const shared = [
    u32(key("vocab_size"), vocabSize),
    u32(key("context_length"), config.contextLength),
    u32(key("embedding_length"), config.dModel),
    u32(key("block_count"), config.nLayers),
    u32(key("feed_forward_length"), config.dMlp),
    u32(key("attention.head_count"), config.nHeads),
    u32(key("attention.head_count_kv"), config.nKvHeads),
  ];
  if (architecture === "gpt2") {
    const epsilon = f32("gpt2.attention.layer_norm_epsilon", config.normEpsilon);
    return [...shared, epsilon, ...(config.bias ? [] : [flag(NO_BIAS, true)])];
  }
  return [
    ...shared,
    u32("llama.attention.key_length", config.dHead),
    u32("llama.attention.value_length", config.dHead),
    f32("llama.attention.layer_norm_rms_epsilon", config.normEpsilon),
    u32("llama.rope.dimension_count", config.dHead),
    f32("llama.rope.freq_base", config.ropeTheta),
    text("llama.rope.scaling.type", "none"),
  ];
}
