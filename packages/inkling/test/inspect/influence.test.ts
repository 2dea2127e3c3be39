import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { edited } from "../../src/inspect/edited.ts";
import { influence } from "../../src/inspect/influence.ts";
import { record } from "../../src/inspect/record.ts";
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

async function all(ids: readonly number[], token: number) {
  const found = [];
  for await (const one of influence(opened.model, ids, token)) found.push(one);
  return found;
}

describe("influence", () => {
  it("points at the letter that was copied, and at the one by which it was found", async () => {
    const { tokenizer } = opened;
    const ids = [tokenizer.bos ?? 0, ...tokenizer.encode("kqzrwpk")];
    const [token] = tokenizer.encode("q");
    const found = await all(ids, token);
    expect(found.map(({ position }) => position)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    const needed = found.filter(({ probability }) => probability < 0.5).map(({ position }) => position);
    expect(needed).toEqual([7, 2, 1]); // k, q and the first k
    for (const { position, probability } of found)
      if (!needed.includes(position)) expect(probability).toBeGreaterThan(0.9);
  });

  it("says what an edited model says", async () => {
    const ids = opened.tokenizer.encode("abcab");
    const [token] = opened.tokenizer.encode("c");
    const [{ probability }] = await all(ids, token);
    const blank = await edited(opened.model, [
      { kind: "ablate", at: { hook: "hook_embed", position: ids.length - 1 } },
    ]);
    const { data } = (await record(blank, ids, ["logits"])).get("logits")!;
    const last = [...data.slice(-opened.model.config.vocabSize)];
    const shares = last.map((logit) => Math.exp(logit - Math.max(...last)));
    expect(probability).toBeCloseTo(shares[token] / shares.reduce((sum, share) => sum + share, 0), 12);
  });

  it("refuses what is no token, and nothing", async () => {
    await expect(all([1, 2], 99_999)).rejects.toThrow(/has the id 99999/);
    await expect(all([], 1)).rejects.toThrow(/nothing to blank out/);
  });
});
