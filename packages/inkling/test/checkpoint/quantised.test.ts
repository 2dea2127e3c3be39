/** Models with quantised weights: what they compute, what they refuse, and that a folder keeps them to the bit. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quantiseModel, storedFormat, weightReport } from "../../src/checkpoint/quantised.ts";
import { attribute } from "../../src/inspect/attribute.ts";
import { edited } from "../../src/inspect/edited.ts";
import { quantisedFormats } from "../../src/kernels/blocks.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type LanguageModel, type Transformer } from "../../src/model/transformer.ts";
import { openModel, saveModel } from "../../src/node/modelFolder.ts";
import { type Backend, createEngine } from "../../src/tensor/engine.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { defaultTrainSettings } from "../../src/train/settings.ts";
import { Trainer } from "../../src/train/trainer.ts";

const tokenizer = trainCharacters(["abcdefghijklmnopqrstuvw"]);
const ids = [1, 5, 2, 9, 4, 4, 17];
let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "inkling-quantised-"));
});
afterAll(() => rm(root, { recursive: true }));

/** dModel divides by 32, dMlp (48) doesn't: one matrix per block stays f32. */
async function model(backend: Backend = "wasm", preset = "first"): Promise<Transformer> {
  const shape = { nLayers: 2, nHeads: 2, nKvHeads: 1, dModel: 64, dMlp: 48, contextLength: 16 };
  const engine = await createEngine({ backend });
  const made = createModel(engine, configFrom(preset, { ...shape, vocabSize: tokenizer.vocabSize }), 5);
  for (const { tensor } of made.parameters) {
    if (tensor.shape.length === 2) engine.kernels.mul(tensor, engine.filled([1], 4), tensor, tensor.size, 1); // it should have opinions
  }
  return made;
}

async function save(dir: string, one: Transformer) {
  const facts = { inkling: "0.1.0", step: 0, seed: 5, training: {}, data: [], metrics: {} };
  await saveModel(dir, { model: one, tokenizer, chat: false, card: "# Test\n", facts });
}

function logitsOf(one: LanguageModel) {
  const { engine } = one;
  return engine.step(() => one.forward(engine.ids([1, ids.length], ids)).read());
}

const rootMeanSquare = (x: ArrayLike<number>) =>
  Math.sqrt(Array.from(x).reduce((sum, value) => sum + value * value, 0) / x.length);

describe.each(quantisedFormats)("a model in %s", (format) => {
  it("computes nearly what the floats do that its blocks stand for", async () => {
    const twin = await quantiseModel(await model(), format);
    const floats = await quantiseModel(twin, "f32");
    const [found, expected] = [await logitsOf(twin), await logitsOf(floats)];
    const difference = found.map((value, i) => value - expected[i]);
    expect(rootMeanSquare(difference)).toBeLessThan(0.03 * rootMeanSquare(expected));
    expect(found).not.toEqual(expected); // it did round
  });

  it.each(["first", "tiny-llama"])("gives the same bits on both backends (%s)", async (preset) => {
    const [wasm, reference] = await Promise.all(
      (["wasm", "reference"] as const).map(async (backend) =>
        logitsOf(await quantiseModel(await model(backend, preset), format)),
      ),
    );
    expect(wasm).toEqual(reference);
  });

  it("is the same whether quantised at load, saved and opened, or made from floats in memory", async () => {
    const floats = await model();
    const made = await quantiseModel(floats, format);
    await save(join(root, `floats-${format}`), floats);
    await save(join(root, format), made);
    const engine = await createEngine();
    const atLoad = await openModel(engine, join(root, `floats-${format}`), { weights: format });
    const saved = await openModel(engine, join(root, format));
    const expected = await logitsOf(made);
    expect(await logitsOf(atLoad.model)).toEqual(expected);
    expect(await logitsOf(saved.model)).toEqual(expected);
    expect(saved.model.parameters.format).toBe(format);
  });

  it("says what it weighs and which matrices stayed f32", async () => {
    const twin = await quantiseModel(await model(), format);
    const kept = ["blocks.0.mlp.W_out", "blocks.1.mlp.W_out"];
    const { bytes, keptF32 } = weightReport(twin.parameters);
    expect(keptF32).toEqual(kept);
    const perBlock = format === "q8_0" ? 36 : 20;
    let expected = 0;
    for (const { name, shape, tensor } of twin.parameters) {
      const quantised = shape.length === 2 && name !== "pos_embed.W_pos" && !kept.includes(name);
      expected += quantised ? (tensor.size / 32) * perBlock : tensor.size * 4;
    }
    expect(bytes).toBe(expected);
  });

  it("refuses to be trained, and to have a weight edited; biases can be trained, activations edited", async () => {
    const twin = await quantiseModel(await model(), format);
    const data = { batch: () => Promise.reject(new Error("not reached")) };
    const settings = defaultTrainSettings();
    expect(() => new Trainer(twin, data, settings)).toThrow(
      `embed.W_E is ${format}, and quantised weights are frozen`,
    );
    await expect(
      edited(twin, [{ kind: "scale", at: { weight: "blocks.0.attn.W_Q" }, factor: 2 }]),
    ).rejects.toThrow(`blocks.0.attn.W_Q is ${format}, and quantised weights can't be edited`);
    const without = await edited(twin, [{ kind: "ablate", at: { layer: 0, head: 1 } }]);
    expect(await logitsOf(without)).not.toEqual(await logitsOf(twin));
    twin.parameters.setTrainable(({ shape }) => shape.length === 1);
    expect(() => new Trainer(twin, data, settings).dispose()).not.toThrow();
  });

  it("is attributed part by part, from the floats its blocks stand for", async () => {
    const twin = await quantiseModel(await model(), format);
    const { logit, unexplained, parts } = await attribute(twin, ids, { token: 3 });
    expect(logit).toBe((await logitsOf(twin))[(ids.length - 1) * tokenizer.vocabSize + 3]);
    const size = Math.max(...parts.map(({ value }) => Math.abs(value)));
    expect(Math.abs(unexplained)).toBeLessThan(0.05 * size);
  });

  it("is refused in another format than it was saved in, and a folder that contradicts itself is", async () => {
    const dir = join(root, `again-${format}`);
    await save(dir, await quantiseModel(await model(), format));
    const engine = await createEngine();
    await expect(openModel(engine, dir, { weights: "f32" })).rejects.toThrow(
      `These weights were saved as ${format}; f32 was asked for.`,
    );
    const config = JSON.parse(await readFile(join(dir, "config.json"), "utf8"));
    expect(config.quantization_config).toEqual({ quant_method: "inkling", weights: format });
    expect(storedFormat(config)).toBe(format);
    expect(() => storedFormat({ quantization_config: { quant_method: "inkling", weights: "q2" } })).toThrow(
      'quantization_config.weights is "q2", expected q8_0 or q4_0',
    );
  });
});
