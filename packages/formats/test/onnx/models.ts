/** Models to write as ONNX: tiny random ones of every shape the graph covers, whose numbers come out of a seed. */
import {
  configFrom,
  type ModelConfig,
  type ModelSource,
  type ParameterName,
  parameterSpecs,
  RandomStream,
} from "inkling";

const small = {
  vocabSize: 57, // as the tokenizer of models/names, so that it can speak for them
  contextLength: 24,
  nLayers: 2,
  nHeads: 4,
  nKvHeads: 4,
  dModel: 32,
  dHead: 8,
  dMlp: 48,
};
const gpt2 = configFrom("names", small);
const llama = configFrom("tiny-llama", small);

export const shapes: Readonly<Record<string, ModelConfig>> = {
  "gpt2 (gelu, biases, tied)": gpt2,
  "gpt2 with relu and heads of another width": { ...gpt2, mlp: "relu", dHead: 12 },
  "gpt2 with exact gelu, no biases, not tied": {
    ...gpt2,
    mlp: "gelu-erf",
    bias: false,
    tiedEmbedding: false,
  },
  "llama (tied)": llama,
  "llama with shared keys, not tied, another base": {
    ...llama,
    nKvHeads: 2,
    tiedEmbedding: false,
    ropeTheta: 500,
    normEpsilon: 1e-6,
  },
  "llama with one key for all heads, wider heads": { ...llama, nKvHeads: 1, dHead: 14 },
  "llama with biases in attention, stretched as Llama 3.1": {
    ...llama,
    bias: "attn",
    ropeScaling: { kind: "llama3", factor: 8, low: 1, high: 4, originalContext: 8 },
  },
  "llama with biases in the MLP, stretched evenly": {
    ...llama,
    bias: "mlp",
    ropeScaling: { kind: "linear", factor: 2.5 },
  },
  "attention only, rms, learned positions": {
    ...gpt2,
    dMlp: 0,
    norm: "rms",
    bias: false,
    tiedEmbedding: false,
  },
  "rotary with layer norm, biases and shared keys": { ...gpt2, position: "rotary", nKvHeads: 2 },
  "learned positions with swiglu and rms": { ...llama, position: "learned" },
};

/** Numbers large enough that every part matters, small enough that nothing saturates. */
export function randomSource(
  name: string,
  config: ModelConfig,
  more: Partial<ModelSource> & { readonly seed?: number } = {},
): ModelSource {
  const { seed = 1, ...facts } = more;
  const specs = new Map(parameterSpecs(config).map((spec) => [spec.name, spec]));
  return {
    name,
    config,
    storedAs: "F32",
    tokenizer: undefined,
    chatTemplate: undefined,
    bosTokenId: 0,
    eosTokenIds: [0],
    sampling: {},
    notes: [],
    ...facts,
    async parameter(name) {
      const { shape, start } = specs.get(name)!;
      const random = new RandomStream(seed, name);
      const [middle, deviation] = spread(name, start, shape);
      const size = shape.reduce((product, one) => product * one, 1);
      return Float32Array.from({ length: size }, () => middle + deviation * random.normal());
    },
  };
}

function spread(name: ParameterName, start: string, [rows]: readonly number[]): readonly [number, number] {
  if (start === "one") return [1, 0.3]; // a gain
  if (start === "zero") return [0, 0.3]; // a bias
  if (name.includes("embed.W_")) return [0, name === "unembed.W_U" ? 0.3 : 0.7];
  return [0, 1.5 / Math.sqrt(rows)];
}
