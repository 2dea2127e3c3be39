/** Two sets of files, an old and a new one, for the tests of saving and opening. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { ManifestFacts } from "../../src/checkpoint/manifest.ts";
import { type FileToSave, saveSet } from "../../src/node/checkpointFolder.ts";
import { openSet } from "../../src/node/openSet.ts";
import { fileSystemWith, type Step, soundFileSystem } from "./brokenFileSystem.ts";

/** The id of a process that is no more. */
export const endedProcess = spawnSync(process.execPath, ["-e", ""]).pid;

export let dir = "";
/** Gives every test of the file an empty place for its folder. */
export function useTemporaryFolder(): void {
  beforeEach(() => {
    dir = join(mkdtempSync(join(tmpdir(), "inkling-set-")), "run");
  });
  afterEach(() => {
    rmSync(join(dir, ".."), { recursive: true, force: true });
  });
}

export const facts = (step: number): ManifestFacts => ({
  inkling: "0.1.0",
  step,
  seed: 1,
  training: { lr: 0.001 },
  data: [],
  metrics: { valLoss: null },
});

export type Contents = Record<string, string>;
export const files = (contents: Contents): FileToSave[] =>
  Object.entries(contents).map(([name, text]) => ({
    name,
    write: (sink) => sink.write(new TextEncoder().encode(text)),
  }));

export const OLD = {
  "config.json": "old config",
  "model.safetensors": "old weights",
  "optimizer.safetensors": "old moments",
};
export const NEW = {
  "config.json": "new config",
  "model.safetensors": "new weights",
  "tokenizer.json": "a new file",
};

export const NAMES = [...Object.keys({ ...OLD, ...NEW }), "kept.txt"];

/** What a reader finds in the folder, and at which step it was saved. */
export async function found(): Promise<{ step: number | undefined; contents: Contents }> {
  const set = await openSet(dir);
  const contents: Contents = {};
  for (const name of NAMES) if (set.has(name)) contents[name] = await set.text(name);
  return { step: set.manifest?.step, contents };
}

export const oldSet = { step: 1, contents: { ...OLD, "kept.txt": "not of the set" } };
export const newSet = { step: 2, contents: { ...NEW, "kept.txt": "not of the set" } };

export async function saveOld(): Promise<void> {
  await saveSet(dir, files(OLD), facts(1), soundFileSystem);
  writeFileSync(join(dir, "kept.txt"), "not of the set");
  mkdirSync(join(dir, "best"));
}

/** All steps of a save that nothing disturbs. */
export async function stepsOfASave(): Promise<Step[]> {
  const steps: Step[] = [];
  const watching = fileSystemWith((step) => {
    steps.push(step);
    return undefined;
  });
  await saveOld();
  await saveSet(dir, files(NEW), facts(2), watching);
  rmSync(dir, { recursive: true });
  return steps;
}

/** In this test the writer that "was killed" is our own process: give its lock to one that has really ended. */
export function ownerDies(): void {
  const lock = join(dir, ".lock", "owner.json");
  if (existsSync(lock)) writeFileSync(lock, JSON.stringify({ pid: endedProcess, host: hostname(), run: "" }));
}
