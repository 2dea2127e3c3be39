/**
 * Attention as ONNX operators, the twin of the engine's model/attention.ts, step by step: each position asks (q),
 * every earlier one offers a key (k) and a message (v), and what comes back (z) is a mix of messages.
 *
 *   scores  = q · kᵀ / √K, and very little where the key isn't visible
 *   pattern = softmax(scores)
 *   z       = pattern · v
 */
import type { Value } from "./graph.ts";
import { linear } from "./linear.ts";
import type { KeysAndValues, Run } from "./run.ts";

/**
 * Softmax makes exactly 0 of it, as of −∞, unless a query sees nothing at all: padding in front. Then −∞ would become
 * NaN, and 0 · NaN would spread it to the tokens behind. (The lowest float32.)
 */
const HIDDEN = -3.4028234663852886e38;

const PER_HEAD = [0, 2, 1, 3]; // [B, T, H, K] ⇄ [B, H, T, K]
const TRANSPOSED = [0, 1, 3, 2]; // [B, H, S, K] → [B, H, K, S]

export function attention(x: Value, layer: number, run: Run): Value {
  const { graph } = run;
  const { nHeads, nKvHeads, dHead } = run.config;
  const name = `blocks.${layer}.attn` as const;

  const q = graph.reshape(linear(x, `${name}.W_Q`, `${name}.b_Q`, run), [0, 0, nHeads, dHead]);
  const turnedQ = turn(run.at(`${name}.hook_q`, q), `${name}.hook_rot_q`, run);
  const k = graph.reshape(linear(x, `${name}.W_K`, `${name}.b_K`, run), [0, 0, nKvHeads, dHead]);
  const turnedK = turn(run.at(`${name}.hook_k`, k), `${name}.hook_rot_k`, run);
  const v = graph.reshape(linear(x, `${name}.W_V`, `${name}.b_V`, run), [0, 0, nKvHeads, dHead]);
  const seen = remember(turnedK, run.at(`${name}.hook_v`, v), layer, run);

  const z = run.at(`${name}.hook_z`, attend(turnedQ, seen, layer, run));
  return linear(graph.reshape(z, [0, 0, nHeads * dHead]), `${name}.W_O`, `${name}.b_O`, run);
}

/**
 * Rotary positions, if the model has them: pair (i, i + K/2) turns by the angle of its position.
 *
 *   y[i]       = x[i] cos θ − x[i + K/2] sin θ
 *   y[i + K/2] = x[i + K/2] cos θ + x[i] sin θ
 */
function turn(x: Value, name: `blocks.${number}.attn.${"hook_rot_q" | "hook_rot_k"}`, run: Run): Value {
  if (!run.rotary) return x;
  const { graph } = run;
  const { cos, sin } = run.rotary;
  const [first, second] = graph.halves(x);
  const turnedFirst = graph.subtract(graph.multiply(first, cos), graph.multiply(second, sin));
  const turnedSecond = graph.add(graph.multiply(second, cos), graph.multiply(first, sin));
  return run.at(name, graph.concatenate([turnedFirst, turnedSecond], -1));
}

/** The keys and values of all tokens, those of the cache first: [B, Hkv, S, K]. */
function remember(k: Value, v: Value, layer: number, run: Run): KeysAndValues {
  const { graph, pasts } = run;
  const behind = (past: Value, x: Value) => graph.concatenate([past, graph.transpose(x, PER_HEAD)], 2);
  return {
    k: graph.name(`present.${layer}.key`, behind(pasts[layer].k, k)),
    v: graph.name(`present.${layer}.value`, behind(pasts[layer].v, v)),
  };
}

function attend(q: Value, { k, v }: KeysAndValues, layer: number, run: Run): Value {
  const { graph, config, visible } = run;
  const name = `blocks.${layer}.attn` as const;
  const keys = graph.transpose(forEveryHead(k, run), TRANSPOSED);
  const products = graph.matmul(graph.transpose(q, PER_HEAD), keys);
  const scaled = graph.multiply(products, graph.number(Math.fround(1 / Math.sqrt(config.dHead))));
  const scores = run.at(`${name}.hook_attn_scores`, graph.choose(visible, scaled, graph.number(HIDDEN)));
  const pattern = run.at(`${name}.hook_pattern`, graph.softmax(scores));
  return graph.transpose(graph.matmul(pattern, forEveryHead(v, run)), PER_HEAD);
}

/** Where heads share keys and values in groups, each gets the group's: [B, Hkv, S, K] → [B, H, S, K]. */
function forEveryHead(x: Value, { graph, config: { nHeads, nKvHeads, dHead } }: Run): Value {
  if (nHeads === nKvHeads) return x;
  const copies = graph.expand(graph.unsqueeze(x, [2]), [1, 1, nHeads / nKvHeads, 1, 1]);
  return graph.reshape(copies, [0, nHeads, -1, dHead]);
}
