/**
 * A plain folder from the cache: the files themselves in place of links, whole or not at all.
 *
 * They are gathered in a hidden folder beside it, which gets its name by one rename. Knows nothing of the hub.
 */
import { constants, copyFile, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InklingError } from "inkling";
import { explainFileError } from "inkling/node";

/** @throws InklingError unless `out` is new or empty: nothing of the user's is written over */
export async function checkOut(out: string): Promise<void> {
  const names = await readdir(out).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw explainFileError(error, `--out ${out} can't be used`);
  });
  if (names.length === 0) return;
  throw new InklingError(`--out ${out} is not empty, and nothing is written over. Give --out a new folder.`);
}

export interface Copy {
  readonly from: string;
  /** With "/" between folders. */
  readonly to: string;
}

export async function copyOut(copies: readonly Copy[], out: string, signal: AbortSignal): Promise<void> {
  const target = resolve(out);
  const gathering = join(dirname(target), `.${basename(target)}.inkling-pull.part`);
  try {
    await rm(gathering, { recursive: true, force: true }); // what a kill left
    for (const { from, to } of copies) {
      signal.throwIfAborted();
      const place = join(gathering, to);
      await mkdir(dirname(place), { recursive: true });
      await copyFile(from, place, constants.COPYFILE_FICLONE); // no second set of bytes, where the disk can do that
      await ontoDisk(place);
    }
    await rename(gathering, target);
  } catch (error) {
    await rm(gathering, { recursive: true, force: true }).catch(() => {}); // the error to report is the first one
    throw explainFileError(error, `The model could not be copied to ${out}`, "It is whole in the cache.");
  }
}

async function ontoDisk(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
