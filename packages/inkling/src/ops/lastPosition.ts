/**
 * Only the last position of each sequence: all that the next word depends on.
 *
 *   y[b] = x[b, T − 1]           x [B, T, D]   →   y [B, 1, D]
 *   dx is dy at the last position and 0 elsewhere
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function lastPosition(x: Tensor): Tensor {
  const is = dims();
  const { B, T, D } = is(x, "B T D");
  const { engine } = x;
  const { kernels } = engine;
  const y = engine.empty([B, 1, D]);
  const last = (tensor: Tensor, b: number) => ({
    buffer: tensor.buffer,
    offset: tensor.offset + (b * T + T - 1) * D,
  });
  const row = (tensor: Tensor, b: number) => ({ buffer: tensor.buffer, offset: tensor.offset + b * D });
  for (let b = 0; b < B; b++) kernels.copy(last(x, b), row(y, b), D);
  return engine.tape.record("lastPosition", [x], y, (dy) => [
    () => {
      const dx = engine.filled(x.shape, 0);
      for (let b = 0; b < B; b++) kernels.copy(row(dy, b), last(dx, b), D);
      return dx;
    },
  ]);
}
