/**
 * Look up rows of a table: how an id becomes a vector.
 *
 *   y[b, t] = W[ids[b, t]]       ids [B, T]   W [V, D]   →   y [B, T, D]
 *   dW[v] = Σ dy[b, t] over all places where ids[b, t] = v
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { quantisedEmbedding } from "./quantised.ts";

export function embedding(ids: Tensor, w: Tensor): Tensor {
  if (w.blocks) return quantisedEmbedding(ids, w, w.blocks.format);
  const is = dims();
  const { B, T } = is(ids, "B T");
  const { V, D } = is(w, "V D");
  const { engine } = w;
  const { kernels } = engine;
  const shape = { rows: B * T, columns: D, tableRows: V };
  const y = engine.empty([B, T, D]);
  kernels.embedding(ids, w, y, shape);
  return engine.tape.record("embedding", [ids, w], y, (dy) => [
    undefined,
    (sum) => {
      const dw = sum ?? engine.filled(w.shape, 0);
      kernels.embeddingBackward(ids, dy, dw, shape);
      return dw;
    },
  ]);
}
