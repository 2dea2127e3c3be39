import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MANIFEST, type Manifest } from "../../src/checkpoint/manifest.ts";
import { InklingError } from "../../src/errors.ts";
import { type FileToSave, saveSet } from "../../src/node/checkpointFolder.ts";
import {
  fileSystemWith,
  fullFrom,
  Killed,
  killedAt,
  soundFileSystem,
  systemError,
} from "./brokenFileSystem.ts";
import {
  dir,
  endedProcess,
  facts,
  files,
  found,
  NEW,
  newSet,
  OLD,
  oldSet,
  ownerDies,
  saveOld,
  stepsOfASave,
  useTemporaryFolder,
} from "./twoSets.ts";

useTemporaryFolder();

describe("saving a set", () => {
  it("leaves a plain folder with the set's files, and nothing else of its own", async () => {
    await saveOld();
    expect(await found()).toEqual(oldSet);
    await saveSet(dir, files(NEW), facts(2));
    expect(await found()).toEqual(newSet);
    expect(readdirSync(dir).sort()).toEqual([...Object.keys(newSet.contents), "best", MANIFEST].sort());
    for (const [name, text] of Object.entries(NEW)) expect(readFileSync(join(dir, name), "utf8")).toBe(text);
  });

  it("records the size and sha256 of every other file in inkling.json", async () => {
    await saveSet(dir, files({ "config.json": "abc" }), facts(3));
    const manifest: Manifest = JSON.parse(readFileSync(join(dir, MANIFEST), "utf8"));
    expect(manifest).toEqual({
      format: 1,
      ...facts(3),
      files: {
        "config.json": {
          bytes: 3,
          sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", // FIPS 180-2, "abc"
        },
      },
    });
  });

  it("syncs every file and the folder before the one rename that publishes, and the folder after it", async () => {
    const steps = await stepsOfASave();
    const publish = steps.findIndex(({ kind, path }) => kind === "rename" && path.endsWith(".commit"));
    const staged = steps.slice(0, publish);
    const written = staged.filter(({ kind, path }) => kind === "createFile" && path.includes(".staging-"));
    expect(written.length).toBe(Object.keys(NEW).length + 2); // and inkling.json and the journal
    for (const { path } of written) {
      const last = staged.findLastIndex((step) => step.kind === "write" && step.path === path);
      expect(staged.slice(last).some((step) => step.kind === "sync" && step.path === path)).toBe(true);
    }
    expect(steps[publish - 1]?.kind).toBe("syncFolder");
    expect(steps[publish + 1]).toEqual({ kind: "syncFolder", path: dir });
  });

  it.each([
    "../config.json",
    "a/b",
    "a\\b",
    "..",
    "",
    ".commit",
    ".hidden",
    "con",
    "NUL.txt",
    "a:b",
    "inkling.json",
  ])("refuses %j as a file's name", async (name) => {
    await expect(saveSet(dir, files({ [name]: "" }), facts(1))).rejects.toThrow(InklingError);
    expect(existsSync(dir)).toBe(false);
  });

  it("passes on the error of whoever writes a file, and keeps the old set", async () => {
    await saveOld();
    const bug = new Error("a bug in a writer");
    const failing = { name: "model.safetensors", write: () => Promise.reject(bug) };
    await expect(saveSet(dir, [failing], facts(2))).rejects.toBe(bug);
    expect(await found()).toEqual(oldSet);
    expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("a save that is killed", () => {
  it("at any step leaves exactly the old or exactly the new set, and the next save works", async () => {
    const steps = await stepsOfASave();
    const publish = steps.findIndex(({ kind, path }) => kind === "rename" && path.endsWith(".commit"));
    expect(publish).toBeGreaterThan(20);
    for (let number = 0; number < steps.length; number++) {
      await saveOld();
      await expect(saveSet(dir, files(NEW), facts(2), killedAt(number))).rejects.toThrow(Killed);
      const where = `killed at step ${number}, ${steps[number]?.kind} ${steps[number]?.path}`;
      expect(await found(), where).toEqual(number <= publish ? oldSet : newSet);
      ownerDies();
      await saveSet(dir, files({ "config.json": "third" }), facts(3), soundFileSystem);
      expect(await found(), where).toEqual({
        step: 3,
        contents: { "config.json": "third", "kept.txt": "not of the set" },
      });
      expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
      rmSync(dir, { recursive: true });
    }
  });

  it("and killed again while the next writer finishes it, at any step, still leaves the new set", async () => {
    const steps = await stepsOfASave();
    const published = steps.findIndex(({ kind, path }) => kind === "rename" && path.endsWith(".commit")) + 1;
    for (let number = 0; number < 30; number++) {
      await saveOld();
      await expect(saveSet(dir, files(NEW), facts(2), killedAt(published + 3))).rejects.toThrow(Killed);
      ownerDies();
      await expect(saveSet(dir, files(OLD), facts(1), killedAt(number))).rejects.toThrow(Killed);
      expect(await found(), `killed again at step ${number}`).toEqual(newSet);
      rmSync(dir, { recursive: true });
    }
  });

  it("the first save of all, at any step, leaves nothing or the whole set", async () => {
    for (let number = 0; ; number++) {
      const saved = await saveSet(dir, files(NEW), facts(2), killedAt(number)).then(
        () => true,
        (error) => {
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      if (existsSync(dir)) {
        const { step, contents } = await found();
        expect(contents).toEqual(step === undefined ? {} : NEW);
      }
      rmSync(dir, { recursive: true, force: true });
      if (saved) break;
    }
  });
});

describe("a save that fails", () => {
  it("on a full disk, from any step on, says so, and keeps the old set (or the new, once published)", async () => {
    const steps = await stepsOfASave();
    let refused = 0;
    for (let number = 0; number < steps.length; number++) {
      await saveOld();
      const error = await saveSet(dir, files(NEW), facts(2), fullFrom(number)).catch(
        (thrown: unknown) => thrown,
      );
      if (error === undefined) {
        expect(await found()).toEqual(newSet);
      } else {
        refused++;
        expect(error).toBeInstanceOf(InklingError);
        expect(String(error)).toContain("could not be saved in");
        expect(String(error)).toContain("(ENOSPC). The disk is full. Free some space");
        expect(String(error)).toContain("the checkpoint that was there before is untouched");
        expect(await found()).toEqual(oldSet);
        // No half-written file keeps the disk full.
        expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
      }
      rmSync(dir, { recursive: true });
    }
    expect(refused).toBeGreaterThan(20);
  });

  it.each(["EACCES", "EROFS", "EPERM"])("for want of permission (%s) says what to do", async (code) => {
    await saveOld();
    const fs = fileSystemWith(({ kind, path }) => {
      if (kind === "makeUniqueFolder") throw systemError(code, path);
      return undefined;
    });
    const failed = saveSet(dir, files(NEW), facts(2), fs);
    await expect(failed).rejects.toThrow(InklingError);
    await expect(failed).rejects.toThrow(/could not be saved in .* Choose a folder .* Nothing is lost/);
    expect(await found()).toEqual(oldSet);
  });

  it("after it was published says that the new set is saved, and where", async () => {
    await saveOld();
    const fs = fileSystemWith(({ kind, path }) => {
      if (kind === "rename" && path === join(dir, "model.safetensors")) throw systemError("EBUSY", path);
      return undefined;
    });
    await expect(saveSet(dir, files(NEW), facts(2), fs)).rejects.toThrow(
      /is saved in .* \(EBUSY\).* Nothing is lost/,
    );
    expect(await found()).toEqual(newSet);
  });

  it("because a part of the path is a file", async () => {
    writeFileSync(dir, "");
    await expect(saveSet(join(dir, "a"), [], facts(1))).rejects.toThrow(/A part of the path is a file/);
  });
});

describe("two writers", () => {
  it("the second is refused while the first is at work, and the first is not disturbed", async () => {
    await saveOld();
    const second: FileToSave = {
      name: "config.json",
      async write(sink) {
        await expect(saveSet(dir, files(OLD), facts(9))).rejects.toThrow(
          new RegExp(`Process ${process.pid} on .* is saving into this folder`),
        );
        await sink.write(new TextEncoder().encode("mine"));
      },
    };
    await saveSet(dir, [second], facts(2));
    expect(await found()).toEqual({
      step: 2,
      contents: { "config.json": "mine", "kept.txt": "not of the set" },
    });
  });

  it("at once: every save either succeeds whole or is refused", async () => {
    const attempts = Array.from({ length: 8 }, (_, n) =>
      saveSet(dir, files({ "config.json": `${n}` }), facts(n)),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(InklingError);
    const { step, contents } = await found();
    expect(contents).toEqual({ "config.json": `${step}` });
    expect(readdirSync(dir).sort()).toEqual(["config.json", MANIFEST]);
  });

  it.each([
    ["a process that has ended", () => ({ pid: endedProcess, host: hostname() }), true],
    [
      "an earlier process with our own id",
      () => ({ pid: process.pid, host: hostname(), run: "earlier" }),
      true,
    ],
    ["a process that runs", () => ({ pid: process.ppid, host: hostname() }), false],
    ["another machine", () => ({ pid: 1, host: "elsewhere.example" }), false],
    ["nobody that can be read", () => "", true],
  ])("a lock of %s", async (_, owner, free) => {
    await saveOld();
    mkdirSync(join(dir, ".lock"));
    writeFileSync(join(dir, ".lock", "owner.json"), JSON.stringify(owner()));
    const saving = saveSet(dir, files(NEW), facts(2));
    if (free) await saving;
    else await expect(saving).rejects.toThrow(/is saving into this folder.*delete .*\.lock/);
    expect(await found()).toEqual(free ? newSet : oldSet);
  });
});
