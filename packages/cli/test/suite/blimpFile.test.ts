import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BLIMP, fetchBlimp } from "../../src/suite/blimpFile.ts";

/** Stands for the real file, which is not ours to keep here; a data: URL needs no network. */
const content = Buffer.from("pairs of sentences");
const file = {
  url: `data:application/zip;base64,${content.toString("base64")}`,
  sha256: createHash("sha256").update(content).digest("hex"),
  licence: "CC BY 4.0",
};
const offline = { ...file, url: "http://localhost:1/BLiMP.zip" };

let root: string;
let notes: string[];
let cached: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "inkling-blimp-"));
  cached = join(root, "inkling", "BLiMP.zip");
  notes = [];
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(root, { recursive: true });
});
const place = (path?: string) => ({
  path,
  env: { XDG_CACHE_HOME: root },
  note: (line: string) => void notes.push(line),
});

describe("fetchBlimp", () => {
  it("downloads once, says so with the licence, and then takes it from the cache", async () => {
    expect(Buffer.from(await fetchBlimp(place(), file))).toEqual(content);
    expect(notes).toEqual([`Downloading BLiMP (Warstadt et al. 2020; CC BY 4.0; 2.4 MB) to ${cached}`]);
    expect(await readFile(cached)).toEqual(content);
    expect(await fetchBlimp(place(), offline)).toEqual(content);
    expect(notes).toHaveLength(1);
  });

  it("downloads again what is damaged in the cache", async () => {
    await mkdir(join(root, "inkling"));
    await writeFile(cached, "half a fi");
    expect(Buffer.from(await fetchBlimp(place(), file))).toEqual(content);
    expect(notes[0]).toBe(`${cached} is damaged, so it is downloaded again.`);
    expect(await readFile(cached)).toEqual(content);
  });

  it("takes a file that is at hand, whether there is a network or not", async () => {
    const path = join(root, "mine.zip");
    await writeFile(path, content);
    expect(await fetchBlimp(place(path), offline)).toEqual(content);
    expect(notes).toEqual([]);
  });

  it("refuses any other file, and keeps none", async () => {
    const path = join(root, "other.zip");
    await writeFile(path, "something else");
    await expect(fetchBlimp(place(path))).rejects.toThrow(
      /other\.zip is not the BLiMP\.zip .* sha256 is [0-9a-f]{64}, expected 172a1a71\w+\. Take it from https:/,
    );
    await expect(fetchBlimp(place(), { ...file, sha256: BLIMP.sha256 })).rejects.toThrow(
      /expected 172a1a71.* give --blimp PATH/,
    );
    await expect(readFile(cached)).rejects.toThrow(/ENOENT/);
    await expect(fetchBlimp(place(join(root, "none.zip")))).rejects.toThrow(/none\.zip could not be read/);
  });

  it("says what to do without a network, and on a bad answer", async () => {
    await expect(fetchBlimp(place(), offline)).rejects.toThrow(
      /localhost:1\/BLiMP\.zip could not be read: is there a network\? .* give --blimp PATH/,
    );
    vi.stubGlobal("fetch", async () => new Response("gone", { status: 404 }));
    await expect(fetchBlimp(place(), file)).rejects.toThrow(/answered 404\. .* give --blimp PATH/);
    vi.stubGlobal("fetch", async () => new Response(new Uint8Array(10_000_001)));
    await expect(fetchBlimp(place(), file)).rejects.toThrow(/sends more than 10000000 bytes/);
  });

  it("keeps to the home folder if XDG_CACHE_HOME is empty or relative", async () => {
    vi.stubGlobal("fetch", async () => new Response("gone", { status: 404 }));
    for (const XDG_CACHE_HOME of ["", "here", undefined]) {
      await expect(
        fetchBlimp({ ...place(), env: { XDG_CACHE_HOME } }, { ...file, sha256: "none" }),
      ).rejects.toThrow(/404/);
      expect(notes.at(-1)).toContain(join(homedir(), ".cache", "inkling", "BLiMP.zip"));
    }
  });
});
