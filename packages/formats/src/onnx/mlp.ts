/**
 * The MLP as ONNX operators, the twin of the engine's model/mlp.ts and ops/activation.ts.
 *
 *   GPT-2:   y = f(x · W_in + b_in) · W_out + b_out
 *   SwiGLU:  y = (silu(x · W_gate) ⊙ (x · W_in)) · W_out      (with biases, if the model has them)
 */
import type { Graph, Value } from "./graph.ts";
import { linear } from "./linear.ts";
import type { Run } from "./run.ts";

export function mlp(x: Value, layer: number, run: Run): Value {
  const name = `blocks.${layer}.mlp` as const;
  return linear(run.at(`${name}.hook_post`, neurons(x, name, run)), `${name}.W_out`, `${name}.b_out`, run);
}

function neurons(x: Value, name: `blocks.${number}.mlp`, run: Run): Value {
  const { graph, config } = run;
  if (config.mlp !== "swiglu") {
    const sums = run.at(`${name}.hook_pre`, linear(x, `${name}.W_in`, `${name}.b_in`, run));
    return ACTIVATIONS[config.mlp](sums, graph);
  }
  const gate = run.at(`${name}.hook_pre`, linear(x, `${name}.W_gate`, `${name}.b_gate`, run));
  const input = run.at(`${name}.hook_pre_linear`, linear(x, `${name}.W_in`, `${name}.b_in`, run));
  return graph.multiply(graph.multiply(gate, graph.sigmoid(gate)), input);
}

/** Opset 17 has no Gelu yet, so it is spelled out, in an order that onnxruntime recognises and runs as one. */
const ACTIVATIONS = {
  relu: (x: Value, graph: Graph) => graph.relu(x),

  /** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))) */
  gelu(x: Value, graph: Graph): Value {
    const cubic = graph.multiply(graph.power(x, graph.number(3)), graph.number(0.044715));
    const inner = graph.multiply(graph.add(x, cubic), graph.number(0.7978845608028654));
    const share = graph.add(graph.tanh(inner), graph.number(1));
    return graph.multiply(graph.multiply(x, graph.number(0.5)), share);
  },

  /** x Φ(x) = ½ x (1 + erf(x / √2)) */
  "gelu-erf"(x: Value, graph: Graph): Value {
    const share = graph.add(graph.erf(graph.divide(x, graph.number(Math.SQRT2))), graph.number(1));
    return graph.multiply(graph.multiply(x, share), graph.number(0.5));
  },
};
