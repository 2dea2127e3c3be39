import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { openFileSource, sha256OfFile, writeFileAtomically } from "../../src/node/files.ts";
import { fileSystemWith, Killed, killedAt, systemError } from "./brokenFileSystem.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "inkling-files-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});
const bytes = (text: string) => new TextEncoder().encode(text);

describe("writeFileAtomically", () => {
  it("replaces a file and leaves nothing beside it", async () => {
    await writeFileAtomically(join(dir, "a"), bytes("one"));
    await writeFileAtomically(join(dir, "a"), bytes("two"));
    expect(readFileSync(join(dir, "a"), "utf8")).toBe("two");
    expect(readdirSync(dir)).toEqual(["a"]);
  });

  it("killed at any step, leaves the old or the new text under the name", async () => {
    const texts = new Set<string>();
    for (let number = 0; ; number++) {
      writeFileSync(join(dir, "a"), "old text");
      const done = await writeFileAtomically(join(dir, "a"), bytes("new text"), killedAt(number)).then(
        () => true,
        (error) => {
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      texts.add(readFileSync(join(dir, "a"), "utf8"));
      if (done) break;
    }
    expect([...texts]).toEqual(["old text", "new text"]);
  });

  it("on a full disk keeps the old file, removes the half-written one and says what to do", async () => {
    writeFileSync(join(dir, "a"), "old");
    const full = fileSystemWith(({ kind, path }) => {
      if (kind === "write") throw systemError("ENOSPC", path);
      return undefined;
    });
    const failed = writeFileAtomically(join(dir, "a"), bytes("new"), full);
    await expect(failed).rejects.toThrow(InklingError);
    await expect(failed).rejects.toThrow(
      /could not be written \(ENOSPC\)\. The disk is full\. .* Nothing is lost/,
    );
    expect(readdirSync(dir)).toEqual(["a"]);
    expect(readFileSync(join(dir, "a"), "utf8")).toBe("old");
  });

  it("in a folder that may not be written", async () => {
    // The refusal is played: an administrator, as in many containers, may write anywhere.
    const closed = fileSystemWith(({ kind, path }) => {
      if (kind === "createFile") throw systemError("EACCES", path);
      return undefined;
    });
    const failed = writeFileAtomically(join(dir, "a"), bytes("new"), closed);
    await expect(failed).rejects.toThrow(/Permission was denied/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it("in a folder that isn't there", async () => {
    await expect(writeFileAtomically(join(dir, "no", "a"), bytes("x"))).rejects.toThrow(
      /There is no such file or folder/,
    );
  });
});

describe("openFileSource", () => {
  it("reads at any position, and refuses what lies outside the file", async () => {
    writeFileSync(join(dir, "a"), "hello world");
    const source = await openFileSource(join(dir, "a"));
    try {
      expect(source.size).toBe(11);
      expect(await source.read(6, 5)).toEqual(bytes("world"));
      expect(await source.read(0, 5)).toEqual(bytes("hello"));
      expect(await source.read(11, 0)).toEqual(bytes(""));
      for (const [start, length] of [
        [7, 5],
        [-1, 2],
        [0, -1],
        [Number.NaN, 1],
      ] as const) {
        await expect(source.read(start, length)).rejects.toThrow(InklingError);
      }
    } finally {
      await source.close();
    }
  });

  it("notices that the file was cut short while it was open", async () => {
    writeFileSync(join(dir, "a"), "hello world");
    const source = await openFileSource(join(dir, "a"));
    try {
      writeFileSync(join(dir, "a"), "hell");
      await expect(source.read(0, 11)).rejects.toThrow(/ended at byte 4 while it was read, of 11/);
    } finally {
      await source.close();
    }
  });

  it("says that a file isn't there, or is a folder", async () => {
    await expect(openFileSource(join(dir, "no"))).rejects.toThrow(/could not be opened \(ENOENT\)/);
    await expect(openFileSource(dir)).rejects.toThrow(/is no ordinary file/);
  });
});

describe("sha256OfFile", () => {
  it("gives the published hash of a million times the letter a", async () => {
    writeFileSync(join(dir, "a"), "a".repeat(1_000_000));
    // FIPS 180-2, appendix B.3
    expect(await sha256OfFile(join(dir, "a"))).toBe(
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    );
  });
});
