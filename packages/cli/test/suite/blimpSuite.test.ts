import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { outputFor } from "../../src/shared/output.ts";
import type { BlimpResult, ParadigmResult } from "../../src/suite/blimpResult.ts";
import { summaryOf } from "../../src/suite/blimpSuite.ts";
import { scoreOf } from "../../src/suite/score.ts";
import { showBlimp } from "../../src/suite/showBlimp.ts";
import { fakeTerminal, inkling } from "../inkling.ts";
import { makeModels } from "../models.ts";

const zip = fileURLToPath(new URL("../../../../../shared/data/eval/BLiMP.zip", import.meta.url));

const paradigm = (phenomenon: string, right: number, of: number, sentence = "Good."): ParadigmResult => ({
  name: `${phenomenon}_${right}`,
  phenomenon,
  score: scoreOf(right, of),
  example: { good: sentence, bad: sentence },
});

describe("summaryOf", () => {
  it("weighs every pair the same, and keeps phenomena in order", () => {
    const results = [paradigm("b", 1, 2), paradigm("a", 6, 8), paradigm("b", 0, 2)];
    const { score, phenomena } = summaryOf(results);
    expect([score.right, score.of]).toEqual([7, 12]);
    expect(phenomena.map(({ name, score: { right, of } }) => [name, right, of])).toEqual([
      ["a", 6, 8],
      ["b", 1, 4],
    ]);
  });
});

describe("showBlimp", () => {
  it("fits 80 columns, and shows both ends by example", () => {
    const sentence = "Which of these words is the one that is too many, and which is not? ".repeat(2);
    const results = Array.from({ length: 67 }, (_, i) =>
      paradigm("subject_verb_agreement", i, 1000, sentence),
    );
    const result: BlimpResult = {
      suite: "blimp",
      pairs: 1000,
      ...summaryOf(results),
      results,
      published: { "5-gram": 0.612, people: 0.964 },
      cut: 134_000,
    };
    const { terminal, written } = fakeTerminal({ tty: true, env: { NO_COLOR: "1" } });
    showBlimp(result, outputFor(terminal, {}));
    for (const line of written.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(written.out).toMatch(/easiest[\s\S]*6\.6%[\s\S]*hardest[\s\S]*0\.0%/);
  });
});

describe("inkling eval --suite blimp", () => {
  it.skipIf(!existsSync(zip))("scores the first pairs of all paradigms, and tells what was cut", async () => {
    const models = await makeModels();
    const flags = ["eval", "--suite", "blimp", "--model", models.bpe, "--blimp", zip, "--threads", "1"];
    const { code, out } = await inkling([...flags, "--pairs", "2", "--json"]);
    const result: BlimpResult = JSON.parse(out);
    expect(code).toBe(0);
    expect(result).toMatchObject({ suite: "blimp", pairs: 2, score: { of: 134 } });
    expect(result.results).toHaveLength(67);
    expect(result.phenomena).toHaveLength(12);
    expect(result.cut).toBeGreaterThan(0); // bytes, in a context of 24
    expect((await inkling([...flags, "--pairs", "2", "--json"])).out).toBe(out);
    await models.remove();
  });

  it("says which file can't be read", async () => {
    const models = await makeModels();
    const { code, err } = await inkling([
      "eval",
      "--suite",
      "blimp",
      "--model",
      models.bpe,
      "--blimp",
      "no.zip",
    ]);
    expect([code, err]).toEqual([1, expect.stringContaining("no.zip could not be read (ENOENT)")]);
    await models.remove();
  });
});
