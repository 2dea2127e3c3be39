import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bake, canBake } from "../../src/inspect/bake.ts";
import { edited } from "../../src/inspect/edited.ts";
import type { Edit } from "../../src/inspect/edits.ts";
import { record } from "../../src/inspect/record.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type LanguageModel, type Transformer } from "../../src/model/transformer.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

const shape = { vocabSize: 13, dModel: 16, nLayers: 2, nHeads: 2, dMlp: 24, contextLength: 8 };
const ids = [1, 5, 2, 9, 5];
let engine: Engine;
let models: Transformer[];
beforeAll(async () => {
  engine = await createEngine();
  // With biases (GPT-2's) and without (Llama's).
  models = ["names", "tiny-llama"].map((preset) => createModel(engine, configFrom(preset, shape), 3));
});
afterAll(() => engine.dispose());

async function logits(model: LanguageModel): Promise<number[]> {
  return [...(await record(model, ids, ["logits"])).get("logits")!.data];
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, one] of found.entries()) expect(one).toBeCloseTo(expected[i], 5);
}

const forGood: readonly Edit[] = [
  { kind: "ablate", at: { layer: 0, head: 1 } },
  { kind: "scale", at: { layer: 1, head: 0 }, factor: 2.5 },
  { kind: "ablate", at: { layer: 1, neuron: 23 } },
  { kind: "ablate", at: { hook: "blocks.0.hook_mlp_out" } },
  { kind: "scale", at: { hook: "blocks.1.hook_attn_out" }, factor: -1 },
  { kind: "ablate", at: { layer: 1 } },
  { kind: "set", at: { weight: "blocks.0.attn.W_Q", index: [3, 7] }, value: 2 },
  { kind: "scale", at: { weight: "embed.W_E", index: [5, 0] }, factor: 40 },
  { kind: "ablate", at: { weight: "blocks.1.mlp.W_in" } },
];

const notForGood: readonly Edit[] = [
  { kind: "ablate", at: { layer: 0, head: 1, position: 2 } },
  { kind: "ablate", at: { layer: 0, head: 1 }, mean: { ids: [1, 2] } },
  { kind: "patch", at: { layer: 0, head: 1 }, from: { ids: [1, 2] } },
  { kind: "ablate", at: { layer: 0, head: 0, query: 3, key: 1 } },
  { kind: "set", at: { layer: 0, neuron: 1 }, value: 3 },
  { kind: "scale", at: { hook: "blocks.0.attn.hook_q" }, factor: 2 },
  { kind: "steer", at: { hook: "hook_embed" }, direction: Array(16).fill(1), strength: 1 },
];

describe("bake", () => {
  it.each(forGood.map((edit) => [JSON.stringify(edit), edit] as const))(
    "makes weights that do what the edit does: %s",
    async (_, edit) => {
      for (const model of models) {
        expect(canBake(model, edit)).toBe(true);
        const expected = await logits(await edited(model, [edit]));
        const before = await logits(model);
        const baked = await bake(model, [edit]);
        const after = await logits(baked);
        expectClose(after, expected);
        expect(Math.max(...after.map((logit, i) => Math.abs(logit - before[i])))).toBeGreaterThan(1e-4);
        expect(await logits(model)).toEqual(before); // the model itself stays as it was
        baked.dispose();
      }
    },
  );

  it("makes one edit after the other, in the order in which a run comes by them", async () => {
    // The weight is part of what the head writes: it is set first and scaled then, also in a run.
    const set: Edit = { kind: "set", at: { weight: "blocks.1.attn.W_O", index: [3, 7] }, value: 2 };
    const edits: Edit[] = [forGood[1], set, { kind: "scale", at: { layer: 1, head: 0 }, factor: 0.4 }];
    const baked = await bake(models[1], edits);
    const expected = await logits(await edited(models[1], edits));
    expectClose(await logits(baked), expected);
    baked.dispose();
  });

  it.each(notForGood.map((edit) => [JSON.stringify(edit), edit] as const))(
    "refuses what no weight can hold: %s",
    async (_, edit) => {
      expect(canBake(models[0], edit)).toBe(false);
      await expect(bake(models[0], [forGood[0], edit])).rejects.toThrow(/Edit 2 .* no weight can hold it/);
    },
  );

  it("says what the model does not have", async () => {
    const missing: Edit = { kind: "ablate", at: { layer: 7, head: 0 } };
    await expect(bake(models[0], [missing])).rejects.toThrow(/There is no layer 7/);
  });
});
