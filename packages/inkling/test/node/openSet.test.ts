import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "../../src/checkpoint/manifest.ts";
import { InklingError } from "../../src/errors.ts";
import { saveSet } from "../../src/node/checkpointFolder.ts";
import { nodeFileSystem } from "../../src/node/files.ts";
import { openSet } from "../../src/node/openSet.ts";
import { Killed, killedAt, soundFileSystem } from "./brokenFileSystem.ts";
import {
  dir,
  facts,
  files,
  found,
  NEW,
  newSet,
  saveOld,
  stepsOfASave,
  useTemporaryFolder,
} from "./twoSets.ts";

useTemporaryFolder();

describe("opening a set", () => {
  it("names the file in which a byte was changed, or which was cut short", async () => {
    await saveOld();
    writeFileSync(join(dir, "model.safetensors"), "old wEights");
    await expect(openSet(dir)).rejects.toThrow(/model\.safetensors is not the file that was saved/);
    writeFileSync(join(dir, "model.safetensors"), "old");
    await expect(openSet(dir)).rejects.toThrow(/inkling\.json says 11 bytes, found 3/);
    await expect(openSet(dir, { verify: false })).resolves.toBeDefined();
  });

  it("opens a folder of somebody else's, without inkling.json", async () => {
    mkdirSync(dir);
    writeFileSync(join(dir, "config.json"), "{}");
    const set = await openSet(dir);
    expect(set.manifest).toBeUndefined();
    expect(await set.text("config.json")).toBe("{}");
    expect(set.path("config.json")).toBe(join(dir, "config.json"));
    expect(() => set.path("model.safetensors")).toThrow(/has no file model\.safetensors/);
    await expect(set.source("../secret")).rejects.toThrow(/can't name a file of a checkpoint/);
  });

  it("says when another set was saved meanwhile, and never mixes the two", async () => {
    await saveOld();
    const set = await openSet(dir);
    const model = await set.source("model.safetensors");
    await saveSet(dir, files(NEW), facts(2));
    await expect(set.text("config.json")).rejects.toThrow(
      /Another checkpoint was saved into .* Open the folder again/,
    );
    // What was open stays what it was.
    expect(new TextDecoder().decode(await model.read(0, model.size))).toBe("old weights");
    await model.close();
  });

  it("sees whole sets only while a writer saves again and again", async () => {
    await saveSet(dir, files({ a: "0", b: "0" }), facts(0));
    let saving = true;
    const writer = (async () => {
      for (let n = 1; n <= 30; n++)
        await saveSet(dir, files({ a: `${n}`, b: `${n}` }), facts(n), soundFileSystem);
      saving = false;
    })();
    let opened = 0;
    while (saving) {
      try {
        const set = await openSet(dir);
        const texts = [await set.text("a"), await set.text("b")];
        expect(texts).toEqual([`${set.manifest?.step}`, `${set.manifest?.step}`]);
        opened++;
      } catch (error) {
        expect(String(error)).toMatch(/Another checkpoint was saved/);
      }
    }
    await writer;
    expect(opened).toBeGreaterThan(0);
    expect((await openSet(dir)).manifest?.step).toBe(30);
  });

  it("writes nothing: a set that waits in .commit is read where it is", async () => {
    const steps = await stepsOfASave();
    const publish = steps.findIndex(({ kind, path }) => kind === "rename" && path.endsWith(".commit"));
    await saveOld();
    await expect(saveSet(dir, files(NEW), facts(2), killedAt(publish + 2))).rejects.toThrow(Killed);
    const before = [readdirSync(dir), readdirSync(join(dir, ".commit")), statSync(dir).mtimeMs];
    expect(await found()).toEqual(newSet);
    expect([readdirSync(dir), readdirSync(join(dir, ".commit")), statSync(dir).mtimeMs]).toEqual(before);
  });

  it.each([
    ["no folder", () => {}, /could not be opened \(ENOENT\)/],
    ["a damaged inkling.json", () => put(MANIFEST, "{}"), /inkling\.json: format is undefined, expected 1/],
    ["an inkling.json that is no JSON", () => put(MANIFEST, "{"), /inkling\.json is not JSON/],
    [
      "an inkling.json that points outside",
      () => put(MANIFEST, manifestWith("../../etc/passwd")),
      /can't name a file/,
    ],
    [
      "a damaged journal",
      () => put(".commit/.journal.json", '{"files":["../x"],"remove":[]}'),
      /journal\.json is damaged/,
    ],
  ])("refuses %s", async (_, prepare, message) => {
    prepare();
    const refused = openSet(dir);
    await expect(refused).rejects.toThrow(InklingError);
    await expect(refused).rejects.toThrow(message);
  });

  it("refuses text that is not UTF-8", async () => {
    await nodeFileSystem.makeFolder(dir);
    writeFileSync(join(dir, "config.json"), Uint8Array.of(0xff, 0xfe));
    await expect((await openSet(dir)).text("config.json")).rejects.toThrow(/is not UTF-8 text/);
  });
});

function put(name: string, text: string): void {
  mkdirSync(join(dir, ".commit"), { recursive: true });
  writeFileSync(join(dir, name), text);
}

function manifestWith(name: string): string {
  return JSON.stringify({ format: 1, ...facts(1), files: { [name]: { bytes: 0, sha256: "0".repeat(64) } } });
}
