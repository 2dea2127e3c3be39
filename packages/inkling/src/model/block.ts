/** One block: look around (attention), then think (MLP); each adds what it found to the stream. */
import { add } from "../ops/add.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { attention } from "./attention.ts";
import { mlp } from "./mlp.ts";
import { norm } from "./norm.ts";
import type { Run } from "./run.ts";

/** x [B, T, D] → x + attention(norm(x)), then x + mlp(norm(x)). */
export function block(x: Tensor, layer: number, run: Run): Tensor {
  const name = `blocks.${layer}` as const;
  x = run.at(`${name}.hook_resid_pre`, x);
  const seen = attention(norm(x, `${name}.ln1`, run), layer, run);
  x = run.at(`${name}.hook_resid_mid`, add(x, run.dropout(run.at(`${name}.hook_attn_out`, seen))));
  if (run.config.dMlp > 0) {
    const thought = mlp(norm(x, `${name}.ln2`, run), layer, run);
    x = add(x, run.dropout(run.at(`${name}.hook_mlp_out`, thought)));
  }
  return run.at(`${name}.hook_resid_post`, x);
}
