import { describe, expect, it } from "vitest";
import { generate, generateBatch } from "../../src/generate/generate.ts";
import { KvCache } from "../../src/generate/kvCache.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type LanguageModel } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";

async function tinyModel(preset = "tiny-llama", contextLength = 12) {
  const engine = await createEngine();
  const small = { vocabSize: 23, dModel: 16, nLayers: 2, nHeads: 2, nKvHeads: 1, dMlp: 24, contextLength };
  const model = createModel(engine, configFrom(preset, small), 3);
  for (const { tensor } of model.parameters) {
    // Ten times the usual start: an untrained model should still have opinions.
    engine.kernels.mul(tensor, engine.filled([1], 10), tensor, tensor.size, 1);
  }
  return model;
}

async function collect(tokens: AsyncIterable<{ id: number }>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of tokens) ids.push(id);
  return ids;
}

/** The likeliest next id, computed without a cache. */
async function likeliest(model: LanguageModel, ids: readonly number[]): Promise<number> {
  const logits = await model.engine.step(() =>
    model.forward(model.engine.ids([1, ids.length], ids), { lastOnly: true }).read(),
  );
  return logits.indexOf(Math.max(...logits));
}

describe("generate", () => {
  it.each(["tiny-llama", "names"])("greedy with the cache equals greedy without it (%s)", async (preset) => {
    const model = await tinyModel(preset, 32);
    const text = [1, 2, 3];
    while (text.length < 30) text.push(await likeliest(model, text));
    expect(await collect(generate(model, [1, 2, 3], { temperature: 0, maxTokens: 27 }))).toEqual(
      text.slice(3),
    );
  });

  it("gives the same tokens for a seed, and others for another", async () => {
    const model = await tinyModel();
    const run = (seed: number) => collect(generate(model, [1], { seed, temperature: 2, maxTokens: 10 }));
    expect(await run(5)).toEqual(await run(5));
    expect(await run(5)).not.toEqual(await run(6));
  });

  it("two generations in one engine take turns without disturbing each other", async () => {
    const model = await tinyModel();
    const run = (id: number) => collect(generate(model, [id], { temperature: 0, maxTokens: 8 }));
    const alone = [await run(1), await run(2)];
    expect(await Promise.all([run(1), run(2)])).toEqual(alone);
  });

  it("slides the window when the context is full: the newer half is read again from position 0", async () => {
    const model = await tinyModel("tiny-llama", 12);
    const text = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const ids = await collect(generate(model, text, { temperature: 0, maxTokens: 6 }));
    const expected: number[] = [];
    let window = [...text];
    for (let i = 0; i < 6; i++) {
      const id = await likeliest(model, window);
      expected.push(id);
      window.push(id);
      if (window.length > 12) window = window.slice(-6);
    }
    expect(ids).toEqual(expected);
  });

  it("keeps the last contextLength ids of a longer prompt", async () => {
    const model = await tinyModel("names", 12);
    const long = Array.from({ length: 40 }, (_, i) => i % 23);
    const options = { temperature: 0, maxTokens: 1 };
    expect(await collect(generate(model, long, options))).toEqual(
      await collect(generate(model, long.slice(-12), options)),
    );
  });

  it("stops at a stop id without giving it out, and frees its cache when the caller stops early", async () => {
    const model = await tinyModel();
    const { kernels } = model.engine;
    let held = 0;
    const [allocate, free] = [kernels.allocate, kernels.free];
    Object.assign(kernels, {
      allocate: (...args: Parameters<typeof allocate>) => {
        held++;
        return allocate(...args);
      },
      free: (...args: Parameters<typeof free>) => {
        held--;
        free(...args);
      },
    });
    const [first] = await collect(generate(model, [1], { temperature: 0, maxTokens: 2 }));
    expect(await collect(generate(model, [1], { temperature: 0, stopIds: new Set([first]) }))).toEqual([]);
    for await (const { id } of generate(model, [1], { temperature: 0 })) {
      expect(id).toBe(first);
      break;
    }
    // The arena of a step keeps its memory for the next one; caches must not.
    const before = held;
    for (let i = 0; i < 3; i++)
      for await (const _ of generate(model, [1], { temperature: 0, maxTokens: 3 })) break;
    expect(held).toBe(before);
  });

  it("says what is wrong with a prompt", async () => {
    const model = await tinyModel();
    await expect(collect(generate(model, []))).rejects.toThrow("There is no prompt to continue");
    await expect(collect(generate(model, [1, 23]))).rejects.toThrow(
      "has the id 23; this model's ids are the whole numbers from 0 to 22",
    );
  });

  it("the cache refuses more positions than it holds", async () => {
    const model = await tinyModel();
    const cache = new KvCache(model.engine, model.config, 1, 4);
    await model.engine.step(() => {
      expect(() => model.forward(model.engine.ids([1, 5], [1, 2, 3, 4, 5]), { cache })).toThrow(
        "The cache holds 4 positions; 5 were asked of it.",
      );
    });
    cache.dispose();
  });
});

describe("generateBatch", () => {
  const prompts = [
    [1, 2, 3],
    [9, 8, 7],
    [4, 4, 4],
  ];

  it.each([
    ["greedy", { temperature: 0, maxTokens: 9, seed: 42 }],
    ["drawn, beyond the context", { temperature: 1.5, maxTokens: 30, seed: 6, repetitionPenalty: 1.2 }],
  ])("gives each prompt what it gets alone with its own seed (%s)", async (_, options) => {
    const model = await tinyModel();
    const found: number[][] = prompts.map(() => []);
    for await (const tokens of generateBatch(model, prompts, options)) {
      for (const [i, token] of tokens.entries()) if (token) found[i].push(token.id);
    }
    for (const [i, prompt] of prompts.entries()) {
      const seed = options.seed + i;
      expect(found[i]).toEqual(await collect(generate(model, prompt, { ...options, seed })));
    }
  });

  it("goes on with the others when a text has ended, and ends with the last", async () => {
    const model = await tinyModel();
    const alone = await Promise.all(
      prompts.map((prompt) => collect(generate(model, prompt, { temperature: 0, maxTokens: 8 }))),
    );
    const stopIds = new Set([alone[0][2]]);
    const found: number[][] = prompts.map(() => []);
    for await (const tokens of generateBatch(model, prompts, { temperature: 0, maxTokens: 8, stopIds })) {
      for (const [i, token] of tokens.entries()) if (token) found[i].push(token.id);
    }
    const untilStop = (ids: number[]) =>
      ids.some((id) => stopIds.has(id))
        ? ids.slice(
            0,
            ids.findIndex((id) => stopIds.has(id)),
          )
        : ids;
    expect(found).toEqual(alone.map(untilStop));
    expect(found[0].length).toBeLessThan(8);
  });

  it("explains prompts of different lengths, and none at all", async () => {
    const model = await tinyModel();
    const first = (batch: number[][]) => generateBatch(model, batch).next();
    await expect(first([[1], [1, 2]])).rejects.toThrow(
      "The prompts are 1, 2 ids long; in one batch all must be",
    );
    await expect(first([])).rejects.toThrow("There are no prompts to continue");
  });
});
