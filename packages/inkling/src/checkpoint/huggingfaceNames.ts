/**
 * The table of names: which tensor of a Hugging Face file holds which parameters of Inkling, and how.
 *
 * With huggingface.ts and huggingfaceConfig.ts this is all that knows Hugging Face's names; nothing outside
 * those three does. Knows nothing of numbers: huggingface.ts moves them.
 * Try it: `huggingFaceTable(config)`.
 */
import type { ModelConfig } from "../model/config.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { familyOf } from "./huggingfaceConfig.ts";

/** A tensor of a Hugging Face file, and the parameters of Inkling whose numbers it holds. */
export interface Row {
  /** Without the prefix that the file may put before it ("transformer." or "model."). */
  readonly name: string;
  readonly shape: readonly number[];
  /** "columns": several parameters of equal width side by side. "zeros": a bias that the model doesn't have. */
  readonly layout: "same" | "transposed" | "columns" | "zeros";
  readonly parameters: readonly string[];
}

/** The unembedding; the one name that never has a prefix. */
export const HEAD = "lm_head.weight";

/** Every tensor of the file, in the order of the forward pass. */
export function huggingFaceTable(config: ModelConfig): Row[] {
  switch (familyOf(config)) {
    case "gpt2":
      return [...gpt2Rows(config), ...headRow(config)];
    case "llama":
      return [...llamaRows(config), ...headRow(config)];
    case "inkling":
      return parameterSpecs(config).map(({ name, shape }) => row(name, shape, "same", name));
  }
}

function row(name: string, shape: readonly number[], layout: Row["layout"], ...parameters: string[]): Row {
  return { name, shape, layout, parameters };
}

function headRow({ vocabSize: V, dModel: D, tiedEmbedding }: ModelConfig): Row[] {
  return tiedEmbedding ? [] : [row(HEAD, [V, D], "transposed", "unembed.W_U")];
}

function gpt2Rows(config: ModelConfig): Row[] {
  const { vocabSize: V, contextLength: C, dModel: D, dMlp: F } = config;
  const bias = (name: string, shape: number[], layout: "same" | "columns", ...parameters: string[]): Row =>
    config.bias ? row(name, shape, layout, ...parameters) : row(name, shape, "zeros");
  const rows = [
    row("wte.weight", [V, D], "same", "embed.W_E"),
    row("wpe.weight", [C, D], "same", "pos_embed.W_pos"),
  ];
  for (let n = 0; n < config.nLayers; n++) {
    const theirs = `h.${n}.`;
    const ours = `blocks.${n}.`;
    const attn = `${ours}attn.`;
    rows.push(
      row(`${theirs}ln_1.weight`, [D], "same", `${ours}ln1.w`),
      row(`${theirs}ln_1.bias`, [D], "same", `${ours}ln1.b`),
      row(`${theirs}attn.c_attn.weight`, [D, 3 * D], "columns", `${attn}W_Q`, `${attn}W_K`, `${attn}W_V`),
      bias(`${theirs}attn.c_attn.bias`, [3 * D], "columns", `${attn}b_Q`, `${attn}b_K`, `${attn}b_V`),
      row(`${theirs}attn.c_proj.weight`, [D, D], "same", `${attn}W_O`),
      bias(`${theirs}attn.c_proj.bias`, [D], "same", `${attn}b_O`),
      row(`${theirs}ln_2.weight`, [D], "same", `${ours}ln2.w`),
      row(`${theirs}ln_2.bias`, [D], "same", `${ours}ln2.b`),
      row(`${theirs}mlp.c_fc.weight`, [D, F], "same", `${ours}mlp.W_in`),
      bias(`${theirs}mlp.c_fc.bias`, [F], "same", `${ours}mlp.b_in`),
      row(`${theirs}mlp.c_proj.weight`, [F, D], "same", `${ours}mlp.W_out`),
      bias(`${theirs}mlp.c_proj.bias`, [D], "same", `${ours}mlp.b_out`),
    );
  }
  rows.push(row("ln_f.weight", [D], "same", "ln_final.w"), row("ln_f.bias", [D], "same", "ln_final.b"));
  return rows;
}

function llamaRows(config: ModelConfig): Row[] {
  const { vocabSize: V, dModel: D, dMlp: F, dHead: K } = config;
  const queries = config.nHeads * K;
  const keys = config.nKvHeads * K;
  const rows = [row("embed_tokens.weight", [V, D], "same", "embed.W_E")];
  for (let n = 0; n < config.nLayers; n++) {
    const theirs = `layers.${n}.`;
    const ours = `blocks.${n}.`;
    rows.push(
      row(`${theirs}input_layernorm.weight`, [D], "same", `${ours}ln1.w`),
      row(`${theirs}self_attn.q_proj.weight`, [queries, D], "transposed", `${ours}attn.W_Q`),
      row(`${theirs}self_attn.k_proj.weight`, [keys, D], "transposed", `${ours}attn.W_K`),
      row(`${theirs}self_attn.v_proj.weight`, [keys, D], "transposed", `${ours}attn.W_V`),
      row(`${theirs}self_attn.o_proj.weight`, [D, queries], "transposed", `${ours}attn.W_O`),
      row(`${theirs}post_attention_layernorm.weight`, [D], "same", `${ours}ln2.w`),
      row(`${theirs}mlp.gate_proj.weight`, [F, D], "transposed", `${ours}mlp.W_gate`),
      row(`${theirs}mlp.up_proj.weight`, [F, D], "transposed", `${ours}mlp.W_in`),
      row(`${theirs}mlp.down_proj.weight`, [D, F], "transposed", `${ours}mlp.W_out`),
    );
  }
  rows.push(row("norm.weight", [D], "same", "ln_final.w"));
  return rows;
}

/** What the model classes with a head put before every name but the head's. Bare models leave it out. */
export const PREFIX = { gpt2: "transformer.", llama: "model.", inkling: "" } as const;

// Constants that older versions saved among the weights: causal masks and rotary frequencies.
export const CONSTANTS = /^(h\.\d+\.attn\.(bias|masked_bias)|layers\.\d+\.self_attn\.rotary_emb\.inv_freq)$/;
