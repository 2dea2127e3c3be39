/**
 * The table of names: which tensor of a Hugging Face file holds which parameters of Inkling, and how.
 *
 * With huggingface.ts and huggingfaceConfig.ts this is all that knows Hugging Face's names; nothing outside
 * those three does. Knows nothing of numbers: huggingface.ts moves them.
 * Try it: `huggingFaceTable(config)`.
 */
import { hasBias, type ModelConfig } from "../model/config.ts";
import { type ParameterName, parameterSpecs } from "../model/parameters.ts";
import { familyOf } from "./huggingfaceConfig.ts";

/** A tensor of a Hugging Face file, and the parameters of Inkling whose numbers it holds. */
export interface Row {
  /** Without the prefix that the file may put before it ("transformer." or "model."). */
  readonly name: string;
  readonly shape: readonly number[];
  /** "columns": several parameters of equal width side by side. "zeros": a bias that the model doesn't have. */
  readonly layout: "same" | "transposed" | "columns" | "zeros";
  readonly parameters: readonly ParameterName[];
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

function row(
  name: string,
  shape: readonly number[],
  layout: Row["layout"],
  ...parameters: ParameterName[]
): Row {
  return { name, shape, layout, parameters };
}

function headRow({ vocabSize: V, dModel: D, tiedEmbedding }: ModelConfig): Row[] {
  return tiedEmbedding ? [] : [row(HEAD, [V, D], "transposed", "unembed.W_U")];
}

function gpt2Rows(config: ModelConfig): Row[] {
  const { vocabSize: V, contextLength: C, dModel: D, dMlp: F } = config;
  const bias = (
    name: string,
    shape: number[],
    layout: "same" | "columns",
    ...parameters: ParameterName[]
  ): Row => (config.bias === true ? row(name, shape, layout, ...parameters) : row(name, shape, "zeros"));
  const rows = [
    row("wte.weight", [V, D], "same", "embed.W_E"),
    row("wpe.weight", [C, D], "same", "pos_embed.W_pos"),
  ];
  for (let n = 0; n < config.nLayers; n++) {
    const theirs = `h.${n}.`;
    const ours = `blocks.${n}.` as const;
    const attn = `${ours}attn.` as const;
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
  const has = (b: ParameterName) => hasBias(config, b.includes(".mlp.") ? "mlp" : "attn");
  const linear = (name: string, shape: [number, number], w: ParameterName, b: ParameterName) => {
    const weight = row(`${name}.weight`, shape, "transposed", w);
    return has(b) ? [weight, row(`${name}.bias`, [shape[0]], "same", b)] : [weight];
  };
  const rows = [row("embed_tokens.weight", [V, D], "same", "embed.W_E")];
  for (let n = 0; n < config.nLayers; n++) {
    const theirs = `layers.${n}.`;
    const attn = `blocks.${n}.attn.` as const;
    const mlp = `blocks.${n}.mlp.` as const;
    rows.push(
      row(`${theirs}input_layernorm.weight`, [D], "same", `blocks.${n}.ln1.w`),
      ...linear(`${theirs}self_attn.q_proj`, [queries, D], `${attn}W_Q`, `${attn}b_Q`),
      ...linear(`${theirs}self_attn.k_proj`, [keys, D], `${attn}W_K`, `${attn}b_K`),
      ...linear(`${theirs}self_attn.v_proj`, [keys, D], `${attn}W_V`, `${attn}b_V`),
      ...linear(`${theirs}self_attn.o_proj`, [D, queries], `${attn}W_O`, `${attn}b_O`),
      row(`${theirs}post_attention_layernorm.weight`, [D], "same", `blocks.${n}.ln2.w`),
      ...linear(`${theirs}mlp.gate_proj`, [F, D], `${mlp}W_gate`, `${mlp}b_gate`),
      ...linear(`${theirs}mlp.up_proj`, [F, D], `${mlp}W_in`, `${mlp}b_in`),
      ...linear(`${theirs}mlp.down_proj`, [D, F], `${mlp}W_out`, `${mlp}b_out`),
    );
  }
  rows.push(row("norm.weight", [D], "same", "ln_final.w"));
  return rows;
}

/** What the model classes with a head put before every name but the head's. Bare models leave it out. */
export const PREFIX = { gpt2: "transformer.", llama: "model.", inkling: "" } as const;

// Constants that older versions saved among the weights: causal masks and rotary frequencies.
export const CONSTANTS = /^(h\.\d+\.attn\.(bias|masked_bias)|layers\.\d+\.self_attn\.rotary_emb\.inv_freq)$/;
