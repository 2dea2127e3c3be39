/**
 * A checkpoint is one set of files in a folder, replaced as a whole: whoever opens the folder, whenever the writer
 * was killed, finds exactly the old set or exactly the new one.
 *
 *   1. DIR/.staging-x/   gets every new file, and a journal that lists them; each is synced to the disk
 *   2. DIR/.commit       is that folder's new name. This one rename publishes the set.
 *   3. roll forward      each file moves from DIR/.commit into DIR; the old set's other files go; .commit goes last
 *
 * A reader takes a file from DIR/.commit if it is there, and else from DIR, so it sees the new set from step 2 on
 * and needs no right to write. A writer first finishes step 3 for one that was killed. There are no symbolic
 * links: it is a plain folder again when all is done, and works on Windows.
 *
 * Knows nothing of what the files mean. Try it: `(await openSet("runs/a")).has("config.json")`.
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { ByteSink } from "../checkpoint/bytes.ts";
import {
  checkFileName,
  type FileRecord,
  MANIFEST,
  type ManifestFacts,
  manifestText,
  parseManifest,
} from "../checkpoint/manifest.ts";
import { InklingError } from "../errors.ts";
import { explainFileError, type FileSystem, isMissing, nodeFileSystem, unlessMissing } from "./files.ts";
import { LOCK_PREFIX, lockFolder } from "./folderLock.ts";

const STAGING_PREFIX = ".staging-";
export const COMMIT = ".commit";
export const JOURNAL = ".journal.json";

/** A file of the set to be saved: `write` is called once, when its turn has come. */
export interface FileToSave {
  readonly name: string;
  write(sink: ByteSink): Promise<void>;
}

/** What step 3 has to do. */
export interface Journal {
  /** The whole new set, inkling.json among it. */
  readonly files: readonly string[];
  /** Files of the old set that the new one lacks. */
  readonly remove: readonly string[];
}

/**
 * Replaces the set of files in `dir` by `files` and an inkling.json that records `facts` and every file's sha256.
 * Other files in the folder stay. Both sets are on the disk for a moment, so there must be room for both.
 * @throws InklingError if the disk is full, the folder can't be written or another process is saving into it. The
 *   old set is then untouched, unless the message says that the new one is saved already.
 */
export async function saveSet(
  dir: string,
  files: readonly FileToSave[],
  facts: ManifestFacts,
  fs: FileSystem = nodeFileSystem,
): Promise<void> {
  checkNames(files.map(({ name }) => name));
  let saved = false;
  try {
    await fs.makeFolder(dir);
    await fs.syncFolder(dirname(dir));
    const unlock = await lockFolder(dir, fs);
    try {
      await tidy(dir, fs);
      const staging = await stage(dir, files, facts, fs);
      await fs.rename(staging, join(dir, COMMIT));
      saved = true;
      await fs.syncFolder(dir);
      await rollForward(dir, fs);
    } finally {
      await unlock();
    }
  } catch (error) {
    if (!saved) {
      const untouched = "Nothing is lost: the checkpoint that was there before is untouched.";
      throw explainFileError(error, `The checkpoint could not be saved in ${dir}`, untouched);
    }
    const waits = `Nothing is lost: it waits in ${join(dir, COMMIT)}, Inkling opens it, and the next save tidies up.`;
    throw explainFileError(
      error,
      `The checkpoint is saved in ${dir}, but couldn't be moved to its place`,
      waits,
    );
  }
}

function checkNames(names: readonly string[]): void {
  const seen = new Set([MANIFEST]);
  for (const name of names) {
    checkFileName(name, "The checkpoint");
    if (seen.has(name))
      throw new InklingError(`The checkpoint has two files named ${name}. Give each its own name.`);
    seen.add(name);
  }
}

