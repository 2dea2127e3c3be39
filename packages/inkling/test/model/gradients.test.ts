/** A whole model's gradients against finite differences in float64: every number of every parameter. */
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/math/random.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel } from "../../src/model/transformer.ts";
import { crossEntropy } from "../../src/ops/crossEntropy.ts";
import { createEngine } from "../../src/tensor/engine.ts";

const STEP = 1e-5;
const ids = [1, 4, 0, 2, 3];
const targets = [4, 0, 2, 3, 1];

const small = { vocabSize: 5, contextLength: 5, nLayers: 1, dModel: 4, nHeads: 2, dMlp: 3 };
const scaled = { kind: "llama3", factor: 4, low: 1, high: 2, originalContext: 12 } as const;
const configs: [string, ModelConfig][] = [
  ["GPT-2", configFrom("names", small)],
  [
    "a Llama with biases everywhere, stretched",
    configFrom("tiny-llama", { ...small, nKvHeads: 1, bias: true, ropeScaling: scaled }),
  ],
  [
    "a Llama with biases in attention, untied",
    configFrom("tiny-llama", { ...small, bias: "attn", tiedEmbedding: false }),
  ],
  ["a Llama with biases in its MLP", configFrom("tiny-llama", { ...small, bias: "mlp" })],
];

async function modelWithOpinions(config: ModelConfig) {
  const engine = await createEngine({ precision: "float64" });
  const model = createModel(engine, config, 1);
  const random = new RandomStream(2, "gradients");
  for (const { tensor } of model.parameters) {
    engine.kernels.write(
      tensor,
      Array.from({ length: tensor.size }, () => random.normal() * 0.7),
    );
  }
  const loss = () => crossEntropy(model.forward(engine.ids([1, 5], ids)), engine.ids([1, 5], targets), 5);
  return { engine, model, loss };
}

describe("the gradient of every parameter equals finite differences", () => {
  it.each(configs)("%s", async (_, config) => {
    const { engine, model, loss } = await modelWithOpinions(config);
    model.parameters.prepareGradients();
    await engine.step(() => {
      engine.tape.start();
      engine.tape.backward(loss());
    });
    for (const { name, tensor } of model.parameters) {
      const [values, gradient] = [await tensor.read(), await tensor.gradient!.read()];
      for (const [i, value] of values.entries()) {
        const lossAt = (moved: number) => {
          engine.kernels.write({ buffer: tensor.buffer, offset: tensor.offset + i }, [moved]);
          return engine.step(() => loss().value());
        };
        const numeric = ((await lossAt(value + STEP)) - (await lossAt(value - STEP))) / (2 * STEP);
        await lossAt(value);
        expect(Math.abs(gradient[i] - numeric), `${name}, element ${i}`).toBeLessThan(1e-7);
      }
    }
  });

  it("and each kind of bias is there, and learns", async () => {
    const { engine, model, loss } = await modelWithOpinions(configs[1][1]);
    model.parameters.prepareGradients();
    await engine.step(() => {
      engine.tape.start();
      engine.tape.backward(loss());
    });
    const learning: string[] = [];
    for (const { name, tensor } of model.parameters) {
      const gradient = await tensor.gradient!.read();
      if (name.includes(".b_") && gradient.some((value) => Math.abs(value) > 1e-9))
        learning.push(name.slice(9));
    }
    // Not b_K without rotary positions: it would add the same to every score of a row. With them, it learns.
    const expected = ["attn.b_Q", "attn.b_K", "attn.b_V", "attn.b_O", "mlp.b_gate", "mlp.b_in", "mlp.b_out"];
    expect(learning).toEqual(expected);
  });
});
