import { readFile, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/main.ts";
import { hashesJson, isHashed, readHashes } from "../../src/run/hashes.ts";
import { inklingTrain, testTerminal, tiny, useFolder, writeText } from "../train/harness.ts";

const at = useFolder();
beforeEach(async () => {
  await writeText(at("text.txt"));
  const flags = ["--data", at("text.txt"), "--out", at("run"), ...tiny, "--steps", "12", "--dropout", "0.1"];
  expect(await inklingTrain(flags, testTerminal())).toBe(0);
});

async function verify(flags: readonly string[] = []) {
  const terminal = testTerminal();
  const code = await run(["verify", at("run"), ...flags], terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("inkling verify", () => {
  it("makes the steps again, and finds the same weights on any number of threads", async () => {
    for (const threads of ["1", "2"]) {
      const { code, out } = await verify(["--json", "--threads", threads]);
      const result = JSON.parse(out);
      expect(code).toBe(0);
      expect(result).toMatchObject({ same: true, steps: 10 });
      expect(result.compared.map(({ step }: { step: number }) => step)).toEqual([1, 2, 5, 10]);
    }
  });

  it("stops where it is told to", async () => {
    const { code, out } = await verify(["--steps", "3"]);
    expect(code).toBe(0);
    expect(out.match(/step \d+ +same/g)).toHaveLength(2);
  });

  it("fails if a recorded hash is another", async () => {
    const path = at("run/inkling.json");
    const text = await readFile(path, "utf8");
    const manifest = JSON.parse(text);
    manifest.training.hashes["5"] = "0".repeat(64);
    await writeFile(path, JSON.stringify(manifest));
    const { code, out, err } = await verify();
    expect(code).toBe(1);
    expect(out).toMatch(/step 2 +same[\s\S]*step 5 +differs/);
    expect(err).toContain("was not made from this data by this program");
  });

  it("says so if the data has changed", async () => {
    await writeFile(at("text.txt"), "Something else, again and again and again.\n".repeat(60));
    const { code, err } = await verify();
    expect(code).toBe(1);
    expect(err).toContain("is not what this model learned from");
  });

  it("says which step to go to if none was recorded so early", async () => {
    const path = at("run/inkling.json");
    const manifest = JSON.parse(await readFile(path, "utf8"));
    manifest.training.hashes = { 10: manifest.training.hashes["10"] };
    await writeFile(path, JSON.stringify(manifest));
    const { code, err } = await verify(["--steps", "3"]);
    expect(code).toBe(1);
    expect(err).toContain("give --steps 10 or more");
  });
});

describe("hashes", () => {
  it("are kept after steps 1, 2, 5, 10, 20, 50 …", () => {
    const steps = Array.from({ length: 1001 }, (_, step) => step).filter(isHashed);
    expect(steps).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  });

  it("come back as they were, and nothing else is taken for them", () => {
    const hashes = [
      { step: 2, sha256: "a".repeat(64) },
      { step: 10, sha256: "b".repeat(64) },
    ];
    expect(readHashes(hashesJson(hashes), "run")).toEqual(hashes);
    expect(readHashes(undefined, "run")).toEqual([]);
    for (const wrong of [[], "x", { two: "a".repeat(64) }, { 2: "short" }, { 2: 7 }]) {
      expect(() => readHashes(wrong, "run")).toThrow("inkling.json in run is damaged");
    }
  });
});
