import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderChat } from "../../src/data/chat.ts";
import { generate } from "../../src/generate/generate.ts";
import { attribute } from "../../src/inspect/attribute.ts";
import { cutaway } from "../../src/inspect/cutaway.ts";
import { edited } from "../../src/inspect/edited.ts";
import type { Edit } from "../../src/inspect/edits.ts";
import { nearestTokens, tokenMap } from "../../src/inspect/embeddings.ts";
import { record } from "../../src/inspect/record.ts";
import { sweep } from "../../src/inspect/sweep.ts";
import { type OpenedModel, openModel } from "../../src/node/index.ts";
import type { EngineCalls, ModelFacts } from "../../src/protocol/calls.ts";
import { EngineClient } from "../../src/protocol/client.ts";
import { engineHandlers } from "../../src/protocol/engineHandlers.ts";
import { serve } from "../../src/protocol/serve.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

/** A model that we ship: both sides of the channel open it, each in an engine of its own. */
const names = fileURLToPath(new URL("../../../../models/names", import.meta.url));
const { port1, port2 } = new MessageChannel();
const client = new EngineClient<EngineCalls>(port2);
let here: Engine;
let there: Engine;
let opened: OpenedModel;
let facts: ModelFacts;

async function filesOf(dir: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(dir)) files[name] = new Uint8Array(await readFile(`${dir}/${name}`));
  return files;
}

async function answerOf<Name extends keyof EngineCalls>(name: Name, ask: EngineCalls[Name]["ask"]) {
  const answer = await client.call(name, ask);
  if (answer === undefined) throw new Error(`${name} was cancelled`);
  return answer;
}

beforeAll(async () => {
  here = await createEngine();
  there = await createEngine();
  serve(port1, engineHandlers(there));
  opened = await openModel(here, names);
  facts = await answerOf("open", { name: "names", files: await filesOf(names) });
});
afterAll(() => {
  here.dispose();
  there.dispose();
  port1.close();
  port2.close();
});

