import { describe, expect, it } from "vitest";
import { generate } from "../../src/generate/generate.ts";
import { edited } from "../../src/inspect/edited.ts";
import { type Edit, parseEdits } from "../../src/inspect/edits.ts";
import { record } from "../../src/inspect/record.ts";
import { defaultTrainSettings } from "../../src/train/settings.ts";
import { Trainer } from "../../src/train/trainer.ts";
import { golden, largestDifference } from "../fixtures/models/load.ts";

describe("parseEdits", () => {
  it("takes one edit, a list, or a versioned list", () => {
    const edit: Edit = { kind: "scale", at: { layer: 0, head: 1 }, factor: 2 };
    for (const form of [edit, [edit], { version: 1, edits: [edit] }])
      expect(parseEdits(form)).toEqual([edit]);
  });

  it.each([
    [
      { kind: "ablat", at: { layer: 0 } },
      'Edit 1 has the kind "ablat"; expected one of ablate, scale, set, patch, steer. Did you mean "ablate"?',
    ],
    [{ kind: "scale", at: { layer: 0 } }, 'Edit 1 (scale): "factor" must be a finite number.'],
    [
      { kind: "scale", at: { layer: 0 }, factr: 1, factor: 2 },
      'has a field "factr" that it has no use for. Did you mean "factor"?',
    ],
    [{ kind: "ablate", at: { laier: 0 } }, 'has an unknown field "laier". Did you mean "layer"?'],
    [{ kind: "ablate", at: { layer: -1 } }, '"layer" is -1, which is not a valid index'],
    [{ kind: "ablate", at: { head: 1 } }, "combines head; expected one of: layer | layer head"],
    [{ kind: "ablate", at: {} }, "combines nothing"],
    [{ kind: "ablate", at: { weight: "embed.W_E", position: 1 } }, "combines position, weight"],
    [{ kind: "ablate", at: { layer: 0, index: [1] } }, "combines layer, index"],
    [{ kind: "ablate" }, '"at" must say where'],
    [
      { kind: "patch", at: { layer: 0 }, from: [1] },
      '"from" must be another run, written as { "ids": [1, 2, 3] }',
    ],
    [
      { kind: "steer", at: { layer: 0 }, direction: [1, "x"], strength: 1 },
      '"direction" must be a list of finite numbers',
    ],
    [{ version: 2, edits: [] }, "has version 2; Inkling reads version 1"],
    [null, "Edit 1 is not an object"],
  ])("refuses %j by name", (value, message) => expect(() => parseEdits(value)).toThrow(message));
});

