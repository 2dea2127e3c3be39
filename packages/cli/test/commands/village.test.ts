import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let models: Folders;
let root: string;
beforeAll(async () => {
  models = await makeModels();
  root = await mkdtemp(join(tmpdir(), "inkling-village-"));
});
afterAll(async () => {
  await models.remove();
  await rm(root, { recursive: true });
});

describe("inkling village", () => {
  it("writes conversations, the exam and a report, the same each time", async () => {
    const texts = [];
    for (const name of ["a", "b"]) {
      const out = join(root, name);
      const { code, out: printed } = await inkling(["village", "--count", "200", "--out", out, "--json"]);
      expect(code).toBe(0);
      expect(JSON.parse(printed)).toMatchObject({
        dialogues: 200,
        lessons: 50,
        duplicateDialogues: 0,
        sharedPrompts: 0,
      });
      expect((await readdir(out)).sort()).toEqual(["exam.jsonl", "report.json", "train", "validation"]);
      texts.push(await readFile(join(out, "train", "001.jsonl"), "utf8"));
    }
    expect(texts[0]).toBe(texts[1]);
    const lines = texts[0].trim().split("\n");
    expect(lines).toHaveLength(200);
    expect(JSON.parse(lines[0]).messages[0]).toHaveProperty("role");
    const lessons = (await readFile(join(root, "a", "train", "lessons-001.jsonl"), "utf8"))
      .trim()
      .split("\n");
    expect(lessons).toHaveLength(50);
    expect(Object.keys(JSON.parse(lessons[0]))).toEqual(["text"]);
  });
});

describe("inkling eval --suite inkling", () => {
  it("asks everything, and exits with 1 since a random model reaches nothing", async () => {
    const flags = ["--model", models.chat, "--suite", "inkling", "--per-skill", "1", "--baseline", "0"];
    const asJson = await inkling(["eval", ...flags, "--json"]);
    expect(asJson.code).toBe(1);
    const skills = [{ skill: "one-hop" }, { skill: "two-hops" }].map((result) =>
      expect.objectContaining(result),
    );
    expect(asJson.lines()[0]).toMatchObject({ suite: "inkling", results: expect.arrayContaining(skills) });
    const asText = await inkling(["eval", ...flags]);
    expect(asText.out).toMatch(/one-hop +0\.0%/);
    expect(asText.err).toContain("facts in one hop, unseen phrasing: 0.0%, must be 95%");
  });

  it("does not take a text besides", async () => {
    const { code, err } = await inkling([
      "eval",
      "--model",
      models.chat,
      "--suite",
      "inkling",
      "--data",
      "x.txt",
    ]);
    expect([code, err]).toEqual([2, expect.stringContaining("does not take --data")]);
  });

  it("is not given flags of its own where a text is scored", async () => {
    const { code, err } = await inkling(["eval", "--model", models.chat, "--data", "x.txt", "--wrong"]);
    expect([code, err]).toEqual([2, expect.stringContaining("give --suite inkling")]);
  });
});
