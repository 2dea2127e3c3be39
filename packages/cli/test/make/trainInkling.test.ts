import { readFile, rm, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { InklingRecipe } from "../../src/make/inklingRecipe.ts";
import { trainInkling } from "../../src/make/trainInkling.ts";
import { inkling } from "../inkling.ts";
import { testTerminal, useFolder } from "../train/harness.ts";

/** All of it, small. */
const recipe: InklingRecipe = {
  conversations: { count: 150, seed: 1 },
  vocabSize: 300,
  preTokeniser: "smollm",
  shape: { nLayers: 1, nHeads: 2, nKvHeads: 1, dModel: 16, dMlp: 32, contextLength: 64 },
  settings: { steps: 4, batchSize: 2, warmup: 1, evalEvery: 4 },
};

const at = useFolder();

describe("npm run train:inkling", () => {
  it("writes conversations, a vocabulary and a model that chats; the second time there is nothing left to do", async () => {
    const terminal = testTerminal();
    expect(await trainInkling(at("run"), terminal, recipe)).toBe(0);
    expect(terminal.out()).toContain("A vocabulary of 300 tokens");
    expect(terminal.out()).toContain("Talk to it: npx inkling chat --model");
    const argv = ["chat", "--model", at("run/model"), "--json", "--max-tokens", "3"];
    expect((await inkling(argv, { stdin: "Hi\n" })).code).toBe(0);
    const weights = () => readFile(at("run/model/model.safetensors"), "base64");
    const before = await weights();
    expect(await trainInkling(at("run"), testTerminal(), recipe)).toBe(0);
    expect(await weights()).toBe(before);
    // Stopped in the middle, it goes on to the same weights.
    await rm(at("run/model"), { recursive: true });
    let stopped = false;
    const cut = testTerminal({
      watch: (text) => {
        if (stopped || !/step +2\b/.test(text)) return;
        stopped = true;
        cut.interrupt();
      },
    });
    expect(await trainInkling(at("run"), cut, recipe)).toBe(130);
    expect(await trainInkling(at("run"), testTerminal(), recipe)).toBe(0);
    expect(await weights()).toBe(before);
  });

  it("does not train a model of one village on the conversations of another", async () => {
    await trainInkling(at("run"), testTerminal(), recipe);
    const report = JSON.parse(await readFile(at("run/village/report.json"), "utf8"));
    await writeFile(
      at("run/village/report.json"),
      JSON.stringify({ ...report, fingerprint: "of another table" }),
    );
    await expect(trainInkling(at("run"), testTerminal(), recipe)).rejects.toThrow(
      /holds other conversations.*Rename or delete/,
    );
  });
});
