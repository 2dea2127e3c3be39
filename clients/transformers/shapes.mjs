/**
 * Which shapes of model are proved: a row each. Add one here, and every check of this folder runs on it.
 *
 * `config` is what differs from the family's base below, `dtype` how the weights are stored, `tokenizer` one of those in
 * texts.mjs, `chat` whether the folder gets a chat template.
 */
import { configFrom } from "inkling";

const gpt2 = { nLayers: 2, nHeads: 4, dModel: 32, dMlp: 72, contextLength: 128 };
const llama = { ...gpt2, nKvHeads: 2, dMlp: 56 };

export const SHAPES = {
  "llama-attention-bias": {
    preset: "tiny-llama",
    config: { ...llama, bias: "attn" },
    dtype: "F32",
    tokenizer: "gpt-2",
    chat: true,
  },
  "llama-mlp-bias": {
    preset: "tiny-llama",
    config: { ...llama, bias: "mlp", tiedEmbedding: false },
    dtype: "F16",
    tokenizer: "smollm",
    chat: false,
  },
  "llama-all-biases": {
    preset: "tiny-llama",
    config: { ...llama, bias: true, dHead: 14 },
    dtype: "BF16",
    tokenizer: "characters",
    chat: false,
  },
  "llama-rope-llama3": {
    preset: "tiny-llama",
    config: {
      ...llama,
      ropeScaling: { kind: "llama3", factor: 8, low: 1, high: 4, originalContext: 32 },
    },
    dtype: "F32",
    tokenizer: "gpt-2",
    chat: false,
  },
  "llama-rope-linear": {
    preset: "tiny-llama",
    config: { ...llama, ropeScaling: { kind: "linear", factor: 2.5 } },
    dtype: "F32",
    tokenizer: "characters",
    chat: false,
  },
  "gpt2-gelu_new-tied": { preset: "first", config: gpt2, dtype: "F32", tokenizer: "gpt-2", chat: true },
  "gpt2-gelu-untied": {
    preset: "first",
    config: { ...gpt2, mlp: "gelu-erf", tiedEmbedding: false },
    dtype: "F16",
    tokenizer: "characters",
    chat: true,
  },
  "gpt2-relu-no-bias": {
    preset: "first",
    config: { ...gpt2, mlp: "relu", bias: false },
    dtype: "BF16",
    tokenizer: "smollm",
    chat: false,
  },
  "gpt2-no-bias-untied": {
    preset: "first",
    config: { ...gpt2, bias: false, tiedEmbedding: false, normEpsilon: 1e-6 },
    dtype: "F32",
    tokenizer: "characters",
    chat: false,
  },
  "llama-grouped-tied": {
    preset: "tiny-llama",
    config: llama,
    dtype: "F32",
    tokenizer: "smollm",
    chat: true,
  },
  "llama-grouped-untied": {
    preset: "tiny-llama",
    config: { ...llama, tiedEmbedding: false, ropeTheta: 500_000 },
    dtype: "F16",
    tokenizer: "gpt-2",
    chat: false,
  },
  "llama-one-key-head": {
    preset: "tiny-llama",
    config: { ...llama, nKvHeads: 1, normEpsilon: 1e-6 },
    dtype: "BF16",
    tokenizer: "gpt-2",
    chat: true,
  },
  "llama-all-key-heads": {
    preset: "tiny-llama",
    config: { ...llama, nKvHeads: 4 },
    dtype: "F32",
    tokenizer: "characters",
    chat: false,
  },
  "llama-wide-heads": {
    preset: "tiny-llama",
    config: { ...llama, dHead: 14, tiedEmbedding: false },
    dtype: "F32",
    tokenizer: "smollm",
    chat: false,
  },
  "llama-narrow-heads": {
    preset: "tiny-llama",
    config: { ...llama, dHead: 6 },
    dtype: "BF16",
    tokenizer: "characters",
    chat: true,
  },
};

/** The whole config of a row, for a vocabulary of this size. */
export const configOf = ({ preset, config }, vocabSize) => configFrom(preset, { ...config, vocabSize });
