import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesAsSource, collectBytes } from "../../src/checkpoint/bytes.ts";
import { loadOptimizer, optimizerFile } from "../../src/checkpoint/checkpoint.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type Transformer } from "../../src/model/transformer.ts";
import { openIdModel, openModel, saveModel } from "../../src/node/modelFolder.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { AdamW } from "../../src/train/adamW.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "inkling-model-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const tokenizer = trainCharacters(["hello world"]);
const facts = {
  inkling: "0.1.0",
  step: 3,
  seed: 1,
  training: { chat: false },
  data: [],
  metrics: { valLoss: 2.5 },
};

async function saved(preset: string, changes: { chat?: boolean; dMlp?: number } = {}): Promise<Transformer> {
  const { chat = false, ...shape } = changes;
  const small = {
    vocabSize: tokenizer.vocabSize,
    dModel: 16,
    nHeads: 2,
    nKvHeads: 1,
    nLayers: 2,
    dMlp: 24,
    ...shape,
  };
  const config = configFrom(preset, preset === "names" ? { ...small, nKvHeads: 2 } : small);
  const model = createModel(await createEngine(), config, 5);
  await saveModel(dir, { model, tokenizer, chat, card: "# A model", facts });
  return model;
}

describe("a model folder", () => {
  it.each([
    ["names", {}],
    ["tiny-llama", {}],
    ["names", { dMlp: 0 }],
  ] as const)("gives back what was saved, weights to the bit (%s %j)", async (preset, changes) => {
    const before = await saved(preset, changes);
    const { model, tokenizer: opened, chat, set } = await openModel(await createEngine(), dir);
    expect(model.config).toEqual(before.config);
    for (const { name, tensor } of before.parameters) {
      expect(await model.parameters.get(name).read(), name).toEqual(await tensor.read());
    }
    expect(opened?.encode("hello")).toEqual(tokenizer.encode("hello"));
    expect(chat).toBe(false);
    expect(set.manifest).toMatchObject({ step: 3, metrics: { valLoss: 2.5 } });
  });

  it("carries a chat template only if the model learned from conversations", async () => {
    await saved("names", { chat: true });
    expect((await openModel(await createEngine(), dir)).chat).toBe(true);
    const config = JSON.parse(await readFile(join(dir, "tokenizer_config.json"), "utf8"));
    expect(config).toMatchObject({ eos_token: "<|im_end|>", bos_token: "<|endoftext|>", unk_token: "<unk>" });
  });

  it("opens without a tokenizer: the model then speaks ids", async () => {
    await saved("names");
    for (const file of ["tokenizer.json", "inkling.json"]) rmSync(join(dir, file));
    expect((await openIdModel(await createEngine(), dir)).tokenizer).toBeUndefined();
    await expect(openModel(await createEngine(), dir)).rejects.toThrow("has no tokenizer.json");
  });

  it("refuses a folder that holds no model, and files that do not belong together", async () => {
    await expect(openModel(await createEngine(), dir)).rejects.toThrow(
      "has no config.json, so it is not a model folder",
    );
    await saved("names");
    rmSync(join(dir, "inkling.json"));
    const larger = trainCharacters(["hello world, and many more letters: xyz!"]);
    writeFileSync(join(dir, "tokenizer.json"), JSON.stringify(larger));
    await expect(openModel(await createEngine(), dir)).rejects.toThrow("They do not belong together");
  });

  it("says what to do about weights in a pickle, or in no file it reads", async () => {
    await saved("names");
    for (const file of ["model.safetensors", "inkling.json"]) rmSync(join(dir, file));
    await expect(openModel(await createEngine(), dir)).rejects.toThrow("there are no weights to load");
    writeFileSync(join(dir, "pytorch_model.bin"), "");
    await expect(openModel(await createEngine(), dir)).rejects.toThrow(
      /in pytorch_model\.bin only\. Such a file is a pickle: it can run any code .*save_pretrained\('DIR'\)"$/,
    );
  });

  it("notices a single flipped byte", async () => {
    await saved("names");
    const weights = await readFile(join(dir, "model.safetensors"));
    weights[weights.length - 10] ^= 1;
    writeFileSync(join(dir, "model.safetensors"), weights);
    await expect(openModel(await createEngine(), dir)).rejects.toThrow("model.safetensors");
  });
});

describe("the optimiser's file", () => {
  it("puts every moment back, and refuses another model's", async () => {
    const model = await saved("names");
    const adam = new AdamW(model.engine, model.parameters);
    for (const [i, [, tensor]] of [...adam.state()].entries())
      model.engine.kernels.fill(tensor, tensor.size, i + 1);
    const sink = collectBytes();
    await optimizerFile(adam.state()).write(sink);
    const source = bytesAsSource("optimizer.safetensors", sink.bytes());

    const again = new AdamW(model.engine, model.parameters);
    await loadOptimizer(again.state(), source);
    const before = new Map(adam.state());
    for (const [name, tensor] of again.state()) {
      expect(await tensor.read(), name).toEqual(await before.get(name)!.read());
    }

    model.parameters.setTrainable(({ name }) => name !== "ln_final.w");
    const fewer = new AdamW(model.engine, model.parameters);
    await expect(loadOptimizer(fewer.state(), source)).rejects.toThrow("has moments for m.ln_final.w");
  });
});
