/** Folders as they are found on the hub, against what transformers and PyTorch compute with them. */
import { describe, expect, it } from "vitest";
import { folderSource } from "../../src/folder/folderSource.ts";
import { generate } from "../../src/generate/generate.ts";
import { openFiles } from "../../src/openFiles.ts";
import { rotarySpeeds } from "../../src/ops/rotarySpeeds.ts";
import { type Backend, createEngine } from "../../src/tensor/engine.ts";
import { expectedOf, filesOf, folderNames } from "../fixtures/folders/load.ts";
import { largestDifference } from "../fixtures/models/load.ts";

async function logitsOf(name: string, backend: Backend) {
  const { tensor } = await expectedOf(name);
  const { model } = await openFiles(await createEngine({ backend }), filesOf(name));
  const ids = [...(await tensor("ids"))];
  const { engine } = model;
  return engine.step(() => model.forward(engine.ids([1, ids.length], ids)).read());
}

it("there is a folder of every kind", () => {
  expect(folderNames).toEqual([
    "gpt2-shards",
    "llama-biases",
    "llama-linear-f16",
    "llama-tied-head",
    "llama3-shards-bf16",
    "smollm2-bf16",
  ]);
});

describe.each(folderNames)("%s", (name) => {
  it("gives transformers' logits to 1e-4, and the same bits on both backends", async () => {
    const { tensor } = await expectedOf(name);
    const [wasm, reference] = [await logitsOf(name, "wasm"), await logitsOf(name, "reference")];
    expect(largestDifference(wasm, await tensor("logits"))).toBeLessThanOrEqual(1e-4);
    expect(wasm).toEqual(reference);
  });

  it("gives transformers' 64 greedy ids", async () => {
    const { tensor } = await expectedOf(name);
    const { model } = await openFiles(await createEngine(), filesOf(name));
    const prompt = [...(await tensor("greedy.prompt"))];
    const ids: number[] = [];
    for await (const { id } of generate(model, prompt, { temperature: 0, maxTokens: 64 })) ids.push(id);
    expect(ids).toEqual([...(await tensor("greedy.ids"))]);
  });

  it("turns its rotary pairs as fast as transformers does, to the bit", async () => {
    const { names, tensor } = await expectedOf(name);
    const { config } = await folderSource(filesOf(name));
    expect(names.includes("inv_freq")).toBe(config.position === "rotary");
    if (config.position !== "rotary") return;
    const speeds = rotarySpeeds(config.dHead, config.ropeTheta, config.ropeScaling);
    expect(speeds).toEqual(await tensor("inv_freq"));
  });
});
