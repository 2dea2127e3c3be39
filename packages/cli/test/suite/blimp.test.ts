import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { createEngine, logProbabilities } from "inkling";
import { openIdModel } from "inkling/node";
import { describe, expect, it } from "vitest";
import { readBlimp } from "../../src/suite/blimp.ts";
import counts from "./fixtures/blimp-stories260K.json" with { type: "json" };
import { storiesTokenizer, writeStories260K } from "./stories260K.ts";

/** Reference data beside the repository. Where it is absent, its tests are skipped. */
const shared = (path: string) => new URL(`../../../../../shared/data/${path}`, import.meta.url);
const zip = shared("eval/BLiMP.zip");

const line = (name: string, good: string) =>
  JSON.stringify({
    UID: name,
    linguistics_term: "island_effects",
    sentence_good: good,
    sentence_bad: "Bad.",
  });
const zipOf = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

describe("readBlimp", () => {
  it("gives the first pairs of each paradigm, and leaves alone what else there is", () => {
    const found = readBlimp(
      zipOf({
        "data/b.jsonl": `${line("b", "One.")}\n${line("b", "Two.")}\n`,
        "data/a.jsonl": line("a", "Three."),
        "data/../../evil.jsonl": "no JSON",
        "/etc/evil.jsonl": "no JSON",
        "data/.DS_Store": "no JSON",
        "data/bomb.jsonl": " ".repeat(3_000_000),
      }),
      1,
    );
    expect(found).toEqual([
      { name: "a", phenomenon: "island_effects", pairs: [{ good: "Three.", bad: "Bad." }] },
      { name: "b", phenomenon: "island_effects", pairs: [{ good: "One.", bad: "Bad." }] },
    ]);
  });

  it.each(["", "no JSON", "null", "[1]", '{"UID": 7}', '{"UID": "a", "linguistics_term": "b"}'])(
    "says what is wrong with a line %j",
    (text) => {
      expect(() => readBlimp(zipOf({ "data/a.jsonl": text }), 5)).toThrow(
        /^data\/a\.jsonl: a line has no "\w+"\. The file is damaged\.$/,
      );
    },
  );

  it.skipIf(!existsSync(zip))("finds 67 paradigms of 1,000 pairs in 12 phenomena", () => {
    const all = readBlimp(readFileSync(zip), 1000);
    expect(all).toHaveLength(67);
    expect(new Set(all.map(({ pairs }) => pairs.length))).toEqual(new Set([1000]));
    expect(new Set(all.map(({ phenomenon }) => phenomenon)).size).toBe(12);
    expect(all[0].pairs[0]).toEqual({
      good: "Who should Derek hug after shocking Richard?",
      bad: "Who should Derek hug Richard after shocking?",
    });
  });
});

describe("stories260K on the first 100 pairs of each paradigm", () => {
  const expected = Object.entries(counts);

  it("gets 53.1% right by PyTorch", () => {
    const right = expected.reduce((sum, [, count]) => sum + count, 0);
    expect(expected).toHaveLength(67);
    expect((100 * right) / (67 * 100)).toBeCloseTo(53.1, 1);
  });

  // All 67 take half a minute and agree, too.
  it.skipIf(!existsSync(zip))(
    "gets as many right by ours, paradigm by paradigm (every sixteenth)",
    async () => {
      const dir = await mkdtemp(join(tmpdir(), "inkling-stories-"));
      const engine = await createEngine({ threads: 1 });
      try {
        await writeStories260K(shared("models/stories260K/stories260K.bin"), dir);
        const encode = storiesTokenizer(shared("models/stories260K/tok512.bin"));
        const { model } = await openIdModel(engine, dir);
        const chosen = readBlimp(readFileSync(zip), 100).filter((_, i) => i % 16 === 0);
        const found: [string, number][] = [];
        for (const { name, pairs } of chosen) {
          const good = await logProbabilities(
            model,
            pairs.map((pair) => encode(pair.good)),
          );
          const bad = await logProbabilities(
            model,
            pairs.map((pair) => encode(pair.bad)),
          );
          found.push([name, good.filter((one, i) => one > bad[i]).length]);
        }
        expect(found).toEqual(expected.filter((_, i) => i % 16 === 0));
      } finally {
        engine.dispose();
        await rm(dir, { recursive: true });
      }
    },
    60_000,
  );
});
