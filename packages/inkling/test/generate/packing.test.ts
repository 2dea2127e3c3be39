/** While a model generates, its matrices are there twice: whatever happens meanwhile, no stale number may be read. */
import { describe, expect, it } from "vitest";
import { quantiseModel } from "../../src/checkpoint/quantised.ts";
import { type GenerateOptions, generate } from "../../src/generate/generate.ts";
import { edited } from "../../src/inspect/edited.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type LanguageModel } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import { defaultTrainSettings } from "../../src/train/settings.ts";
import { Trainer } from "../../src/train/trainer.ts";

const sizes = { vocabSize: 45, dModel: 32, nLayers: 2, nHeads: 2, nKvHeads: 1, dMlp: 40, contextLength: 32 };
const greedy = { temperature: 0, maxTokens: 12 };

async function tinyModel(more = {}, memoryLimit = 1 << 30) {
  const engine = await createEngine({ memoryLimit });
  const model = createModel(engine, configFrom("tiny-llama", { ...sizes, ...more }), 3);
  for (const { tensor } of model.parameters) {
    engine.kernels.mul(tensor, engine.filled([1], 10), tensor, tensor.size, 1);
  }
  return model;
}

const packedNames = ({ parameters }: LanguageModel) =>
  [...parameters].flatMap(({ name, tensor }) => (tensor.packed ? [`${name} ${tensor.packed.axis}`] : []));

async function collect(model: LanguageModel, options: GenerateOptions = greedy): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of generate(model, [1, 2], options)) ids.push(id);
  return ids;
}

/** The same without a cache and without packed matrices. */
async function collectSlowly(model: LanguageModel): Promise<number[]> {
  const ids = [1, 2];
  while (ids.length < 2 + greedy.maxTokens) {
    expect(packedNames(model)).toEqual([]);
    const logits = await model.engine.step(() =>
      model.forward(model.engine.ids([1, ids.length], ids), { lastOnly: true }).read(),
    );
    ids.push(logits.indexOf(Math.max(...logits)));
  }
  return ids.slice(2);
}

describe("matrices of a model that generates", () => {
  it("are packed meanwhile: those that are multiplied with, along the axis that is summed", async () => {
    const blocks = [0, 1].flatMap((layer) =>
      ["attn.W_Q", "attn.W_K", "attn.W_V", "attn.W_O", "mlp.W_gate", "mlp.W_in", "mlp.W_out"].map(
        (matrix) => `blocks.${layer}.${matrix} 0`,
      ),
    );
    for (const tiedEmbedding of [true, false]) {
      const model = await tinyModel({ tiedEmbedding });
      const generation = generate(model, [1], greedy);
      await generation.next();
      const expected = tiedEmbedding ? ["embed.W_E 1", ...blocks] : [...blocks, "unembed.W_U 0"];
      expect(packedNames(model)).toEqual(expected);
      await generation.return(undefined);
      expect(packedNames(model)).toEqual([]);
    }
  });

  it("are not where it would not pay: a few tokens, quantised weights, a memory that is nearly full", async () => {
    const model = await tinyModel();
    const cases: [LanguageModel, GenerateOptions][] = [
      [model, { maxTokens: 2 }],
      [await quantiseModel(await tinyModel({ dMlp: 64 }), "q8_0"), greedy],
      [await tinyModel({ dMlp: 2000 }, 5 << 20), greedy], // 1.6 MB of weights,
    ];
    for (const [unpacked, options] of cases) {
      for await (const _ of generate(unpacked, [1], options)) expect(packedNames(unpacked)).toEqual([]);
    }
  });

  it("go back to being there once, with the memory, however the generation ends", async () => {
    const model = await tinyModel();
    const { engine } = model;
    await collect(model);
    const { used } = engine.memory;
    for await (const _ of generate(model, [1], greedy)) {
      expect(engine.memory.used).toBeGreaterThan(used);
      break;
    }
    expect(engine.memory.used).toBe(used);
    const { config, parameters } = model;
    const forward = () => {
      throw new Error("no logits today");
    };
    const broken: LanguageModel = { engine, config, parameters, forward, unembed: forward };
    await expect(collect(broken)).rejects.toThrow("no logits today");
    expect(packedNames(model)).toEqual([]);
    expect(engine.memory.used).toBeLessThanOrEqual(used);
  });

  it("stay packed until the last of several generations has ended", async () => {
    const model = await tinyModel();
    const alone = await collect(model);
    const [first, second] = [generate(model, [1, 2], greedy), generate(model, [1, 2], greedy)];
    const ids: (number | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      ids.push((await first.next()).value?.id);
      await second.next();
    }
    await second.return(undefined);
    expect(packedNames(model)).not.toEqual([]);
    for await (const { id } of first) ids.push(id);
    expect(ids).toEqual(alone);
    expect(packedNames(model)).toEqual([]);
  });

  it("are not read where an edit has replaced a weight", async () => {
    const model = await tinyModel();
    const without = await edited(model, [
      { kind: "ablate", at: { weight: "blocks.0.mlp.W_out" } },
      { kind: "scale", at: { weight: "embed.W_E" }, factor: -1.5 },
    ]);
    const ids = await collect(without);
    expect(ids).not.toEqual(await collect(model));
    expect(ids).toEqual(await collectSlowly(without));
  });
});

describe("training while a generation is suspended", () => {
  const settings = { ...defaultTrainSettings(), steps: 2, batchSize: 1, lr: 0.1, warmup: 0 };
  const ids = Int32Array.from({ length: 9 }, (_, i) => (i * 7) % 45);
  const batch = {
    batchSize: 1,
    contextLength: 8,
    inputs: ids.slice(0, -1),
    targets: ids.slice(1),
    counted: 8,
  };

  /** Ids and logits of two tokens before, two in the middle of, and two after the training. */
  async function tokens(maxTokens: number) {
    const model = await tinyModel();
    const generation = generate(model, [1, 2], { temperature: 0, maxTokens });
    const found: unknown[] = [];
    const packed: boolean[] = [];
    const two = async () => {
      for (let i = 0; i < 2; i++) {
        const { value } = await generation.next();
        found.push(value?.id, value?.logits);
        packed.push(packedNames(model).length > 0);
      }
    };
    await two();
    const trainer = new Trainer(model, { batch: async () => batch }, settings);
    const steps = trainer.run();
    await steps.next();
    await two();
    await steps.next();
    trainer.dispose();
    await two();
    await generation.return(undefined);
    await collect(model); // packs the new weights
    expect(packedNames(model)).toEqual([]);
    return { found, packed, afterwards: await collect(model), expected: await collectSlowly(model) };
  }

  it("it goes on with the weights as they are, and so do later ones", async () => {
    const withCopy = await tokens(20);
    const without = await tokens(7);
    expect(withCopy.packed).toEqual([true, true, false, false, false, false]);
    expect(without.packed).not.toContain(true);
    expect(withCopy.found).toEqual(without.found);
    expect(withCopy.afterwards).toEqual(withCopy.expected);
  });

  it("a generation that begins while the model is being trained does without a copy", async () => {
    const model = await tinyModel();
    const trainer = new Trainer(model, { batch: async () => batch }, settings);
    const generation = generate(model, [1, 2], greedy);
    await generation.next();
    expect(packedNames(model)).toEqual([]);
    trainer.dispose();
    await generation.return(undefined);
  });
});