describe("an engine behind a channel", () => {
  it("says which engine it is, and what it has opened", async () => {
    expect(await answerOf("hello", undefined)).toEqual({ backend: there.backend, notices: there.notices });
    expect(facts).toMatchObject({ config: opened.model.config, parameters: 204_928, chat: false });
    expect(facts.vocabulary).toHaveLength(opened.tokenizer.vocabSize);
    expect(facts.vocabulary[opened.tokenizer.encode("a")[0]]).toBe("a");
  });

  it("cuts text into tokens, and begins it with the BOS", async () => {
    const tokens = await answerOf("tokenise", { model: facts.model, text: "ada" });
    expect(tokens).toEqual(opened.tokenizer.encodeShowingWork("ada"));
    const ids = await answerOf("prompt", { model: facts.model, prompt: { text: "ada" } });
    expect(ids).toEqual([opened.tokenizer.bos, ...opened.tokenizer.encode("ada")]);
  });

  it("generates what the engine generates here, bit for bit, with the likeliest tokens beside", async () => {
    const ids = [opened.tokenizer.bos ?? 0];
    const options = { seed: 3, maxTokens: 12 };
    const ask = { model: facts.model, ids, ...options, likeliest: 3, sampling: { temperature: 0.7 } };
    const spoken = [];
    for await (const token of client.stream("generate", ask)) spoken.push(token);
    const expected = [];
    const settings = { ...options, temperature: 0.7, stopIds: opened.endIds };
    for await (const { id, probability } of generate(opened.model, ids, settings))
      expected.push({ id, probability });
    expect(expected.length).toBeGreaterThan(2);
    expect(spoken.map(({ id, probability }) => ({ id, probability }))).toEqual(expected);
    for (const { likeliest, id, probability } of spoken) {
      expect(likeliest).toHaveLength(3);
      expect(likeliest[0].probability).toBeGreaterThanOrEqual(likeliest[2].probability);
      const chosen = likeliest.find((token) => token.id === id);
      if (chosen) expect(chosen.probability).toBeCloseTo(probability, 12);
    }
    expect(spoken.map(({ text }) => text).join("")).toBe(
      opened.tokenizer.decode(
        expected.map(({ id }) => id),
        { special: "skip" },
      ),
    );
  });

  it("looks inside: the cutaway, activations, attribution, of the edited model too", async () => {
    const ids = [opened.tokenizer.bos ?? 0, ...opened.tokenizer.encode("marie")];
    const edits = [{ kind: "ablate", at: { layer: 0, head: 1 } }] as const;
    for (const own of [[], edits]) {
      const run = { model: facts.model, ids, edits: own };
      const model = await edited(opened.model, own);
      expect(await answerOf("cutaway", run)).toEqual(await cutaway(model, ids));
      const pattern = ["blocks.1.attn.hook_pattern"] as const;
      expect(await answerOf("record", { ...run, names: pattern })).toEqual(await record(model, ids, pattern));
      const question = { token: ids[2], position: 3 };
      expect(await answerOf("attribute", { ...run, ...question })).toEqual(
        await attribute(model, ids, question),
      );
    }
  });

  it("answers bad questions with what was wrong", async () => {
    const { model } = facts;
    await expect(client.call("cutaway", { model: 99, ids: [1] })).rejects.toThrow(/no model 99/);
    await expect(client.call("cutaway", { model, ids: [9999] })).rejects.toThrow(/id 9999/);
    await expect(client.call("open", { name: "dropped", files: {} })).rejects.toThrow(
      /dropped has no config.json/,
    );
    const files = { ...(await filesOf(names)), "config.json": new Uint8Array([0xff, 0xfe]) };
    await expect(client.call("open", { name: "dropped", files })).rejects.toThrow(/not UTF-8/);
  });

  it("pastes place by place what the engine pastes here", async () => {
    const [ids, from, token] = [[0, 5, 1], [0, 7, 1], 3];
    const found = [];
    for await (const one of client.stream("sweep", { model: facts.model, ids, from, token })) found.push(one);
    const expected = [];
    for await (const one of sweep(opened.model, ids, { from, token })) expected.push(one);
    expect(found).toEqual(expected);
    expect(found.length).toBe(3 * opened.model.config.nLayers);
  });

  it("gives the scores of all tokens, maps them, and names those nearest to one", async () => {
    const { model } = facts;
    const ids = [0, 5, 1];
    const { data } = (await record(opened.model, ids, ["logits"])).get("logits")!;
    expect([...(await answerOf("next", { model, ids }))]).toEqual([...data.slice(-facts.config.vocabSize)]);
    await expect(client.call("next", { model, ids: [-1] })).rejects.toThrow(/-1/);
    expect(await answerOf("tokenMap", { model })).toEqual(await tokenMap(opened.model));
    expect(await answerOf("nearest", { model, id: 3, count: 2 })).toEqual(
      await nearestTokens(opened.model, 3, 2),
    );
  });

  it("reads a weight, and makes edits of weights for good", async () => {
    const { model } = facts;
    const edits: Edit[] = [
      { kind: "scale", at: { layer: 0, head: 1 }, factor: 3 },
      { kind: "ablate", at: { layer: 0, head: 0, position: 1 } },
    ];
    expect(await answerOf("bakeable", { model, edits })).toEqual([true, false]);
    const files = await filesOf(names);
    const weights = await answerOf("bake", { model, edits: [edits[0]] });
    const again = await answerOf("open", {
      name: "baked",
      files: { ...files, "model.safetensors": weights },
    });
    const name = "blocks.0.attn.W_O";
    const [before, after] = [
      await answerOf("weight", { model, name }),
      await answerOf("weight", { model: again.model, name }),
    ];
    const { dModel, dHead } = facts.config;
    expect(before.shape).toEqual([dModel, dModel]);
    expect(after.data.slice(0, dHead * dModel)).toEqual(before.data.slice(0, dHead * dModel));
    const row = dHead * dModel;
    expect(after.data[row]).toBe(Math.fround(3 * before.data[row]));
    await client.call("close", { model: again.model });
    await expect(client.call("weight", { model, name: "blocks.0.attn.W_0" })).rejects.toThrow(
      /no weight .* Did you mean/,
    );
  });

  it("says how surprised a model is by what is said in conversations", async () => {
    const said = [
      { role: "user", content: "who" },
      { role: "assistant", content: "ada" },
    ] as const;
    const { nats, tokens } = await answerOf("surprise", { model: facts.model, conversations: [said] });
    const chat = renderChat(said, opened.tokenizer);
    const ids = [opened.tokenizer.bos ?? 0, ...chat.ids];
    const { data } = (await record(opened.model, ids, ["logits"])).get("logits")!;
    const { vocabSize } = facts.config;
    const learned = chat.ids.flatMap((id, i) => {
      if (!chat.learn[i]) return []; // row i is what was said behind BOS and i more
      const row = [...data.slice(i * vocabSize, (i + 1) * vocabSize)];
      return [Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[id]];
    });
    expect(tokens).toBe(learned.length);
    expect(tokens).toBe("ada".length + 1);
    expect(nats).toBeCloseTo(learned.reduce((sum, one) => sum + one, 0) / tokens, 5);
  });

  it("frees a model that is closed", async () => {
    const again = await answerOf("open", { name: "again", files: await filesOf(names) });
    await client.call("close", { model: again.model });
    await expect(client.call("cutaway", { model: again.model, ids: [0] })).rejects.toThrow(/closed/);
  });
});
