import { createEngine, generate } from "inkling";
import { openModel } from "inkling/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answersToAll } from "../../src/suite/answers.ts";
import { continueAll } from "../../src/suite/continuations.ts";
import { type Folders, makeModels } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

describe("continueAll", () => {
  it("gives each prompt what it gets alone, with the seed of its place by length; in the order asked", async () => {
    const engine = await createEngine({ threads: 1 });
    const { model, tokenizer } = await openModel(engine, models.char);
    // Longest first; 35 of length 2 are more than one batch.
    const prompts = [[1, 2, 3], ...Array.from({ length: 35 }, (_, i) => [1, i % tokenizer.vocabSize]), [4]];
    const said = await continueAll({ model, tokenizer }, prompts, { maxTokens: 6, seed: 100 });
    const alone = async (prompt: readonly number[], seed: number) => {
      const ids = [];
      for await (const { id } of generate(model, prompt, { maxTokens: 6, seed })) ids.push(id);
      return ids;
    };
    expect(said[36].ids).toEqual(await alone([4], 100));
    for (const i of [1, 20, 35]) expect(said[i].ids).toEqual(await alone(prompts[i], 100 + i));
    expect(said[0].ids).toEqual(await alone([1, 2, 3], 136));
    engine.dispose();
  });

  it("says what was cut off, and which answers have special tokens that their text leaves out", async () => {
    const engine = await createEngine({ threads: 1 });
    const { model, tokenizer } = await openModel(engine, models.chat);
    const special = new Set(tokenizer.specialTokens.values());
    const prompts = Array.from({ length: 60 }, (_, i) => [i % tokenizer.vocabSize]);
    const said = await continueAll({ model, tokenizer }, prompts, {
      maxTokens: 8,
      seed: 1,
      stopIds: new Set([5]),
    });
    for (const { ids, ended, special: has, text } of said) {
      expect(ended).toBe(ids.length < 8);
      expect(has).toBe(ids.some((id) => special.has(id)));
      expect(text).not.toContain("<|");
    }
    expect(new Set(said.map((one) => one.special)).size).toBe(2);
    engine.dispose();
  });
});

describe("answersToAll", () => {
  it("answers each talk as if it were the only one, where nothing is drawn", async () => {
    const engine = await createEngine({ threads: 1 });
    const { model, tokenizer, endIds } = await openModel(engine, models.chat);
    const answerer = { model, tokenizer, endIds };
    const talks = [{ turns: ["cat", "mat"] }, { turns: ["ink"] }, { turns: ["the", "sat", "on"] }];
    const together = await answersToAll(answerer, talks);
    expect(together.map(({ length }) => length)).toEqual([2, 1, 3]);
    for (const [i, talk] of talks.entries()) {
      expect(together[i]).toEqual((await answersToAll(answerer, [talk]))[0]);
    }
    engine.dispose();
  });
});
