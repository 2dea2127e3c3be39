/**
 * The table of names: which tensor of a GGUF file holds which parameters of Inkling, and how.
 *
 * Knows nothing of numbers: ../layout.ts moves them. Try it: `ggufTable(config, "llama")`.
 */
import { hasBias, type ModelConfig, type ParameterName } from "inkling";
import type { Layout } from "../layout.ts";
import type { Architecture } from "./architecture.ts";
import { ROPE_FACTORS, ropeFactors } from "./rope.ts";

/** A tensor of a GGUF file, and the parameters of Inkling whose numbers it holds. */
export interface Row {
  readonly name: string;
  /** Row-major: [out, in] for a matrix, [n] for a vector. */
  readonly shape: readonly [number] | readonly [number, number];
  readonly layout: Layout;
  /** Stacked on the first axis, in equal parts. */
  readonly parameters: readonly ParameterName[];
  /** What a tensor without parameters holds: zeros for a bias that the model doesn't have, or the settings' own numbers. */
  readonly constant?: Float32Array<ArrayBuffer>;
  /** A matrix that is multiplied with, which may lie in blocks. */
  readonly product: boolean;
}

export const EMBEDDING = "token_embd.weight";
export const HEAD = "output.weight";

/** Every tensor of the file, in the order of the forward pass. */
export function ggufTable(config: ModelConfig, architecture: Architecture): Row[] {
  const { vocabSize: V, dModel: D } = config;
  const head: Row = { ...matrix(HEAD, V, D, "unembed.W_U"), layout: "transposed" };
  return [
    { ...matrix(EMBEDDING, V, D, "embed.W_E"), layout: "same" },
    ...(architecture === "llama" ? llamaRows(config) : gpt2Rows(config)),
    ...(config.tiedEmbedding ? [] : [head]),
  ];
}

function matrix(name: string, rows: number, columns: number, ...parameters: ParameterName[]): Row {
  return { name, shape: [rows, columns], layout: "transposed", parameters, product: true };
}

function vector(name: string, length: number, ...parameters: ParameterName[]): Row {
  return { name, shape: [length], layout: "same", parameters, product: false };
}

function constant(name: string, numbers: Float32Array<ArrayBuffer>): Row {
  return { ...vector(name, numbers.length), constant: numbers };
}

function llamaRows(config: ModelConfig): Row[] {
  const { dModel: D, dMlp: F, dHead: K, nHeads, nKvHeads } = config;
  const rows: Row[] = [];
  if (config.ropeScaling?.kind === "llama3") rows.push(constant(ROPE_FACTORS, ropeFactors(config)));
  for (let n = 0; n < config.nLayers; n++) {
    const [theirs, ours] = [`blk.${n}.`, `blocks.${n}`] as const;
    rows.push(
      vector(`${theirs}attn_norm.weight`, D, `${ours}.ln1.w`),
      {
        ...matrix(`${theirs}attn_q.weight`, nHeads * K, D, `${ours}.attn.W_Q`),
        layout: { pairedHeads: nHeads },
      },
      {
        ...matrix(`${theirs}attn_k.weight`, nKvHeads * K, D, `${ours}.attn.W_K`),
        layout: { pairedHeads: nKvHeads },
      },
      matrix(`${theirs}attn_v.weight`, nKvHeads * K, D, `${ours}.attn.W_V`),
      matrix(`${theirs}attn_output.weight`, D, nHeads * K, `${ours}.attn.W_O`),
      vector(`${theirs}ffn_norm.weight`, D, `${ours}.ln2.w`),
      matrix(`${theirs}ffn_gate.weight`, F, D, `${ours}.mlp.W_gate`),
      matrix(`${theirs}ffn_up.weight`, F, D, `${ours}.mlp.W_in`),
      matrix(`${theirs}ffn_down.weight`, D, F, `${ours}.mlp.W_out`),
      ...llamaBiases(config, n),
    );
  }
  return [...rows, vector("output_norm.weight", D, "ln_final.w")];
}

