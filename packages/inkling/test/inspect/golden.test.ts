import { describe, expect, it } from "vitest";
import { attribute } from "../../src/inspect/attribute.ts";
import { edited } from "../../src/inspect/edited.ts";
import type { Edit } from "../../src/inspect/edits.ts";
import { lens } from "../../src/inspect/lens.ts";
import { record } from "../../src/inspect/record.ts";
import { golden, largestDifference } from "../fixtures/models/load.ts";

const models = ["gpt2-tiny", "llama-gqa-untied"];

interface GoldenEdit {
  readonly description: string;
  readonly edit: Edit;
}

describe.each(models)("%s against PyTorch hooks", (name) => {
  it("each kind of edit gives the same logits, and changes them", async () => {
    const { model, expected, rows, bytes } = await golden(name);
    const edits: GoldenEdit[] = JSON.parse((await bytes("edits.json")).toString());
    const ids = await rows("ids");
    const plain = (await record(model, ids, ["logits"])).get("logits")!;
    expect(edits.length).toBeGreaterThan(15);
    for (const [i, { description, edit }] of edits.entries()) {
      const logits = (await record(await edited(model, [edit]), ids, ["logits"])).get("logits")!;
      const theirs = await expected(`edit.${i}.logits`);
      expect(largestDifference(logits.data, theirs.data), description).toBeLessThanOrEqual(1e-4);
      expect(largestDifference(logits.data, plain.data), description).toBeGreaterThan(1e-4);
    }
    const after = (await record(model, ids, ["logits"])).get("logits")!;
    expect(largestDifference(after.data, plain.data)).toBe(0);
  });

  it("the logit lens reads every state of the stream as PyTorch does", async () => {
    const { model, expected, rows } = await golden(name);
    const [ids] = await rows("ids");
    const views = await lens(model, ids);
    expect([...views.keys()]).toContain("blocks.1.hook_resid_mid");
    for (const [hook, { data }] of views) {
      const theirs = (await expected(`lens.${hook}`)).data.subarray(0, data.length);
      expect(largestDifference(data, theirs), hook).toBeLessThanOrEqual(1e-4);
    }
  });

  it("the parts of an attribution sum to the logit, at every position", async () => {
    const { model, expected, rows } = await golden(name);
    const [ids] = await rows("ids");
    const logits = (await expected("logits")).data;
    for (const [position] of ids.entries()) {
      const token = (position * 7) % model.config.vocabSize;
      const { parts, logit } = await attribute(model, ids, { token, position });
      const sum = parts.reduce((total, { value }) => total + value, 0);
      expect(Math.abs(sum - logits[position * model.config.vocabSize + token])).toBeLessThanOrEqual(1e-4);
      expect(Math.abs(sum - logit)).toBeLessThanOrEqual(1e-4);
    }
  });
});
