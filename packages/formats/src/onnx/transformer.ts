/**
 * The transformer as a graph of ONNX operators: the twin of the engine's model/transformer.ts, read it beside that.
 *
 *   embed (+ positions)  →  block, block, …  →  final norm  →  unembed
 *
 * Inputs and outputs are named as Hugging Face's Optimum names them, so that what runs its exports runs ours:
 *
 *   input_ids [B, T]   attention_mask [B, S], 0 for padding   position_ids [B, T]
 *   past_key_values.0.key, .value [B, Hkv, P, K] …            the cache: what present.* gave last time, or P = 0
 *   → logits [B, T, V]   present.0.key, .value [B, Hkv, S, K] …
 *
 * Every activation has the name of Inkling's hook, and its axes. No branch on a model's family: whatever mixture the
 * engine runs, the graph computes.
 */
import { hookShapes, type ModelConfig, type ModelSource } from "inkling";
import { block } from "./block.ts";
import { DataType, Graph, type Value } from "./graph.ts";
import { norm } from "./norm.ts";
import { rotaryTables } from "./rotaryTables.ts";
import { type Run, shapeOf } from "./run.ts";
import { float32Weights, type Weights } from "./weights.ts";

/** @param weightsIn how the graph holds the weights and multiplies with them */
export function transformer(
  source: ModelSource,
  weightsIn: (graph: Graph, source: ModelSource) => Weights = float32Weights,
): Graph {
  const { config } = source;
  const graph = new Graph();
  const ids = graph.input("input_ids", DataType.INT64, shapeOf("B T", config));
  const mask = graph.input("attention_mask", DataType.INT64, shapeOf("B S", config));
  const positions = graph.input("position_ids", DataType.INT64, shapeOf("B T", config));
  const run: Run = {
    config,
    graph,
    weights: weightsIn(graph, source),
    visible: visibleKeys(graph, ids, mask),
    rotary: rotaryOf(graph, config, positions),
    pasts: cacheNames("past_key_values", config).map(({ key, value }) => ({
      k: graph.input(key, DataType.FLOAT, shapeOf("B Hkv P K", config)),
      v: graph.input(value, DataType.FLOAT, shapeOf("B Hkv P K", config)),
    })),
    at: (name, value) => graph.name(name, value),
  };

  let x = run.at("hook_embed", run.weights.rows("embed.W_E", ids));
  if (config.position === "learned") {
    x = graph.add(x, run.at("hook_pos_embed", graph.rows(run.weights.plain("pos_embed.W_pos"), positions)));
  }
  for (let layer = 0; layer < config.nLayers; layer++) x = block(x, layer, run);
  unembed(x, run);

  for (const [hook, axes] of hookShapes(config)) {
    if (hook !== "logits") graph.describe(hook, shapeOf(axes, config));
  }
  graph.output("logits", shapeOf("B T V", config));
  for (const { key, value } of cacheNames("present", config)) {
    for (const name of [key, value]) graph.output(name, shapeOf("B Hkv S K", config));
  }
  return graph;
}

/** The final norm, then a dot product with every token's direction: x [B, T, D] → logits [B, T, V]. */
function unembed(x: Value, run: Run): Value {
  const normal = norm(x, "ln_final", run);
  const logits = run.config.tiedEmbedding
    ? run.weights.timesTransposed(normal, "embed.W_E")
    : run.weights.times(normal, "unembed.W_U");
  return run.at("logits", logits);
}

/**
 * A query sees what doesn't lie in its future (the causal mask), and no padding. Queries are the last T of the S
 * tokens: those before them are in the cache.
 */
function visibleKeys(graph: Graph, ids: Value, mask: Value): Value {
  const all = graph.sizeOf(mask, 1);
  const given = graph.sizeOf(ids, 1);
  const keys = graph.range(graph.integer(0), all); // [S]
  const queries = graph.unsqueeze(graph.range(graph.subtract(all, given), all), [1]); // [T, 1]
  const notLater = graph.isAtMost(keys, queries); // [T, S]
  const notPadding = graph.unsqueeze(graph.isNotZero(mask), [1, 2]); // [B, 1, 1, S]
  return graph.name("visible", graph.and(notLater, notPadding));
}

function rotaryOf(graph: Graph, config: ModelConfig, positions: Value): Run["rotary"] {
  if (config.position !== "rotary") return undefined;
  const shape = [config.contextLength, config.dHead / 2];
  const [cos, sin] = graph.store({
    tensors: ["rotary.cos", "rotary.sin"].map((name) => ({ name, type: DataType.FLOAT, shape })),
    data: async () => rotaryTables(config),
  });
  // One more axis, for the heads: they all turn alike.
  const at = (table: Value) => graph.unsqueeze(graph.rows(table, positions), [2]);
  return { cos: graph.name("rotary.cos_here", at(cos)), sin: graph.name("rotary.sin_here", at(sin)) };
}

function cacheNames(prefix: "past_key_values" | "present", { nLayers }: ModelConfig) {
  return Array.from({ length: nLayers }, (_, layer) => ({
    key: `${prefix}.${layer}.key`,
    value: `${prefix}.${layer}.value`,
  }));
}
