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
import { EMBEDDING, HEAD } from "./names.ts";
import { readRopeScaling, writeRopeScaling } from "./rope.ts";
import { f32, flag, type KeyValue, u32 } from "./write.ts";

// Both architectures always have an MLP.
const MLP_WIDTH = { ...modelSettings.dMlp, min: 1 };

export interface ReadConfig {
  readonly config: ModelConfig;
  readonly notes: readonly string[];
}

/** What the tensors say about the model, beside the metadata. */
export interface TensorFacts {
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  /** The numbers of rope_freqs.weight, if there is one. */
  readonly ropeFactors: Float32Array | undefined;
}

export function readConfig(metadata: Metadata, facts: TensorFacts): ReadConfig {
  const architecture = metadata.choice("general.architecture", architectures);
  const given = metadata.size(`${architecture}.context_length`, { min: 1, max: 0xffff_ffff });
  // What is beyond would only cost memory for tables of angles. (Learned positions are refused there by their tensor.)
  const contextLength = Math.min(given, modelSettings.contextLength.max);
  const shape = {
    vocabSize: vocabSize(metadata, architecture, facts.tensors),
    contextLength,
    tiedEmbedding: !facts.tensors.has(HEAD),
  };
  const config = { ...(architecture === "llama" ? readLlama : readGpt2)(metadata, facts), ...shape };
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
  const embedding = tensors.get(EMBEDDING);
  if (embedding === undefined)
    return metadata.fail(`tensor ${EMBEDDING}`, undefined, "the embedding, which every model has");
  const [rows] = embedding.shape;
  metadata.mustBe(`${architecture}.vocab_size`, rows, `so many rows ${EMBEDDING} has`);
  return rows;
}

type Shape = Omit<ModelConfig, "vocabSize" | "contextLength" | "tiedEmbedding">;

function readLlama(metadata: Metadata, { tensors, ropeFactors }: TensorFacts): Shape {
  metadata.mustBe("llama.expert_count", 0);
  metadata.mustBe("llama.attention.causal", true);
  metadata.mustBe("llama.attention.sliding_window", 0);
  metadata.mustBe("llama.attention.scale", 0, "scores are always divided by √K");
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
  const ropeTheta = metadata.positive("llama.rope.freq_base", 10_000);
  const ropeScaling = readRopeScaling(metadata, { dHead, ropeTheta }, ropeFactors);
  return {
    nLayers: metadata.size("llama.block_count", modelSettings.nLayers),
    nHeads,
    nKvHeads,
    dModel,
    dHead,
    dMlp: metadata.size("llama.feed_forward_length", MLP_WIDTH),
    position: "rotary",
    ropeTheta,
    ...(ropeScaling === undefined ? {} : { ropeScaling }),
    norm: "rms",
    normEpsilon: metadata.positive("llama.attention.layer_norm_rms_epsilon"),
    mlp: "swiglu",
    bias: llamaBias(tensors),
  };
}

/** llama.cpp's llama has biases wherever the file has; Inkling's in all of attention, all of the MLP, or both. */
function llamaBias(tensors: TensorFacts["tensors"]): ModelConfig["bias"] {
  const [attention, mlp] = [tensors.has("blk.0.attn_q.bias"), tensors.has("blk.0.ffn_up.bias")];
  if (attention === mlp) return attention;
  return attention ? "attn" : "mlp";
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
    ...writeRopeScaling(config),
  ];
}
