/** Ops on quantised weights: their gradient by x is that of the floats which the blocks stand for. */
import { describe, expect, it } from "vitest";
import { type QuantisedFormat, quantise, quantisedFormats } from "../../src/kernels/blocks.ts";
import { RandomStream } from "../../src/math/random.ts";
import { add } from "../../src/ops/add.ts";
import { embedding } from "../../src/ops/embedding.ts";
import { matmul, matmulTransposed } from "../../src/ops/matmul.ts";
import { reshape } from "../../src/ops/reshape.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";
import { placeTensors } from "../../src/tensor/placeTensors.ts";
import { orderOf, type Shape, type Tensor } from "../../src/tensor/tensor.ts";

function weight(engine: Engine, format: QuantisedFormat, shape: Shape, summed: 0 | 1): Tensor {
  const random = new RandomStream(9, "ops");
  const [tensor] = placeTensors(engine, [{ shape, summed }], format).tensors;
  if (!tensor.blocks) throw new Error("not quantised");
  const values = Float32Array.from({ length: tensor.size }, () => random.normal());
  engine.kernels.write(tensor, quantise(format, values, orderOf(shape, tensor.blocks)));
  return tensor;
}

/** d Σ y / dx for y = x · W. */
async function gradientByX(engine: Engine, w: Tensor, D: number, multiply: (x: Tensor, w: Tensor) => Tensor) {
  const random = new RandomStream(4, "x");
  const x = engine.weights([1, 3, D]);
  engine.kernels.write(
    x,
    Array.from({ length: x.size }, () => random.normal()),
  );
  const gradient = engine.weights(x.shape);
  x.gradient = gradient;
  x.needsGradient = true;
  await engine.step(() => {
    engine.tape.start();
    const y = multiply(x, w);
    engine.tape.backward(matmul(reshape(y, [1, y.size]), engine.filled([y.size, 1], 1)));
  });
  return gradient.read();
}

describe.each(quantisedFormats)("ops on %s weights", (format) => {
  it.each([
    ["matmul", matmul, [64, 5], 0],
    ["matmulTransposed", matmulTransposed, [5, 64], 1],
  ] as const)("%s: dx = dy · Ŵᵀ", async (_, multiply, shape, summed) => {
    const engine = await createEngine();
    const w = weight(engine, format, shape, summed);
    const floats = engine.weights(shape);
    engine.kernels.write(floats, await w.read());
    const [found, expected] = [
      await gradientByX(engine, w, 64, multiply),
      await gradientByX(engine, floats, 64, multiply),
    ];
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5);
  });

  it("embedding looks rows up as those floats", async () => {
    const engine = await createEngine();
    const w = weight(engine, format, [4, 32], 1);
    const all = await w.read();
    await engine.step(async () => {
      const found = await embedding(engine.ids([1, 2], [3, 1]), w).read();
      expect(found).toEqual(Float32Array.from([...all.subarray(96), ...all.subarray(32, 64)]));
    });
  });

  it("other ops refuse them, since their kernels take floats", async () => {
    const engine = await createEngine();
    const w = weight(engine, format, [4, 32], 1);
    await expect(engine.step(() => add(w, w))).rejects.toThrow(/^A kernel (was given ids|reached outside)/);
  });
});
