/**
 * SwiGLU (Shazeer 2020), the middle of Llama's MLP: one projection gates another, number by number.
 *
 *   y = silu(g) ⊙ x            g, x [..., F]; silu as in activation.ts
 *   dg = dy ⊙ x ⊙ silu′(g)     dx = dy ⊙ silu(g)
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function swiglu(gate: Tensor, x: Tensor): Tensor {
  const is = dims();
  is(gate, "... F");
  is(x, "... F");
  is(x.view([x.size]), `${gate.size}`);
  const { engine, size } = x;
  const y = engine.empty(x.shape);
  engine.kernels.swiglu(gate, x, y, size);
  return engine.tape.record("swiglu", [gate, x], y, (dy) => {
    const [dGate, dx] = [engine.empty(gate.shape), engine.empty(x.shape)];
    engine.kernels.swigluBackward(dy, gate, x, dGate, dx, size);
    return [() => dGate, () => dx];
  });
}
