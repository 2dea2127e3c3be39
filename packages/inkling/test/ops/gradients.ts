/**
 * The ruler for gradients: finite differences in float64.
 *
 *   d loss / d x[i]  ≈  (loss(x + h eᵢ) − loss(x − h eᵢ)) / 2h
 *
 * The loss is a random weighting of the op's output, so that every output element counts differently.
 */
import { expect } from "vitest";
import { RandomStream } from "../../src/math/random.ts";
import { matmul } from "../../src/ops/matmul.ts";
import { reshape } from "../../src/ops/reshape.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";

const H = 1e-5;

export type Build = (engine: Engine, inputs: Tensor[]) => Tensor;

/** Checks the gradient of `build` by every element of every input of these shapes. */
export async function expectGradients(
  shapes: readonly (readonly number[])[],
  build: Build,
  seed = 1,
): Promise<void> {
  const engine = await createEngine({ precision: "float64" });
  const random = new RandomStream(seed, "gradients");
  const inputs = shapes.map((shape) => {
    const tensor = engine.weights(shape);
    tensor.gradient = engine.weights(shape);
    tensor.needsGradient = true;
    engine.kernels.write(
      tensor,
      Array.from({ length: tensor.size }, () => random.normal()),
    );
    return tensor;
  });

  const loss = (): Tensor => {
    const y = build(engine, inputs);
    const weigh = new RandomStream(seed, "weights");
    const weights = engine.from(
      [y.size, 1],
      Array.from({ length: y.size }, () => weigh.normal()),
    );
    return reshape(matmul(reshape(y, [1, y.size]), weights), [1]);
  };
  const lossNow = () => engine.step(() => loss().value());

  await engine.step(() => {
    engine.tape.start();
    engine.tape.backward(loss());
  });
  for (const [n, input] of inputs.entries()) {
    const analytic = await input.gradient!.read();
    const values = await input.read();
    for (let i = 0; i < input.size; i++) {
      const at = { buffer: input.buffer, offset: input.offset + i };
      engine.kernels.write(at, [values[i] + H]);
      const above = await lossNow();
      engine.kernels.write(at, [values[i] - H]);
      const below = await lossNow();
      engine.kernels.write(at, [values[i]]);
      const numeric = (above - below) / (2 * H);
      const tolerance = 1e-6 * Math.max(1, Math.abs(numeric));
      expect(Math.abs(analytic[i] - numeric), `input ${n}, element ${i}`).toBeLessThan(tolerance);
    }
  }
  engine.dispose();
}
