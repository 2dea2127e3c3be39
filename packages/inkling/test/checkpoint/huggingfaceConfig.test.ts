import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  configFromHuggingFace,
  configToHuggingFace,
  familyOf,
} from "../../src/checkpoint/huggingfaceConfig.ts";
import { InklingError } from "../../src/errors.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { parameterCount } from "../../src/model/parameters.ts";
import { configFrom, presetNames } from "../../src/model/presets.ts";

const fixture = (model: string) =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/checkpoint/models/${model}/config.json`, import.meta.url), "utf8"),
  );
const gpt2 = fixture("gpt2");
const llama = fixture("llama-grouped");
const without = (json: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));

describe("a config as transformers writes it", () => {
  it("of GPT-2", () => {
    expect(configFromHuggingFace(gpt2)).toEqual({
      vocabSize: 11,
      contextLength: 5,
      nLayers: 2,
      nHeads: 2,
      nKvHeads: 2,
      dModel: 6,
      dHead: 3,
      dMlp: 24, // n_inner is null: four times the width
      position: "learned",
      ropeTheta: 10000,
      norm: "layer",
      normEpsilon: 1e-5,
      mlp: "gelu",
      bias: true,
      tiedEmbedding: true,
    });
  });

  it("of Llama", () => {
    expect(configFromHuggingFace(llama)).toEqual({
      vocabSize: 11,
      contextLength: 16,
      nLayers: 2,
      nHeads: 4,
      nKvHeads: 2,
      dModel: 8,
      dHead: 2,
      dMlp: 9,
      position: "rotary",
      ropeTheta: 10000,
      norm: "rms",
      normEpsilon: 1e-6,
      mlp: "swiglu",
      bias: false,
      tiedEmbedding: false,
    });
  });

  it.each([
    ["gelu_new", "gelu"],
    ["gelu_pytorch_tanh", "gelu"],
    ["gelu", "gelu-erf"],
    ["relu", "relu"],
  ])("GPT-2's activation %s is %s", (theirs, ours) => {
    expect(configFromHuggingFace({ ...gpt2, activation_function: theirs }).mlp).toBe(ours);
  });

  it("fills in what older versions left out, as transformers does", () => {
    const { normEpsilon, mlp, tiedEmbedding } = configFromHuggingFace(
      without(gpt2, "layer_norm_epsilon", "activation_function", "tie_word_embeddings"),
    );
    expect([normEpsilon, mlp, tiedEmbedding]).toEqual([1e-5, "gelu", true]);
    const old = without(llama, "num_key_value_heads", "head_dim", "rope_parameters", "tie_word_embeddings");
    expect(configFromHuggingFace(old)).toMatchObject({
      nKvHeads: 4,
      dHead: 2,
      ropeTheta: 10000,
      tiedEmbedding: false,
    });
  });

  it("takes the rotary base from where transformers 4 and from where transformers 5 puts it", () => {
    const bare = without(llama, "rope_parameters");
    expect(configFromHuggingFace({ ...bare, rope_theta: 500 }).ropeTheta).toBe(500);
    expect(configFromHuggingFace({ ...bare, rope_theta: 500, rope_scaling: null }).ropeTheta).toBe(500);
    const five = { rope_type: "default", rope_theta: 700 };
    expect(configFromHuggingFace({ ...bare, rope_parameters: five }).ropeTheta).toBe(700);
  });
});

describe("a Llama that was stretched or has biases", () => {
  const bare = without(llama, "rope_parameters");
  const scaled = { rope_type: "llama3", factor: 32, low_freq_factor: 1, high_freq_factor: 4 };
  const stretched = { kind: "llama3", factor: 32, low: 1, high: 4, originalContext: 8192 };

  it("is read from transformers 4's rope_scaling and from transformers 5's rope_parameters alike", () => {
    const group = { ...scaled, original_max_position_embeddings: 8192 };
    const four = configFromHuggingFace({ ...bare, rope_theta: 500000, rope_scaling: group });
    const five = configFromHuggingFace({ ...bare, rope_parameters: { ...group, rope_theta: 500000 } });
    expect(four).toEqual(five);
    expect(four).toMatchObject({ ropeTheta: 500000, ropeScaling: stretched });
  });

  it("takes the original context from beside the group first, and else the model's own", () => {
    const beside = { ...bare, rope_scaling: scaled, original_max_position_embeddings: 8192 };
    expect(configFromHuggingFace(beside).ropeScaling).toEqual(stretched);
    const none = configFromHuggingFace({ ...bare, rope_scaling: scaled });
    expect(none.ropeScaling).toEqual({ ...stretched, originalContext: 16 });
  });

  it("may be stretched evenly, under rope_type's older name too", () => {
    const { ropeScaling } = configFromHuggingFace({ ...bare, rope_scaling: { type: "linear", factor: 2 } });
    expect(ropeScaling).toEqual({ kind: "linear", factor: 2 });
  });

  it.each([
    [false, false, false],
    [true, false, "attn"],
    [false, true, "mlp"],
    [true, true, true],
  ] as const)(
    "attention_bias %s with mlp_bias %s is bias %s, and comes back",
    (attention_bias, mlp_bias, bias) => {
      const config = configFromHuggingFace({ ...llama, attention_bias, mlp_bias });
      expect(config.bias).toBe(bias);
      expect(familyOf(config)).toBe("llama");
      const back = configToHuggingFace(config, { bosTokenId: 0, eosTokenId: 0 });
      expect(back).toMatchObject({ attention_bias, mlp_bias });
    },
  );

  it.each([stretched, { kind: "linear", factor: 4 }])("%j comes back, for both versions", (ropeScaling) => {
    const config = { ...configFromHuggingFace(llama), ropeScaling } as ModelConfig;
    const json = configToHuggingFace(config, { bosTokenId: 0, eosTokenId: 0 });
    expect(configFromHuggingFace(without(json, "rope_parameters"))).toEqual(config);
    expect(configFromHuggingFace(without(json, "rope_scaling", "rope_theta"))).toEqual(config);
    const own = configToHuggingFace({ ...config, dMlp: 0 }, { bosTokenId: 0, eosTokenId: 0 });
    expect(configFromHuggingFace(JSON.parse(JSON.stringify(own)))).toEqual({ ...config, dMlp: 0 });
  });
});

describe("SmolLM2-135M's config.json, as it lies on the hub", () => {
  // Its fields and values; the file itself was written by transformers 4.42.
  const smol = {
    architectures: ["LlamaForCausalLM"],
    attention_bias: false,
    attention_dropout: 0.0,
    bos_token_id: 0,
    eos_token_id: 0,
    hidden_act: "silu",
    hidden_size: 576,
    initializer_range: 0.041666666666666664,
    intermediate_size: 1536,
    is_llama_config: true,
    max_position_embeddings: 8192,
    mlp_bias: false,
    model_type: "llama",
    num_attention_heads: 9,
    num_hidden_layers: 30,
    num_key_value_heads: 3,
    pretraining_tp: 1,
    rms_norm_eps: 1e-5,
    rope_interleaved: false,
    rope_scaling: null,
    rope_theta: 100000,
    tie_word_embeddings: true,
    torch_dtype: "bfloat16",
    transformers_version: "4.42.3",
    use_cache: true,
    vocab_size: 49152,
  };

  it("is the model it says: 134,515,008 parameters", () => {
    const config = configFromHuggingFace(smol);
    expect(config).toMatchObject({
      nHeads: 9,
      nKvHeads: 3,
      dHead: 64,
      ropeTheta: 100000,
      tiedEmbedding: true,
    });
    expect(parameterCount(config)).toBe(134_515_008);
  });
});

describe("what Inkling can't honour is refused by its name and value", () => {
  const scaled = { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 };
  it.each([
    [gpt2, { scale_attn_by_inverse_layer_idx: true }, "scale_attn_by_inverse_layer_idx is true"],
    [gpt2, { reorder_and_upcast_attn: true }, "reorder_and_upcast_attn is true"],
    [gpt2, { add_cross_attention: true }, "add_cross_attention is true"],
    [gpt2, { scale_attn_weights: false }, "scale_attn_weights is false"],
    [gpt2, { activation_function: "silu" }, 'activation_function is "silu"; Inkling needs one of gelu_new,'],
    [gpt2, { activation_function: "toString" }, 'activation_function is "toString"'],
    [gpt2, { n_head: 4 }, "n_embd is 6; Inkling needs a multiple of n_head, which is 4"],
    [gpt2, { n_layer: 0 }, "n_layer is 0; Inkling needs a whole number from 1"],
    [gpt2, { n_layer: 2.5 }, "n_layer is 2.5"],
    [gpt2, { n_embd: "6" }, 'n_embd is "6"'],
    [gpt2, { vocab_size: null }, "vocab_size is missing"],
    [gpt2, { n_positions: -5 }, "n_positions is -5"],
    [gpt2, { layer_norm_epsilon: 0 }, "layer_norm_epsilon is 0; Inkling needs a number above 0"],
    [gpt2, { tie_word_embeddings: "no" }, 'tie_word_embeddings is "no"; Inkling needs true or false'],
    [gpt2, { quantization_config: { bits: 4 } }, 'quantization_config is {"bits":4}'],
    [gpt2, { model_type: "mamba" }, 'model_type is "mamba"; Inkling needs one of gpt2, llama, inkling'],
    [gpt2, { model_type: "gpt3" }, 'Did you mean "gpt2"?'],
    [
      llama,
      { rope_scaling: { ...scaled, rope_type: "yarn" } },
      'rope_scaling.rope_type is "yarn"; Inkling needs one of default, linear, llama3',
    ],
    [llama, { rope_parameters: { type: "dynamic", factor: 2 } }, 'rope_parameters.type is "dynamic"'],
    [
      llama,
      { rope_scaling: { ...scaled, low_freq_factor: undefined } },
      "rope_scaling.low_freq_factor is missing",
    ],
    [
      llama,
      { rope_scaling: { ...scaled, high_freq_factor: 1 } },
      "rope_scaling.high_freq_factor is 1; Inkling needs more than low_freq_factor, which is 1",
    ],
    [
      llama,
      { rope_scaling: { ...scaled, original_max_position_embeddings: 0 } },
      "rope_scaling.original_max_position_embeddings is 0",
    ],
    [llama, { rope_scaling: { type: "linear" } }, "rope_scaling.factor is missing"],
    [llama, { rope_scaling: { type: "linear", factor: -2 } }, "rope_scaling.factor is -2"],
    [llama, { rope_scaling: { rope_type: "default", factor: 8 } }, "rope_scaling.factor is 8"],
    [llama, { rope_scaling: "llama3" }, 'rope_scaling.) must hold an object of settings, found "llama3"'],
    [llama, { partial_rotary_factor: 0.5 }, "partial_rotary_factor is 0.5"],
    [
      llama,
      { rope_parameters: { rope_theta: 1, partial_rotary_factor: 0.5 } },
      "partial_rotary_factor is 0.5",
    ],
    [llama, { rope_interleaved: true }, "rope_interleaved is true"],
    [llama, { pretraining_tp: 2 }, "pretraining_tp is 2"],
    [llama, { attention_bias: 1 }, "attention_bias is 1; Inkling needs true or false"],
    [llama, { mlp_bias: "yes" }, 'mlp_bias is "yes"'],
    [
      llama,
      { hidden_size: 10, head_dim: 4 },
      "hidden_size is 10; Inkling needs a multiple of num_attention_heads, which is 4",
    ],
    [llama, { num_hidden_layers: 97 }, "num_hidden_layers is 97; Inkling needs a whole number from 1 to 96"],
    [llama, { hidden_act: "gelu" }, 'hidden_act is "gelu"; Inkling needs "silu"'],
    [
      llama,
      { num_key_value_heads: 3 },
      "num_attention_heads is 4; Inkling needs a multiple of num_key_value_heads, which is 3",
    ],
    [llama, { head_dim: 3 }, "head_dim is 3; Inkling needs an even number"],
  ])("%#", (json, change, message) => {
    const load = () => configFromHuggingFace({ ...json, ...change });
    expect(load).toThrow(InklingError);
    expect(load).toThrow(message);
  });

  it("more than 4 GB of weights, with the figure", () => {
    expect(() => configFromHuggingFace({ ...llama, vocab_size: 500_000, hidden_size: 4096 })).toThrow(
      /config.json describes \d+ weights, 15\.\d GB as float32/,
    );
  });

  it("what is no config at all", () => {
    for (const json of [null, 3, "x", []]) expect(() => configFromHuggingFace(json)).toThrow(InklingError);
  });

  it("and any change to any field either loads or gives an InklingError", () => {
    const junk = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(0, -1, 1.5, 1e308, 2 ** 31, Number.NaN, "__proto__", [], {}),
    );
    fc.assert(
      fc.property(fc.constantFrom(gpt2, llama), fc.nat(), junk, (json, at, value) => {
        const names = Object.keys(json);
        try {
          configFromHuggingFace({ ...json, [names[at % names.length]]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(InklingError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("configToHuggingFace", () => {
  it.each(presetNames)("preset %s is of a family that transformers knows, and comes back", (preset) => {
    const config = configFrom(preset, { vocabSize: 300 });
    expect(familyOf(config)).not.toBe("inkling");
    const json = JSON.parse(JSON.stringify(configToHuggingFace(config, { bosTokenId: 0, eosTokenId: 0 })));
    expect(configFromHuggingFace(json)).toEqual(config);
  });
});
