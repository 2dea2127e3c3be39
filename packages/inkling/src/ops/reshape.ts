/**
 * The same numbers under another shape: [B, T, H·K] ⇄ [B, T, H, K]. Nothing moves.
 *
 *   y = x seen as `shape`        dx = dy seen as x's shape
 */
import { dims } from "../tensor/dims.ts";
import type { Shape, Tensor } from "../tensor/tensor.ts";

export function reshape(x: Tensor, shape: Shape): Tensor {
  const is = dims();
  is(x, "...");
  return x.engine.tape.record("reshape", [x], x.view(shape), (dy) => [() => dy.view(x.shape)]);
}
