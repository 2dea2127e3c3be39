import { describe, expect, it } from "vitest";
import { attribute } from "../../src/inspect/attribute.ts";
import { edited } from "../../src/inspect/edited.ts";
import { lens } from "../../src/inspect/lens.ts";
import { record } from "../../src/inspect/record.ts";
import { golden } from "../fixtures/models/load.ts";

describe("record", () => {
  it("suggests the nearest name for an unknown one", async () => {
    const { model } = await golden("gpt2-tiny");
    await expect(record(model, [1], ["blocks.0.attn.hook_patern"])).rejects.toThrow(
      'This model has no activation "blocks.0.attn.hook_patern". Did you mean "blocks.0.attn.hook_pattern"?',
    );
    await expect(record(model, [1], ["blocks.0.attn.hook_rot_q"])).rejects.toThrow("no activation");
  });

  it("refuses nothing to run, and sequences of different lengths", async () => {
    const { model } = await golden("gpt2-tiny");
    await expect(record(model, [])).rejects.toThrow("There is nothing to run");
    for (const id of [61, -1, 1.5, Number.NaN]) {
      await expect(record(model, [1, id])).rejects.toThrow(`The text has the id ${id}; this model's ids are`);
      await expect(lens(model, [id])).rejects.toThrow(`has the id ${id}`);
      await expect(attribute(model, [id], { token: 0 })).rejects.toThrow(`has the id ${id}`);
    }
    await expect(record(model, [[1, 2], [1]])).rejects.toThrow("must have the same length");
  });
});

describe("attribute", () => {
  it("an ablated head adds nothing, and what an edit wrote itself is told apart", async () => {
    const { model } = await golden("gpt2-tiny");
    const without = await edited(model, [{ kind: "ablate", at: { layer: 1, head: 2 } }]);
    const { parts, unexplained } = await attribute(without, [5, 6, 7], { token: 9 });
    expect(parts.find(({ part }) => part === "blocks.1.attn.head.2")?.value).toBeCloseTo(0, 12);
    expect(Math.abs(unexplained)).toBeLessThan(1e-4);
    const direction = Array.from({ length: 20 }, (_, i) => i % 3);
    const at = { hook: "blocks.1.hook_resid_post" };
    const steered = await edited(model, [{ kind: "steer", at, direction, strength: 5 }]);
    expect(Math.abs((await attribute(steered, [5, 6, 7], { token: 9 })).unexplained)).toBeGreaterThan(0.01);
  });

  it("a switched-off layer's heads are balanced by a part of their own", async () => {
    const { model } = await golden("gpt2-tiny");
    const without = await edited(model, [{ kind: "ablate", at: { layer: 1 } }]);
    const { parts, unexplained } = await attribute(without, [5, 6, 7], { token: 9 });
    const block = parts.filter(({ part }) => part.startsWith("blocks.1."));
    expect(block.map(({ part }) => part)).toContain("blocks.1.attn.edits");
    expect(block.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(0, 5);
    expect(Math.abs(unexplained)).toBeLessThan(1e-4);
  });

  it("refuses tokens and positions that do not exist", async () => {
    const { model } = await golden("gpt2-tiny");
    await expect(attribute(model, [1, 2], { token: 61 })).rejects.toThrow("There is no token 61");
    await expect(attribute(model, [1, 2], { token: 1, position: 2 })).rejects.toThrow(
      "There is no position 2",
    );
  });
});
