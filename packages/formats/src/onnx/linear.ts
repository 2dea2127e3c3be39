/** The one linear map: y = x · W + b.   x [..., D], W [D, F], b [F] (if the model has biases)   →   y [..., F] */
import type { ParameterName } from "inkling";
import type { Value } from "./graph.ts";
import type { Run } from "./run.ts";

export function linear(x: Value, w: ParameterName, b: ParameterName, run: Run): Value {
  const { graph, weights } = run;
  const product = weights.times(x, w);
  return weights.has(b) ? graph.add(product, weights.plain(b)) : product;
}
