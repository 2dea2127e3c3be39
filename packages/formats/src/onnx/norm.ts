/** LayerNorm or RMSNorm as ONNX operators, whichever the model has; the twin of the engine's model/norm.ts. */
import type { Value } from "./graph.ts";
import type { Run } from "./run.ts";

export function norm(x: Value, name: `blocks.${number}.${"ln1" | "ln2"}` | "ln_final", run: Run): Value {
  const { graph, weights, config } = run;
  const w = weights.plain(`${name}.w`);
  const y =
    config.norm === "layer"
      ? graph.layerNorm(x, w, weights.plain(`${name}.b`), config.normEpsilon)
      : rmsNorm(x, w, config.normEpsilon, run);
  return run.at(`${name}.hook_normalized`, y);
}

/**
 * y = x / √(mean(x²) + ε) ⊙ w. In opset 17 that has no operator of its own, but onnxruntime knows these six (with Pow,
 * not Mul, for the square) and runs them as one.
 */
function rmsNorm(x: Value, w: Value, epsilon: number, { graph }: Run): Value {
  const squares = graph.power(x, graph.number(2));
  const size = graph.squareRoot(graph.add(graph.meanOfRows(squares), graph.number(epsilon)));
  return graph.multiply(graph.divide(x, size), w);
}
