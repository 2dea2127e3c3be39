import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutaway } from "../../src/inspect/cutaway.ts";
import { lens } from "../../src/inspect/lens.ts";
import { record } from "../../src/inspect/record.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type Transformer } from "../../src/model/transformer.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

let engine: Engine;
let model: Transformer;
const ids = [3, 1, 4, 1, 5];
beforeAll(async () => {
  engine = await createEngine();
  const shape = { nLayers: 2, nHeads: 2, nKvHeads: 1, dModel: 16, dMlp: 32, contextLength: 16 };
  model = createModel(engine, configFrom("tiny-llama", { vocabSize: 20, ...shape }), 1);
});
afterAll(() => engine.dispose());

describe("cutaway", () => {
  it("has a row for the embedding and for each half of each block", async () => {
    const rows = await cutaway(model, ids);
    expect(rows.map(({ state }) => state)).toEqual([
      "blocks.0.hook_resid_pre",
      "blocks.0.hook_resid_mid",
      "blocks.0.hook_resid_post",
      "blocks.1.hook_resid_mid",
      "blocks.1.hook_resid_post",
    ]);
    for (const { cells } of rows) expect(cells).toHaveLength(ids.length);
  });

  it("reads each state as the lens does, and tells the stream's length", async () => {
    const rows = await cutaway(model, ids);
    const views = await lens(model, ids);
    const states = await record(model, ids);
    for (const { state, cells } of rows) {
      cells.forEach(({ token, probability, length }, t) => {
        const logits = [...(views.get(state)?.data.slice(20 * t, 20 * (t + 1)) ?? [])];
        const shares = logits.map((logit) => Math.exp(logit));
        const total = shares.reduce((sum, share) => sum + share, 0);
        expect(logits[token]).toBe(Math.max(...logits));
        expect(probability).toBeCloseTo(shares[token] / total, 10);
        const stream = states.get(state)?.data.slice(16 * t, 16 * (t + 1)) ?? [];
        expect(length).toBeCloseTo(Math.hypot(...stream), 5);
      });
    }
  });

  it("ends with what the model says", async () => {
    const last = (await cutaway(model, ids)).at(-1);
    const logits = [...((await record(model, ids, ["logits"])).get("logits")?.data.slice(-20) ?? [])];
    expect(last?.cells.at(-1)?.token).toBe(logits.indexOf(Math.max(...logits)));
  });
});
