/**
 * Opening a set of files that checkpointFolder.ts saved, or any Hugging Face folder: where each file is, and
 * whether it is what inkling.json says it should be. Nothing is written, so a read-only disk will do.
 *
 * Knows nothing of what the files mean. Try it: `await (await openSet("models/tiny")).text("config.json")`.
 */
import { basename, dirname, join } from "node:path";
import { checkFileName, MANIFEST, type Manifest, parseManifest } from "../checkpoint/manifest.ts";
import { InklingError } from "../errors.ts";
import { COMMIT, readJournal } from "./checkpointFolder.ts";
import {
  codeOf,
  explainFileError,
  type FileSource,
  isMissing,
  nodeFileSystem,
  openFileSource,
  sha256OfSource,
} from "./files.ts";

export interface CheckpointSet {
  readonly dir: string;
  /** What inkling.json says; undefined in a folder without. */
  readonly manifest: Manifest | undefined;
  has(name: string): boolean;
  /** Where the file was when the set was opened. @throws InklingError if the set has no such file */
  path(name: string): string;
  /**
   * Opens a file of the set; the caller closes it.
   * @throws InklingError if there is none, or if another set has been saved into the folder since this one was opened
   */
  source(name: string): Promise<FileSource>;
  /** A whole file as text. @throws InklingError as `source` does, or if it is not UTF-8 or beyond 64 MB */
  text(name: string): Promise<string>;
}

/**
 * Opens the set in `dir`, and compares every file with the size and sha256 in inkling.json, where there is one
 * (but for README.md: a model card is prose, and may be edited).
 * @throws InklingError if there is no such folder, or a file is damaged, by its name
 */
export async function openSet(dir: string, options: { verify?: boolean } = {}): Promise<CheckpointSet> {
  // A set may be published while we look. Then what we saw fits no inkling.json, and we look again.
  for (let attempt = 1; ; attempt++) {
    const places = await findFiles(dir);
    const identity = await identityOf(places);
    try {
      const manifest = identity === undefined ? undefined : parseManifest(identity, join(dir, MANIFEST));
      if (manifest !== undefined && options.verify !== false) await verify(places, manifest, dir);
      return checkpointSet(dir, places, manifest, identity);
    } catch (error) {
      const changed = (await identityOf(await findFiles(dir))) !== identity;
      if (!changed || attempt === 5) throw error;
    }
  }
}

/** The path of every file, by name. */
type Places = ReadonlyMap<string, string>;

async function findFiles(dir: string): Promise<Places> {
  try {
    const places = new Map((await nodeFileSystem.list(dir)).map((name) => [name, join(dir, name)]));
    const journal = await readJournal(dir, nodeFileSystem);
    if (journal === undefined) return places;
    for (const name of journal.remove) places.delete(name);
    const waiting: string[] = await nodeFileSystem.list(join(dir, COMMIT)).catch((error: unknown) => {
      if (isMissing(error)) return []; // moved into place since we read the journal
      throw error;
    });
    for (const name of journal.files)
      places.set(name, join(dir, ...(waiting.includes(name) ? [COMMIT] : []), name));
    return places;
  } catch (error) {
    throw explainFileError(error, `The folder ${dir} could not be opened`);
  }
}

/** The text of inkling.json: as it holds the hash of every other file, no two sets have the same. */
async function identityOf(places: Places): Promise<string | undefined> {
  const path = places.get(MANIFEST);
  if (path === undefined) return undefined;
  const source = await openWhereItIs(path);
  try {
    return await readText(source);
  } finally {
    await source.close();
  }
}

/** Opens a file that may be moved from .commit into its place at this moment. */
async function openWhereItIs(path: string): Promise<FileSource> {
  try {
    return await openFileSource(path);
  } catch (error) {
    if (basename(dirname(path)) !== COMMIT) throw error;
    return openFileSource(join(dirname(dirname(path)), basename(path)));
  }
}

async function verify(places: Places, manifest: Manifest, dir: string): Promise<void> {
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const path = places.get(name);
    // A file that was taken away (the optimizer's, say, to pass a model on) is missed by whoever needs it.
    if (path === undefined || name === "README.md") continue;
    const source = await openWhereItIs(path);
    try {
      if (source.size !== bytes) throw damaged(dir, name, `${bytes} bytes`, `${source.size}`);
      const found = await sha256OfSource(source);
      if (found !== sha256)
        throw damaged(dir, name, `sha256 ${sha256.slice(0, 12)}...`, `${found.slice(0, 12)}...`);
    } finally {
      await source.close();
    }
  }
}

function damaged(dir: string, name: string, expected: string, found: string): InklingError {
  return new InklingError(
    `${join(dir, name)} is not the file that was saved: inkling.json says ${expected}, found ${found}. ` +
      "It is damaged, or was changed: get it again, or delete inkling.json if you changed it yourself.",
  );
}

function checkpointSet(
  dir: string,
  places: Places,
  manifest: Manifest | undefined,
  identity: string | undefined,
): CheckpointSet {
  const path = (name: string): string => {
    const found = places.get(checkFileName(name, dir));
    if (found !== undefined) return found;
    const listed = manifest !== undefined && Object.hasOwn(manifest.files, name);
    const why = listed ? "inkling.json lists it, so it was there once" : "is this the folder of a model?";
    throw new InklingError(`${dir} has no file ${name}: ${why}.`);
  };
  const source = async (name: string): Promise<FileSource> => {
    const opened = await openWhereItIs(path(name));
    // Asked after opening: from here on the open file stays the one it is, whatever happens to the folder.
    if ((await identityOf(await findFiles(dir))) === identity) return opened;
    await opened.close();
    throw new InklingError(
      `Another checkpoint was saved into ${dir} while this one was in use. Open the folder again.`,
    );
  };
  const text = async (name: string): Promise<string> => {
    const opened = await source(name);
    try {
      return await readText(opened);
    } finally {
      await opened.close();
    }
  };
  return { dir, manifest, has: (name) => places.has(name), path, source, text };
}

// tokenizer.json of the largest vocabularies takes some 30 MB.
const LONGEST_TEXT = 64 * 1024 * 1024;

async function readText(source: FileSource): Promise<string> {
  if (source.size > LONGEST_TEXT) {
    throw new InklingError(
      `${source.name} has ${source.size} bytes; as text, at most ${LONGEST_TEXT} are read.`,
    );
  }
  const bytes = await source.read(0, source.size);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (codeOf(error) !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    throw new InklingError(`${source.name} is not UTF-8 text: it is damaged, or another kind of file.`);
  }
}
