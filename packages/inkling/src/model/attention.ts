/**
 * Attention: each position asks a question (q), every earlier one offers a key (k) and a message (v), and what comes
 * back (z) is a mix of messages, weighted by how well key and question match.
 *
 * Without hooks on what the fused kernel hides (scores, pattern) that kernel runs; with one, the step-by-step path.
 */
import { attentionMix, attentionScores, attention as fusedAttention } from "../ops/attention.ts";
import { reshape } from "../ops/reshape.ts";
import { rotary } from "../ops/rotary.ts";
import { softmax } from "../ops/softmax.ts";
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { linear } from "./linear.ts";
import type { Run } from "./run.ts";

export function attention(x: Tensor, layer: number, run: Run): Tensor {
  const { nHeads, nKvHeads, dHead } = run.config;
  const is = dims();
  const { B, T } = is(x, "B T D");
  const name = `blocks.${layer}.attn` as const;

  const q = reshape(linear(x, `${name}.W_Q`, `${name}.b_Q`, run), [B, T, nHeads, dHead]);
  const k = reshape(linear(x, `${name}.W_K`, `${name}.b_K`, run), [B, T, nKvHeads, dHead]);
  const v = reshape(linear(x, `${name}.W_V`, `${name}.b_V`, run), [B, T, nKvHeads, dHead]);

  const turnedQ = turn(run.at(`${name}.hook_q`, q), `${name}.hook_rot_q`, run);
  const turnedK = turn(run.at(`${name}.hook_k`, k), `${name}.hook_rot_k`, run);
  const seen = remember(turnedK, run.at(`${name}.hook_v`, v), layer, run);

  const z = run.at(`${name}.hook_z`, attend(turnedQ, seen, layer, run));
  return linear(reshape(z, [B, T, nHeads * dHead]), `${name}.W_O`, `${name}.b_O`, run);
}

/** Rotary positions, if the model has them. */
function turn(x: Tensor, name: `blocks.${number}.attn.${"hook_rot_q" | "hook_rot_k"}`, run: Run): Tensor {
  return run.rotaryTable ? run.at(name, rotary(x, run.rotaryTable, run.start)) : x;
}

/** The keys and values this run may look at: its own, behind those of the cache. */
function remember(k: Tensor, v: Tensor, layer: number, run: Run) {
  return run.cache?.append(layer, k, v) ?? { k, v, keys: k.shape[1] };
}

function attend(
  q: Tensor,
  { k, v, keys }: { k: Tensor; v: Tensor; keys: number },
  layer: number,
  run: Run,
): Tensor {
  const scoresName = `blocks.${layer}.attn.hook_attn_scores` as const;
  const patternName = `blocks.${layer}.attn.hook_pattern` as const;
  if (!run.isHooked(scoresName) && !run.isHooked(patternName)) return fusedAttention(q, k, v, keys);
  const scores = run.at(scoresName, attentionScores(q, k, keys));
  const pattern = run.at(patternName, softmax(scores));
  return attentionMix(pattern, v, q.shape);
}
