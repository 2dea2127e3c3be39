/**
 * A folder as it would be pushed: checked first that it opens as a model and has a card, then listed.
 *
 * Listed are the files that inkling.json names, or, in a folder without it, those whose names a model's files have. Never
 * dot files, never pickles. Knows nothing of the hub. Try it: `await modelToPush("models/names", { optimizer: false })`
 */
import { readdir, stat } from "node:fs/promises";
import { createEngine, InklingError } from "inkling";
import { type CheckpointSet, openIdModel } from "inkling/node";
import { isCompanion, isGguf, isShard, OPTIMIZER, SHARDS_INDEX, WEIGHTS } from "./modelFiles.ts";

export interface FileToPush {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

export interface ModelToPush {
  readonly files: readonly FileToPush[];
  /** What is not as the hub would like it, a sentence each. */
  readonly notes: readonly string[];
}

/** @param optimizer also what Adam remembers @throws InklingError if it doesn't open, or has no card */
export async function modelToPush(dir: string, { optimizer }: { optimizer: boolean }): Promise<ModelToPush> {
  const set = await openedSet(dir);
  const notes = await checkCard(set);
  const names = set.manifest ? ["inkling.json", ...Object.keys(set.manifest.files)] : await knownNames(dir);
  const files: FileToPush[] = [];
  for (const name of names) {
    if (!set.has(name) || (name === OPTIMIZER && !optimizer)) continue;
    const path = set.path(name);
    files.push({ name, path, bytes: (await stat(path)).size });
  }
  return { files, notes };
}

/** Opening reads every weight, and compares every file with inkling.json where there is one. */
async function openedSet(dir: string): Promise<CheckpointSet> {
  const engine = await createEngine({ threads: 1 });
  try {
    return (await openIdModel(engine, dir)).set;
  } finally {
    engine.dispose();
  }
}

async function checkCard(set: CheckpointSet): Promise<string[]> {
  const card = set.has("README.md") ? await set.text("README.md") : "";
  if (card.replace(/^---\n.*?\n---\n/s, "").trim() === "") {
    throw new InklingError(
      `${set.dir} has no README.md that says what this model is. Write one: what it learned from, what it can and can't ` +
        "do, its licence. Whoever finds it on the hub sees that first.",
    );
  }
  if (card.startsWith("---\n")) return [];
  return [
    "README.md has no block of metadata at its top (---, license: …, ---), so the hub can't tell the licence or the task.",
  ];
}

async function knownNames(dir: string): Promise<string[]> {
  const belongs = (name: string) =>
    isCompanion(name) || isShard(name) || isGguf(name) || [WEIGHTS, SHARDS_INDEX, OPTIMIZER].includes(name);
  return (await readdir(dir)).filter((name) => !name.startsWith(".") && belongs(name)).sort();
}