/** The biases of block `n`; those of queries and keys are turned like their matrices. */
function llamaBiases(config: ModelConfig, n: number): Row[] {
  const { dModel: D, dMlp: F, dHead: K, nHeads, nKvHeads } = config;
  const [theirs, ours] = [`blk.${n}.`, `blocks.${n}`] as const;
  const paired = (row: Row, pairedHeads: number): Row => ({ ...row, layout: { pairedHeads } });
  const attention = [
    paired(vector(`${theirs}attn_q.bias`, nHeads * K, `${ours}.attn.b_Q`), nHeads),
    paired(vector(`${theirs}attn_k.bias`, nKvHeads * K, `${ours}.attn.b_K`), nKvHeads),
    vector(`${theirs}attn_v.bias`, nKvHeads * K, `${ours}.attn.b_V`),
    vector(`${theirs}attn_output.bias`, D, `${ours}.attn.b_O`),
  ];
  const mlp = [
    vector(`${theirs}ffn_gate.bias`, F, `${ours}.mlp.b_gate`),
    vector(`${theirs}ffn_up.bias`, F, `${ours}.mlp.b_in`),
    vector(`${theirs}ffn_down.bias`, D, `${ours}.mlp.b_out`),
  ];
  return [...(hasBias(config, "attn") ? attention : []), ...(hasBias(config, "mlp") ? mlp : [])];
}

function gpt2Rows(config: ModelConfig): Row[] {
  const { contextLength: C, dModel: D, dMlp: F } = config;
  const bias = (name: string, length: number, ...parameters: ParameterName[]) =>
    config.bias ? vector(name, length, ...parameters) : constant(name, new Float32Array(length));
  // Looked up and added, never multiplied with: llama.cpp keeps it as F32.
  const positions = { ...matrix("position_embd.weight", C, D, "pos_embed.W_pos"), product: false };
  const rows: Row[] = [{ ...positions, layout: "same" }];
  for (let n = 0; n < config.nLayers; n++) {
    const [theirs, ours] = [`blk.${n}.`, `blocks.${n}`] as const;
    const attn = `${ours}.attn` as const;
    rows.push(
      vector(`${theirs}attn_norm.weight`, D, `${ours}.ln1.w`),
      vector(`${theirs}attn_norm.bias`, D, `${ours}.ln1.b`),
      matrix(`${theirs}attn_qkv.weight`, 3 * D, D, `${attn}.W_Q`, `${attn}.W_K`, `${attn}.W_V`),
      bias(`${theirs}attn_qkv.bias`, 3 * D, `${attn}.b_Q`, `${attn}.b_K`, `${attn}.b_V`),
      matrix(`${theirs}attn_output.weight`, D, D, `${attn}.W_O`),
      bias(`${theirs}attn_output.bias`, D, `${attn}.b_O`),
      vector(`${theirs}ffn_norm.weight`, D, `${ours}.ln2.w`),
      vector(`${theirs}ffn_norm.bias`, D, `${ours}.ln2.b`),
      matrix(`${theirs}ffn_up.weight`, F, D, `${ours}.mlp.W_in`),
      bias(`${theirs}ffn_up.bias`, F, `${ours}.mlp.b_in`),
      matrix(`${theirs}ffn_down.weight`, D, F, `${ours}.mlp.W_out`),
      bias(`${theirs}ffn_down.bias`, D, `${ours}.mlp.b_out`),
    );
  }
  rows.push(vector("output_norm.weight", D, "ln_final.w"), vector("output_norm.bias", D, "ln_final.b"));
  return rows;
}

/** Where in its tensor a parameter lies, counted in numbers: parts are stacked on the first axis, so it is one stretch. */
export function partOf({ shape, parameters }: Row, parameter: ParameterName) {
  const size = shape.reduce<number>((product, length) => product * length, 1) / parameters.length;
  return { first: parameters.indexOf(parameter) * size, count: size };
}
