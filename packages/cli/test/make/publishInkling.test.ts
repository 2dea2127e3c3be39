import { mkdir, readdir, readFile } from "node:fs/promises";
import { createEngine } from "inkling";
import { openModel } from "inkling/node";
import { describe, expect, it } from "vitest";
import type { InklingRecipe } from "../../src/make/inklingRecipe.ts";
import { publishInkling } from "../../src/make/publishInkling.ts";
import { tenTalks } from "../../src/make/tenTalks.ts";
import { trainInkling } from "../../src/make/trainInkling.ts";
import { inkling } from "../inkling.ts";
import { testTerminal, useFolder } from "../train/harness.ts";
import { evaluation } from "./measured.ts";

const recipe: InklingRecipe = {
  conversations: { count: 150, seed: 1 },
  vocabSize: 300,
  preTokeniser: "smollm",
  shape: { nLayers: 1, nHeads: 2, nKvHeads: 1, dModel: 16, dMlp: 32, contextLength: 64 },
  settings: { steps: 4, batchSize: 2, warmup: 1, evalEvery: 2 },
};

const at = useFolder();

describe("npm run publish:inkling", () => {
  it("ships in F16 what was measured, with its card, ten conversations, the curve and the way to make it again", async () => {
    await trainInkling(at("runs/inkling"), testTerminal(), recipe);
    await mkdir(at("models"));
    const out = at("models/inkling");
    let measured = "";
    await publishInkling({ root: at("runs/inkling"), out, hours: 0.5, say: () => {} }, async ({ model }) => {
      measured = await readFile(`${model}/model.safetensors`, "base64");
      expect(await readdir(at("models"))).toEqual([]); // nothing ships before it is measured
      return evaluation;
    });
    expect(await readFile(`${out}/model.safetensors`, "base64")).toBe(measured);
    const card = await readFile(`${out}/README.md`, "utf8");
    expect(card).toContain("30 min");
    expect(card).toContain("| facts in one hop, unseen phrasing | **96.0%** |");
    for (const { who } of tenTalks) expect(card).toContain(`### ${who}`);
    expect(card).not.toMatch(/undefined|NaN/);
    expect(JSON.parse(await readFile(`${out}/evaluation.json`, "utf8"))).toEqual(evaluation);
    expect(await readFile(`${out}/training-curve.svg`, "utf8")).toContain("<svg");
    const engine = await createEngine();
    const { chat, sampling } = await openModel(engine, out);
    expect([chat, sampling]).toEqual([true, { temperature: 0.3 }]);
    engine.dispose();
    // The data is named as it lies from the shipped folder, so its first steps can be made again.
    const verified = await inkling(["verify", out, "--json"]);
    expect(verified.code, verified.err).toBe(0);
  });
});
