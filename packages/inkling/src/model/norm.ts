/** LayerNorm or RMSNorm, whichever the model has: brings every vector to the same size before it is read. */
import { layerNorm } from "../ops/layerNorm.ts";
import { rmsNorm } from "../ops/rmsNorm.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Run } from "./run.ts";

export function norm(x: Tensor, name: `blocks.${number}.${"ln1" | "ln2"}` | "ln_final", run: Run): Tensor {
  const { config } = run;
  const w = run.weight(`${name}.w`);
  const y =
    config.norm === "layer"
      ? layerNorm(x, w, run.weight(`${name}.b`), config.normEpsilon)
      : rmsNorm(x, w, config.normEpsilon);
  return run.at(`${name}.hook_normalized`, y);
}
