/** The one linear map: y = x · W + b.   x [..., D], W [D, F], b [F] (if the model has biases)   →   y [..., F] */
import { matmul } from "../ops/matmul.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { ParameterName } from "./parameters.ts";
import type { Run } from "./run.ts";

export function linear(x: Tensor, w: ParameterName, b: ParameterName, run: Run): Tensor {
  return matmul(x, run.weight(w), run.has(b) ? run.weight(b) : undefined);
}
