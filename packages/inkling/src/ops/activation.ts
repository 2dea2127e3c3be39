/**
 * The curves that make a network more than one big matrix. Each bends every number by itself:
 *
 *   relu      max(0, x)
 *   gelu      ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))     GPT-2's form (Hendrycks & Gimpel 2016)
 *   gelu-erf  x Φ(x), Φ the normal distribution            the exact form
 *   silu      x σ(x), σ(x) = 1 / (1 + e⁻ˣ)                 Llama's, inside SwiGLU (Shazeer 2020)
 *
 *   dx = dy ⊙ f′(x);  each f′ stands beside its f in kernels/reference/elementwise.ts
 */
import type { ActivationKind } from "../kernels/kernels.ts";
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function activation(kind: ActivationKind, x: Tensor): Tensor {
  const is = dims();
  is(x, "... F");
  const { engine } = x;
  const y = engine.empty(x.shape);
  engine.kernels.activation(kind, x, y, x.size);
  return engine.tape.record(kind, [x], y, (dy) => [
    () => {
      const dx = engine.empty(x.shape);
      engine.kernels.activationBackward(kind, dy, x, dx, x.size);
      return dx;
    },
  ]);
}
