import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outputFor } from "../../src/shared/output.ts";
import { showText } from "../../src/suite/showText.ts";
import type { TextResult } from "../../src/suite/textScore.ts";
import { fakeTerminal, inkling } from "../inkling.ts";
import { type Folders, makeModels, sampleText } from "../models.ts";

const trained = "the cat sat on the mat";
let models: Folders;
let root: string;
const file = (name: string) => join(root, name);
beforeAll(async () => {
  models = await makeModels();
  root = await mkdtemp(join(tmpdir(), "inkling-text-"));
  const chat = {
    messages: [
      { role: "user", content: "k" },
      { role: "assistant", content: "A!" },
    ],
  };
  await writeFile(file("train.txt"), trained);
  await writeFile(file("data.txt"), "the hat");
  await writeFile(file("long.txt"), sampleText);
  await writeFile(file("chats.jsonl"), `${JSON.stringify(chat)}\n`.repeat(3));
});
afterAll(async () => {
  await models.remove();
  await rm(root, { recursive: true });
});

/** However the lines are broken. */
const words = (text: string) => text.replace(/\s+/g, " ");

/** What `inkling eval --suite text --json` prints. */
async function measured(...flags: string[]): Promise<TextResult> {
  const { code, out, err } = await inkling(["eval", "--suite", "text", "--json", "--threads", "1", ...flags]);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

describe("inkling eval --suite text", () => {
  it("counts as Witten and Bell's formula has it, over the very tokens that the model is scored on", async () => {
    const flags = ["--model", models.char, "--data", file("data.txt"), "--train", file("train.txt")];
    const { bitsPerByte, ...result } = await measured(...flags);
    expect(result).toMatchObject({ tokens: 7, bytes: 7, trainTokens: 22, trainCut: false });
    // By hand: 22 characters of 10 kinds were seen, of a vocabulary that has 4 special tokens besides.
    const vocabSize = new Set(sampleText).size + 4;
    const bits = (character: string) =>
      -Math.log2((trained.split(character).length - 1 + 10 / vocabSize) / (22 + 10));
    const sum = [..."the hat"].reduce((total, character) => total + bits(character), 0);
    expect(bitsPerByte["unigram"]).toBeCloseTo(sum / 7, 12);
    // "h" stands behind "t" twice of five times, "e" behind "th" always.
    expect(bitsPerByte["bigram"]).toBeLessThan(bitsPerByte["unigram"]);
    expect(Object.keys(bitsPerByte)).toEqual(["model", "unigram", "bigram", "5-gram"]);
  });

  it("gives the model the bits per byte that `inkling eval` gives it, and the same again", async () => {
    for (const flags of [
      ["--model", models.bpe, "--data", file("long.txt")],
      ["--model", models.bpe, "--data", file("long.txt"), "--documents", "line"],
      ["--model", models.chat, "--data", file("chats.jsonl")],
    ]) {
      const result = await measured(...flags);
      const plain = (await inkling(["eval", "--json", "--threads", "1", ...flags])).lines()[0];
      expect(plain).toMatchObject({
        tokens: result.tokens,
        bitsPerByte: expect.closeTo(result.bitsPerByte.model, 5),
      });
      expect(result.calibration.count).toBe(result.tokens);
      expect(result.calibration.bins).toHaveLength(15);
      expect(await measured(...flags)).toEqual(result);
    }
  });

  it("scores and counts only what assistants say", async () => {
    const chats = file("chats.jsonl");
    const { tokens, bytes, trainTokens } = await measured(
      "--model",
      models.chat,
      "--data",
      chats,
      "--train",
      chats,
    );
    // Three times "A!" and what ends it, a special token without bytes.
    expect([tokens, bytes, trainTokens]).toEqual([9, 6, 9]);
  });

  it("counts at most --train-tokens, and says so", async () => {
    const flags = ["--model", models.char, "--data", file("data.txt"), "--train", file("train.txt")];
    expect(await measured(...flags, "--train-tokens", "5")).toMatchObject({ trainTokens: 5, trainCut: true });
    expect(await measured(...flags, "--train-tokens", "22")).toMatchObject({
      trainTokens: 22,
      trainCut: false,
    });
    const { out } = await inkling(["eval", "--suite", "text", ...flags, "--train-tokens", "5"]);
    expect(words(out)).toContain("in the first 5 tokens of the training text");
  });

  it("does without baselines where there is no training text, and says what they need", async () => {
    const flags = ["--model", models.char, "--data", file("data.txt")];
    expect(Object.keys((await measured(...flags)).bitsPerByte)).toEqual(["model"]);
    const { out } = await inkling(["eval", "--suite", "text", ...flags]);
    expect(words(out)).toContain("Baselines need --train PATH");
    const wrong = await inkling(["eval", "--suite", "text", ...flags, "--train-tokens", "5"]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("give --train PATH")]);
  });
});

describe("showText", () => {
  it("fits 80 columns whatever it found, and shows only bins that hold something", () => {
    const bins = Array.from({ length: 15 }, (_, i) => ({
      low: i / 15,
      high: (i + 1) / 15,
      count: i === 3 ? 0 : 10 ** 9,
      confidence: (i + 0.5) / 15,
      accuracy: i % 2,
    }));
    const result: TextResult = {
      suite: "text",
      tokens: 10 ** 10,
      bytes: 10 ** 11,
      trainTokens: 10 ** 8,
      trainCut: true,
      bitsPerByte: { model: 12.3456, unigram: 100, bigram: 50, "5-gram": 20 },
      calibration: { bins, expectedCalibrationError: 0.5, accuracy: 1, confidence: 1, count: 10 ** 10 },
    };
    const { terminal, written } = fakeTerminal({ tty: true, env: { NO_COLOR: "1" } });
    showText(result, outputFor(terminal, {}));
    const lines = written.out.split("\n");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.includes("│"))).toHaveLength(14);
  });
});
