import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweep } from "../../src/inspect/sweep.ts";
import { type OpenedModel, openModel } from "../../src/node/index.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

/** The induction copier: behind a letter that came before, it says what followed it then. */
const glassBox = new URL("../../../../models/glass-box", import.meta.url).pathname;
let engine: Engine;
let opened: OpenedModel;
beforeAll(async () => {
  engine = await createEngine();
  opened = await openModel(engine, glassBox);
});
afterAll(() => engine.dispose());

const idsOf = (text: string) => [opened.tokenizer.bos ?? 0, ...opened.tokenizer.encode(text)];
async function all(text: string, other: string, answer: string) {
  const [token] = opened.tokenizer.encode(answer);
  const found = [];
  for await (const one of sweep(opened.model, idsOf(text), { from: idsOf(other), token })) found.push(one);
  return found;
}

describe("sweep", () => {
  it("finds where the difference of two texts is carried, layer by layer", async () => {
    // "ka…k" continues with a, "kb…k" with b: the letter behind the first k makes the difference.
    const found = await all("kazwrpk", "kbzwrpk", "b");
    expect(found).toHaveLength(2 * 8);
    const moves = found.filter(({ probability }) => probability > 0.5);
    expect(moves.map(({ state, position }) => [state, position])).toEqual([
      ["blocks.0.hook_resid_pre", 2],
      ["blocks.1.hook_resid_pre", 2],
    ]);
  });

  it("changes nothing where both texts are one", async () => {
    const found = await all("kazwrpk", "kazwrpk", "a");
    const shares = new Set(found.map(({ probability }) => probability));
    expect(shares.size).toBe(1);
    expect([...shares][0]).toBeGreaterThan(0.9);
  });

  it("leaves out what has no partner in a shorter text", async () => {
    const found = await all("kazwrpk", "kb", "b");
    expect([...new Set(found.map(({ position }) => position))]).toEqual([2, 1, 0]);
  });

  it("refuses nothing, and what is no token", async () => {
    const drain = async (ids: number[], from: number[], token: number) => {
      for await (const _ of sweep(opened.model, ids, { from, token }));
    };
    await expect(drain([], [1], 1)).rejects.toThrow(/one of them is empty/);
    await expect(drain([1], [], 1)).rejects.toThrow(/one of them is empty/);
    await expect(drain([1], [99_999], 1)).rejects.toThrow(/has the id 99999/);
  });
});
