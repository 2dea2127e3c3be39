import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, logProbability } from "inkling";
import { openIdModel } from "inkling/node";
import { describe, expect, it } from "vitest";
import { fetchBlimp, readBlimp } from "../../src/suite/blimp.ts";
import { storiesTokenizer, writeStories260K } from "./stories260K.ts";

/** Reference data beside the repository. Where it is absent, its tests are skipped. */
const shared = (path: string) => new URL(`../../../../../shared/data/${path}`, import.meta.url);
const zip = shared("eval/BLiMP.zip");

describe("readBlimp", () => {
  it("refuses any file but the one that figures are published of", () => {
    expect(() => readBlimp(new Uint8Array([80, 75, 3, 4]), 1)).toThrow(
      /sha256 is [0-9a-f]{64}, expected 172a1a71/,
    );
  });

  it("says which file can't be read", async () => {
    await expect(fetchBlimp("nowhere/BLiMP.zip", () => {})).rejects.toThrow(
      /nowhere\/BLiMP\.zip could not be read/,
    );
  });

  it.skipIf(!existsSync(zip))("has 67 paradigms of 1,000 pairs, of which the first are given", () => {
    const bytes = readFileSync(zip);
    const all = readBlimp(bytes, 1000);
    expect(all).toHaveLength(67);
    expect(new Set(all.map(({ pairs }) => pairs.length))).toEqual(new Set([1000]));
    const [first] = readBlimp(bytes, 2);
    expect([first.name, first.phenomenon, first.pairs.length]).toEqual([
      "adjunct_island",
      "island_effects",
      2,
    ]);
    expect(first.pairs).toEqual(all[0].pairs.slice(0, 2));
  });
});

describe.skipIf(!existsSync(zip))("stories260K on the first 100 pairs of each paradigm", () => {
  it("scores 53.1%, as measured with PyTorch", async () => {
    const dir = await mkdtemp(join(tmpdir(), "inkling-stories-"));
    const engine = await createEngine({ threads: 1 });
    try {
      await writeStories260K(shared("models/stories260K/stories260K.bin"), dir);
      const encode = storiesTokenizer(shared("models/stories260K/tok512.bin"));
      const { model } = await openIdModel(engine, dir);
      const pairs = readBlimp(readFileSync(zip), 100).flatMap((paradigm) => paradigm.pairs);
      let right = 0;
      for (const { good, bad } of pairs) {
        const [better, worse] = [
          await logProbability(model, encode(good)),
          await logProbability(model, encode(bad)),
        ];
        if (better > worse) right++;
      }
      expect(pairs).toHaveLength(6700);
      expect(Math.round((1000 * right) / pairs.length) / 10).toBe(53.1);
    } finally {
      engine.dispose();
      await rm(dir, { recursive: true });
    }
  }, 300_000);
});
