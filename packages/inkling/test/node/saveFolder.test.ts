/** A folder appears whole or not at all, whatever happens on the way. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { saveFolder } from "../../src/node/saveFolder.ts";
import { fileSystemWith, Killed, killedAt, systemError } from "./brokenFileSystem.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "inkling-folder-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, text: string) => ({
  name,
  write: (sink: { write(bytes: Uint8Array): Promise<void> }) => sink.write(new TextEncoder().encode(text)),
});
const files = [file("config.json", "{}"), file("onnx/model.onnx", "numbers")];

describe("saveFolder", () => {
  it("writes files, and folders inside, and tells of each", async () => {
    const told: string[] = [];
    await saveFolder(join(dir, "new", "out"), files, (name) => told.push(name));
    expect(readFileSync(join(dir, "new/out/onnx/model.onnx"), "utf8")).toBe("numbers");
    expect(readdirSync(join(dir, "new"))).toEqual(["out"]);
    expect(told).toEqual(["config.json", "onnx/model.onnx"]);
  });

  it("takes the place of an empty folder, and of nothing else", async () => {
    mkdirSync(join(dir, "out"));
    await saveFolder(join(dir, "out"), files);
    await expect(saveFolder(join(dir, "out"), files)).rejects.toThrow(/is there already, with 2 files in it/);
    writeFileSync(join(dir, "file"), "mine");
    await expect(saveFolder(join(dir, "file"), files)).rejects.toThrow(/can't become a folder/);
    expect(readFileSync(join(dir, "file"), "utf8")).toBe("mine");
  });

  it("killed at any step, is there whole or not at all", async () => {
    const seen = new Set<string>();
    for (let step = 0; ; step++) {
      const out = join(dir, `out${step}`);
      const done = await saveFolder(out, files, undefined, killedAt(step)).then(
        () => true,
        (error) => {
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      const isThere = readdirSync(dir).includes(`out${step}`);
      seen.add(isThere ? readdirSync(out).sort().join() : "nothing");
      if (done) break;
    }
    expect([...seen]).toEqual(["nothing", "config.json,onnx"]);
  });

  it("on a full disk leaves nothing behind and says so", async () => {
    const full = fileSystemWith(({ kind, path }) => {
      if (kind === "write" && path.endsWith("model.onnx")) throw systemError("ENOSPC", path);
      return undefined;
    });
    const failed = saveFolder(join(dir, "out"), files, undefined, full);
    await expect(failed).rejects.toThrow(InklingError);
    await expect(failed).rejects.toThrow(/The disk is full.*Nothing is left of it/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it("refuses names that lead elsewhere, and names that come twice", async () => {
    for (const name of ["../a", "/a", "a//b", "a/../b", "", "a\\b"]) {
      await expect(saveFolder(join(dir, "out"), [file(name, "x")])).rejects.toThrow(InklingError);
    }
    await expect(saveFolder(join(dir, "out"), [files[0]!, files[0]!])).rejects.toThrow(/two files named/);
    expect(readdirSync(dir)).toEqual([]);
  });
});
