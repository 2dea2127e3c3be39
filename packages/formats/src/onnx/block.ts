/** One block as ONNX operators, the twin of the engine's model/block.ts: look around, then think. */
import { attention } from "./attention.ts";
import type { Value } from "./graph.ts";
import { mlp } from "./mlp.ts";
import { norm } from "./norm.ts";
import type { Run } from "./run.ts";

/** x [B, T, D] → x + attention(norm(x)), then x + mlp(norm(x)). */
export function block(x: Value, layer: number, run: Run): Value {
  const { graph } = run;
  const name = `blocks.${layer}` as const;
  x = run.at(`${name}.hook_resid_pre`, x);
  const seen = attention(norm(x, `${name}.ln1`, run), layer, run);
  x = run.at(`${name}.hook_resid_mid`, graph.add(x, run.at(`${name}.hook_attn_out`, seen)));
  if (run.config.dMlp > 0) {
    const thought = mlp(norm(x, `${name}.ln2`, run), layer, run);
    x = graph.add(x, run.at(`${name}.hook_mlp_out`, thought));
  }
  return run.at(`${name}.hook_resid_post`, x);
}
