/** What a model of a shape computes, step by step, each with the names of what it reads and writes. */
import type { HookName, ModelConfig } from "inkling";
import type { ModelPart, OperationName } from "./operations.ts";

export interface Step {
  readonly operation: OperationName;
  /** Where it is called, and what its line there has in it. */
  readonly part: ModelPart;
  readonly call: string;
  /** Counted from 0; absent before the first block and behind the last. */
  readonly layer?: number;
  readonly reads: readonly HookName[];
  readonly weight?: string;
  readonly writes: HookName;
}

/** From the ids to the logits, in the order of computing. */
export function stepsOf(config: ModelConfig): readonly Step[] {
  const { nLayers } = config;
  const last = `blocks.${nLayers - 1}.hook_resid_post` as const;
  const first = `blocks.0.hook_resid_pre` as const;
  const norm = config.norm === "layer" ? "layerNorm" : "rmsNorm";
  const embed: Step = {
    operation: "embed",
    part: "forward",
    call: "hook_embed",
    reads: [],
    weight: "embed.W_E",
    writes: "hook_embed",
  };
  const positions: Step = {
    operation: "add",
    part: "forward",
    call: "hook_pos_embed",
    reads: ["hook_embed", "hook_pos_embed"],
    writes: first,
  };
  return [
    embed,
    ...(config.position === "learned" ? [positions] : []),
    ...Array.from({ length: nLayers }, (_, layer) => blockSteps(config, layer, norm)).flat(),
    {
      operation: norm,
      part: "unembed",
      call: "norm(",
      reads: [last],
      weight: "ln_final.w",
      writes: "ln_final.hook_normalized",
    },
    {
      operation: "unembed",
      part: "unembed",
      call: config.tiedEmbedding ? "matmulTransposed(" : "matmul(normal",
      reads: ["ln_final.hook_normalized"],
      weight: config.tiedEmbedding ? "embed.W_E" : "unembed.W_U",
      writes: "logits",
    },
  ];
}

function blockSteps(config: ModelConfig, layer: number, norm: "layerNorm" | "rmsNorm"): Step[] {
  const name = `blocks.${layer}` as const;
  const attn = `${name}.attn` as const;
  const rotary = config.position === "rotary";
  const seen = `${name}.ln1.hook_normalized` as const;
  const project = (operation: "query" | "key" | "value", letter: "q" | "k" | "v"): Step => ({
    operation,
    part: "attention",
    call: `const ${letter} =`,
    layer,
    reads: [seen],
    weight: `${attn}.W_${letter.toUpperCase()}`,
    writes: `${attn}.hook_${letter}`,
  });
  const turned = (letter: "q" | "k"): Step => ({
    operation: "rotary",
    part: "turn",
    call: "rotary(",
    layer,
    reads: [`${attn}.hook_${letter}`],
    writes: `${attn}.hook_rot_${letter}`,
  });
  const [q, k] = rotary
    ? ([`${attn}.hook_rot_q`, `${attn}.hook_rot_k`] as const)
    : ([`${attn}.hook_q`, `${attn}.hook_k`] as const);
  const attention: Step[] = [
    {
      operation: norm,
      part: "block",
      call: ".ln1`",
      layer,
      reads: [`${name}.hook_resid_pre`],
      weight: `${name}.ln1.w`,
      writes: seen,
    },
    project("query", "q"),
    project("key", "k"),
    project("value", "v"),
    ...(rotary ? [turned("q"), turned("k")] : []),
    {
      operation: "scores",
      part: "attend",
      call: "attentionScores(",
      layer,
      reads: [q, k],
      writes: `${attn}.hook_attn_scores`,
    },
    {
      operation: "softmax",
      part: "attend",
      call: "softmax(",
      layer,
      reads: [`${attn}.hook_attn_scores`],
      writes: `${attn}.hook_pattern`,
    },
    {
      operation: "mix",
      part: "attend",
      call: "attentionMix(",
      layer,
      reads: [`${attn}.hook_pattern`, `${attn}.hook_v`],
      writes: `${attn}.hook_z`,
    },
    {
      operation: "output",
      part: "attention",
      call: ".W_O`",
      layer,
      reads: [`${attn}.hook_z`],
      weight: `${attn}.W_O`,
      writes: `${name}.hook_attn_out`,
    },
    {
      operation: "add",
      part: "block",
      call: "hook_attn_out",
      layer,
      reads: [`${name}.hook_resid_pre`, `${name}.hook_attn_out`],
      writes: `${name}.hook_resid_mid`, // without an MLP, this is what the block leaves behind
    },
  ];
  return config.dMlp > 0 ? [...attention, ...mlpSteps(config, layer, norm)] : attention;
}

function mlpSteps(config: ModelConfig, layer: number, norm: "layerNorm" | "rmsNorm"): Step[] {
  const name = `blocks.${layer}` as const;
  const mlp = `${name}.mlp` as const;
  const seen = `${name}.ln2.hook_normalized` as const;
  const gated = config.mlp === "swiglu";
  const neurons: Step[] = gated
    ? [
        {
          operation: "gate",
          part: "neurons",
          call: "const gate",
          layer,
          reads: [seen],
          weight: `${mlp}.W_gate`,
          writes: `${mlp}.hook_pre`,
        },
        {
          operation: "enter",
          part: "neurons",
          call: "const input",
          layer,
          reads: [seen],
          weight: `${mlp}.W_in`,
          writes: `${mlp}.hook_pre_linear`,
        },
        {
          operation: "swiglu",
          part: "neurons",
          call: "return swiglu(",
          layer,
          reads: [`${mlp}.hook_pre`, `${mlp}.hook_pre_linear`],
          writes: `${mlp}.hook_post`,
        },
      ]
    : [
        {
          operation: "enter",
          part: "neurons",
          call: "return activation(",
          layer,
          reads: [seen],
          weight: `${mlp}.W_in`,
          writes: `${mlp}.hook_pre`,
        },
        {
          operation: "bend",
          part: "neurons",
          call: "return activation(",
          layer,
          reads: [`${mlp}.hook_pre`],
          writes: `${mlp}.hook_post`,
        },
      ];
  return [
    {
      operation: norm,
      part: "block",
      call: ".ln2`",
      layer,
      reads: [`${name}.hook_resid_mid`],
      weight: `${name}.ln2.w`,
      writes: seen,
    },
    ...neurons,
    {
      operation: "leave",
      part: "mlp",
      call: ".W_out`",
      layer,
      reads: [`${mlp}.hook_post`],
      weight: `${mlp}.W_out`,
      writes: `${name}.hook_mlp_out`,
    },
    {
      operation: "add",
      part: "block",
      call: "hook_mlp_out",
      layer,
      reads: [`${name}.hook_resid_mid`, `${name}.hook_mlp_out`],
      writes: `${name}.hook_resid_post`,
    },
  ];
}
