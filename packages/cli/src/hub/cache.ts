/**
 * The cache that all of Hugging Face's programs share, for one repository:
 *
 *   CACHE/models--OWNER--NAME/blobs/HASH                    a file's bytes, under its checksum; HASH.incomplete while it comes
 *                            /snapshots/COMMIT/config.json  a link to ../../blobs/HASH
 *                            /refs/main                     the commit that the branch stood for when it was last looked up
 *
 * Whatever is not finished has a name in blobs/ that ends in .incomplete, and gets its place by a rename: so a kill at
 * any moment leaves nothing that looks whole and isn't. (@huggingface/hub's downloadFileToCacheDir writes the same
 * layout, but neither resumes nor checks what it wrote.) Knows nothing of the network.
 * Try it: `repositoryCache("/tmp/hub", "o/n").snapshot(commit)`
 */
import { copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { HubFile } from "./listing.ts";

export interface RepositoryCache {
  readonly folder: string;
  /** Where the file's bytes lie when they are there. */
  blob(file: HubFile): string;
  /** Where they are gathered. */
  part(file: HubFile): string;
  /** How many of them have come in an earlier attempt. */
  partSize(file: HubFile): Promise<number>;
  /** The folder that looks like the repository at this commit. */
  snapshot(commit: string): string;
  /** The file is in the snapshot, at its full length. */
  has(commit: string, file: HubFile): Promise<boolean>;
  /** Its bytes are there, from this commit or another. */
  hasBlob(file: HubFile): Promise<boolean>;
  /** Puts the file into the snapshot; its bytes are there. */
  link(commit: string, file: HubFile): Promise<void>;
  /** The commit that the revision stood for, if it is known. */
  readRef(revision: string): Promise<string | undefined>;
  writeRef(revision: string, commit: string): Promise<void>;
}

/** @param id OWNER/NAME, checked: neither part holds "--" */
export function repositoryCache(root: string, id: string): RepositoryCache {
  const folder = join(root, `models--${id.replace("/", "--")}`);
  const blob = ({ checksum }: HubFile) => join(folder, "blobs", checksum.hex);
  const part = (file: HubFile) => `${blob(file)}.incomplete`;
  const snapshot = (commit: string) => join(folder, "snapshots", commit);
  return {
    folder,
    blob,
    part,
    partSize: async (file) => Math.min(file.size, (await sizeOf(part(file))) ?? 0),
    snapshot,
    has: async (commit, file) => (await sizeOf(join(snapshot(commit), file.path))) === file.size,
    hasBlob: async (file) => (await sizeOf(blob(file))) === file.size,
    async link(commit, file) {
      const place = join(snapshot(commit), file.path);
      await mkdir(dirname(place), { recursive: true });
      await intoPlace(place, `${blob(file)}.link.incomplete`, (temporary) =>
        linkOrCopy(blob(file), place, temporary),
      );
    },
    async readRef(revision) {
      const text = await readFile(join(folder, "refs", revision), "utf8").catch(() => "");
      return /^[0-9a-f]{40}$/.test(text.trim()) ? text.trim() : undefined;
    },
    async writeRef(revision, commit) {
      if (revision === commit) return;
      const place = join(folder, "refs", revision);
      for (const needed of [dirname(place), join(folder, "blobs")]) await mkdir(needed, { recursive: true });
      await intoPlace(place, join(folder, "blobs", `${commit}.ref.incomplete`), (temporary) =>
        writeFile(temporary, commit),
      );
    },
  };
}

async function intoPlace(
  place: string,
  temporary: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  await rm(temporary, { force: true });
  await make(temporary);
  await rename(temporary, place);
}

/** A link that is right once it is at `place`, and stays right when the whole cache is moved. */
async function linkOrCopy(blob: string, place: string, temporary: string): Promise<void> {
  try {
    await symlink(relative(dirname(place), blob), temporary);
  } catch {
    await copyFile(blob, temporary); // Windows lets only some users make links
  }
}

/** Of the file itself, wherever links lead; undefined if there is none. */
async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}
