/** What the parts of the graph share, as model/run.ts is what the parts of the engine's transformer share. */
import type { HookName, ModelConfig } from "inkling";
import type { Dimension, Graph, Value } from "./graph.ts";
import type { Weights } from "./weights.ts";

export interface Run {
  readonly config: ModelConfig;
  readonly graph: Graph;
  readonly weights: Weights;
  /** Which keys [S] each query [T] may see, as true and false: [B, 1, T, S]. */
  readonly visible: Value;
  /** cos θ and sin θ of every token's position, [B, T, 1, K/2]; absent with learned positions. */
  readonly rotary: { readonly cos: Value; readonly sin: Value } | undefined;
  /** Keys and values of earlier tokens by layer, [B, Hkv, P, K]. */
  readonly pasts: readonly KeysAndValues[];
  /** Names an activation. */
  at(name: HookName, value: Value): Value;
}

export interface KeysAndValues {
  readonly k: Value;
  readonly v: Value;
}

/**
 * Inkling's axis letters as the sizes of an ONNX shape, "B T D" → ["batch_size", "sequence_length", 64]. The names of
 * those that vary are Optimum's, which transformers.js looks for. P is what the cache holds, and S = P + T.
 */
export function shapeOf(axes: string, config: ModelConfig): Dimension[] {
  const sizes: Record<string, Dimension> = {
    B: "batch_size",
    T: "sequence_length",
    P: "past_sequence_length",
    S: "past_sequence_length + sequence_length",
    D: config.dModel,
    H: config.nHeads,
    Hkv: config.nKvHeads,
    K: config.dHead,
    F: config.dMlp,
    V: config.vocabSize,
  };
  return axes.split(" ").map((axis) => sizes[axis]);
}