describe("edited", () => {
  it("names the nearest when a place does not exist in this model", async () => {
    const { model } = await golden("gpt2-tiny");
    const tries: [Edit["at"], string][] = [
      [{ layer: 2 }, "There is no layer 2: this model's go from 0 to 1."],
      [{ layer: 0, head: 4 }, "There is no head 4: this model's go from 0 to 3."],
      [{ layer: 0, neuron: 37 }, "There is no neuron 37: this model's go from 0 to 36."],
      [{ hook: "blocks.0.hook_resid_pr" }, 'Did you mean "blocks.0.hook_resid_pre"?'],
      [{ weight: "blocks.0.attn.W_q" }, 'Did you mean "blocks.0.attn.W_Q"?'],
      [{ weight: "blocks.0.attn.W_Q", index: [20, 0] }, "it has no element [20, 0]"],
      [{ layer: 0, position: 96 }, "There is no position 96: this model's go from 0 to 95."],
      [{ layer: 0, head: 0, query: 1, key: 3 }, "Position 1 never looks at position 3"],
    ];
    for (const [at, message] of tries)
      await expect(edited(model, [{ kind: "ablate", at }])).rejects.toThrow(message);
    for (const edit of [
      { kind: "set", at: { layer: 0 }, value: 1 },
      { kind: "steer", at: { layer: 0 }, direction: Array(20).fill(1), strength: 1 },
    ] satisfies Edit[]) {
      await expect(edited(model, [edit])).rejects.toThrow(
        'name an activation, such as { "hook": "blocks.0.hook_resid_post" }',
      );
    }
    const steer: Edit = {
      kind: "steer",
      at: { hook: "blocks.0.hook_attn_out" },
      direction: [1, 2],
      strength: 1,
    };
    await expect(edited(model, [steer])).rejects.toThrow("has 2 numbers; blocks.0.hook_attn_out has 20");
    const patch: Edit = { kind: "patch", at: { hook: "blocks.0.attn.hook_pattern" }, from: { ids: [1] } };
    await expect(edited(model, [patch])).rejects.toThrow("is not one vector per position");
  });

  it("an edit of the logits at a position holds while generating, where only the last position is computed", async () => {
    const { model } = await golden("gpt2-tiny");
    const first = async (position: number) => {
      const changed = await edited(model, [{ kind: "set", at: { hook: "logits", position }, value: 0 }]);
      for await (const { logits } of generate(changed, [1, 2, 3, 4, 5], { maxTokens: 1 }))
        return new Set(Array.from(logits));
      return new Set();
    };
    expect(await first(4)).toEqual(new Set([0]));
    expect((await first(0)).size).toBeGreaterThan(1);
  });

  it("applies several edits in order", async () => {
    const { model } = await golden("gpt2-tiny");
    const at = { hook: "blocks.0.hook_resid_post" };
    const both = await edited(model, [
      { kind: "set", at, value: 2 },
      { kind: "scale", at, factor: 3 },
    ]);
    const run = await record(both, [1, 2], ["blocks.0.hook_resid_post"]);
    expect(new Set(run.get("blocks.0.hook_resid_post")!.data)).toEqual(new Set([6]));
  });

  it("an edit at a position holds while generating with a cache", async () => {
    const { model } = await golden("llama-gqa-untied");
    const edits: Edit[] = [{ kind: "set", at: { layer: 1, neuron: 3, position: [2, 6] }, value: 9 }];
    const changed = await edited(model, edits);
    const prompt = [1, 2, 3, 4];
    const generated: number[] = [];
    for await (const { id } of generate(changed, prompt, { temperature: 0, maxTokens: 6 }))
      generated.push(id);
    const text = [...prompt];
    for (let i = 0; i < 6; i++) {
      const { shape, data } = (await record(changed, text, ["logits"])).get("logits")!;
      const last = [...data.subarray((shape[1] - 1) * shape[2])];
      text.push(last.indexOf(Math.max(...last)));
    }
    expect(generated).toEqual(text.slice(4));
  });

  it("holds while training: a switched-off block learns nothing, the others do", async () => {
    const { model } = await golden("gpt2-tiny");
    const changed = await edited(model, [{ kind: "ablate", at: { layer: 1 } }]);
    const ids = Int32Array.from([1, 2, 3, 4, 5, 6]);
    const batch = { batchSize: 1, contextLength: 6, inputs: ids, targets: ids, counted: 6 };
    const settings = { ...defaultTrainSettings(), steps: 1, warmup: 0, weightDecay: 0 };
    const before = new Map<string, ArrayLike<number>>();
    for (const { name, tensor } of model.parameters) before.set(name, await tensor.read());
    for await (const _ of new Trainer(changed, { batch: async () => batch }, settings).run());
    for (const { name, tensor } of model.parameters) {
      const moved = largestDifference(await tensor.read(), before.get(name)!);
      if (name.startsWith("blocks.1.")) expect(moved, name).toBe(0);
      else if (name.endsWith(".w")) expect(moved, name).toBeGreaterThan(0);
    }
  });

  it("leaves the model it edits alone", async () => {
    const { model } = await golden("gpt2-tiny");
    const before = (await record(model, [1, 2, 3], ["logits"])).get("logits")!.data;
    const changed = await edited(model, [{ kind: "set", at: { weight: "embed.W_E" }, value: 1 }]);
    expect((await record(changed, [1, 2, 3], ["logits"])).get("logits")!.data).not.toEqual(before);
    expect((await record(model, [1, 2, 3], ["logits"])).get("logits")!.data).toEqual(before);
  });
});
