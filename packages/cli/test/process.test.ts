/** The installed command, as a real process: what can only go wrong between Node, npm and the shell. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folders, makeModels } from "./models.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bin = join(root, "packages/cli/bin/inkling.js");
let models: Folders;

beforeAll(async () => {
  // The process runs what is built. When nothing has changed, this takes a second.
  spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "packages/cli"], {
    cwd: root,
  });
  models = await makeModels();
});
afterAll(() => models.remove());

describe("the inkling process", () => {
  it("runs a command and leaves with its exit code", () => {
    const fine = spawnSync(process.execPath, [bin, "tokenize", "--model", models.bpe, "--json"], {
      input: "the",
    });
    expect(fine.stderr.toString()).toBe("");
    expect(fine.status).toBe(0);
    expect(JSON.parse(fine.stdout.toString())).toMatchObject({ ids: expect.any(Array) });
    const failed = spawnSync(process.execPath, [
      bin,
      "eval",
      "--model",
      models.char,
      "--data",
      "nowhere.txt",
    ]);
    expect(failed.status).toBe(1);
    expect(failed.stderr.toString()).toMatch(/^error: Cannot read nowhere\.txt/);
  });

  it("leaves quietly when nobody reads on", async () => {
    const argv = [bin, "generate", "--model", models.char, "--ids", "1", "--max-tokens", "1000000"];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += String(chunk);
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("ends at SIGINT with 130", async () => {
    const argv = [bin, "generate", "--model", models.char, "--ids", "1", "--max-tokens", "1000000"];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", () => child.kill("SIGINT"));
    child.stdout.resume();
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
  });

  it("says what to do where nothing is built", async () => {
    const folder = await mkdtemp(join(tmpdir(), "inkling-unbuilt-"));
    const { readFile, mkdir } = await import("node:fs/promises");
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    await writeFile(join(folder, "bin/inkling.js"), await readFile(bin));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin/inkling.js")]);
    expect({ status, err: stderr.toString() }).toEqual({
      status: 1,
      err: expect.stringContaining('"npm run build"'),
    });
    await rm(folder, { recursive: true });
  });
});
