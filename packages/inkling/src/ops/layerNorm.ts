/**
 * Layer normalisation (Ba, Kiros & Hinton 2016): centre each vector, bring it to unit variance, then gain and bias.
 *
 *   y = (x − mean) / √(variance + ε) ⊙ w + b        x [..., D]   w, b [D]
 *
 * The backward's formula stands above its kernel in kernels/reference/layerNorm.ts.
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function layerNorm(x: Tensor, w: Tensor, b: Tensor, epsilon: number): Tensor {
  const is = dims();
  is(x, "... D");
  const { D } = is(w, "D");
  is(b, "D");
  const { engine, rows } = x;
  const { kernels } = engine;
  const shape = { rows, columns: D };
  const y = engine.empty(x.shape);
  const mean = engine.empty([rows]);
  const scale = engine.empty([rows]);
  kernels.layerNorm(x, w, b, y, mean, scale, shape, epsilon);
  return engine.tape.record("layerNorm", [x, w, b], y, (dy) => {
    const [dx, dw, db] = [engine.empty(x.shape), engine.empty([D]), engine.empty([D])];
    kernels.layerNormBackward(dy, x, w, mean, scale, dx, dw, db, shape);
    return [() => dx, () => dw, () => db];
  });
}
