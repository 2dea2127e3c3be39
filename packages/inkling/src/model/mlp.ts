/**
 * The MLP: every position thinks for itself. Neurons look for a direction (W_in), bend (the activation), and write
 * what they know back (W_out).
 *
 *   GPT-2:   y = f(x · W_in + b_in) · W_out + b_out
 *   SwiGLU:  y = (silu(x · W_gate) ⊙ (x · W_in)) · W_out      (Shazeer 2020; a few Llamas add biases to all three)
 */
import { activation } from "../ops/activation.ts";
import { swiglu } from "../ops/swiglu.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { linear } from "./linear.ts";
import type { Run } from "./run.ts";

export function mlp(x: Tensor, layer: number, run: Run): Tensor {
  const name = `blocks.${layer}.mlp` as const;
  return linear(run.at(`${name}.hook_post`, neurons(x, name, run)), `${name}.W_out`, `${name}.b_out`, run);
}

function neurons(x: Tensor, name: `blocks.${number}.mlp`, run: Run): Tensor {
  const kind = run.config.mlp;
  if (kind !== "swiglu") {
    return activation(kind, run.at(`${name}.hook_pre`, linear(x, `${name}.W_in`, `${name}.b_in`, run)));
  }
  const gate = run.at(`${name}.hook_pre`, linear(x, `${name}.W_gate`, `${name}.b_gate`, run));
  const input = run.at(`${name}.hook_pre_linear`, linear(x, `${name}.W_in`, `${name}.b_in`, run));
  return swiglu(gate, input);
}