/** Finishes what a killed writer has published, and removes what it has not. */
async function tidy(dir: string, fs: FileSystem): Promise<void> {
  await rollForward(dir, fs);
  for (const name of await fs.list(dir)) {
    if (name.startsWith(STAGING_PREFIX) || name.startsWith(LOCK_PREFIX))
      await removeWithFiles(join(dir, name), fs);
  }
}

async function removeWithFiles(folder: string, fs: FileSystem): Promise<void> {
  try {
    for (const name of await fs.list(folder)) await fs.removeFile(join(folder, name));
    await fs.removeFolder(folder);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Step 1: everything on the disk, under a name that no reader looks at. */
async function stage(
  dir: string,
  files: readonly FileToSave[],
  facts: ManifestFacts,
  fs: FileSystem,
): Promise<string> {
  const staging = await fs.makeUniqueFolder(join(dir, STAGING_PREFIX));
  try {
    const records: Record<string, FileRecord> = {};
    for (const file of files) records[file.name] = await writeFile(join(staging, file.name), file.write, fs);
    await writeText(join(staging, MANIFEST), manifestText({ ...facts, files: records }), fs);
    const names = [...files.map(({ name }) => name), MANIFEST];
    const old = await namesOfSet(dir, fs);
    const journal: Journal = { files: names, remove: old.filter((name) => !names.includes(name)) };
    await writeText(join(staging, JOURNAL), JSON.stringify(journal), fs);
    await fs.syncFolder(staging);
    return staging;
  } catch (error) {
    await removeWithFiles(staging, fs).catch(() => {}); // the error to report is the first one
    throw error;
  }
}

/** The files that the inkling.json in `dir` lists. A folder without (or with one we can't read) has no set of ours. */
async function namesOfSet(dir: string, fs: FileSystem): Promise<string[]> {
  try {
    const { files } = parseManifest(await fs.readText(join(dir, MANIFEST)));
    return Object.keys(files);
  } catch (error) {
    if (isMissing(error) || error instanceof InklingError) return [];
    throw error;
  }
}

async function writeFile(path: string, write: FileToSave["write"], fs: FileSystem): Promise<FileRecord> {
  const file = await fs.createFile(path);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await write({
      async write(chunk) {
        await file.write(chunk);
        hash.update(chunk);
        bytes += chunk.length;
      },
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

function writeText(path: string, text: string, fs: FileSystem): Promise<FileRecord> {
  return writeFile(path, (sink) => sink.write(new TextEncoder().encode(text)), fs);
}

/** Step 3. Every part of it can be done twice, so it can be cut off anywhere and begun again. */
async function rollForward(dir: string, fs: FileSystem): Promise<void> {
  const commit = join(dir, COMMIT);
  const journal = await readJournal(dir, fs);
  if (journal !== undefined) {
    for (const name of journal.files) {
      await unlessMissing(fs.rename(join(commit, name), join(dir, name))); // missing: moved already
    }
    for (const name of journal.remove) await unlessMissing(fs.removeFile(join(dir, name)));
    // What the journal lists must be in place for good before the journal goes.
    await fs.syncFolder(dir);
    await fs.removeFile(join(commit, JOURNAL));
  }
  await unlessMissing(fs.removeFolder(commit));
}

/**
 * The journal of a set that is published and not yet in its place; undefined if there is none.
 * @throws InklingError if it isn't one
 */
export async function readJournal(dir: string, fs: FileSystem): Promise<Journal | undefined> {
  const path = join(dir, COMMIT, JOURNAL);
  let text: string;
  try {
    text = await fs.readText(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const { files, remove } = JSON.parse(text);
    return { files: fileNames(files, path), remove: fileNames(remove, path) };
  } catch (error) {
    throw new InklingError(`${path} is damaged (${error instanceof Error ? error.message : error}).`);
  }
}

function fileNames(value: unknown, path: string): string[] {
  if (!Array.isArray(value)) throw new InklingError("a list of files is missing");
  return value.map((name) => checkFileName(String(name), path));
}
