/**
 * One writer at a time: a lock that a killed process doesn't leave locked for ever.
 *
 * The lock is a folder, DIR/.lock, with a file that says who holds it. It is made ready under another name and
 * renamed: a rename onto a folder that isn't empty fails, so only one can succeed, and no lock is ever without
 * its owner's name. A lock whose process no longer runs is taken over.
 *
 * Knows nothing of what is written. Try it: `const unlock = await lockFolder(dir, nodeFileSystem)`.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { InklingError } from "../errors.ts";
import { codeOf, type FileSystem, isMissing, unlessMissing } from "./files.ts";

/** Beginning of the names under which locks are made ready; leftovers may be removed by whoever holds the lock. */
export const LOCK_PREFIX = ".lock-";

// Tells this run of the program from an earlier one that had the same process id (in a container, often 1).
const RUN = randomUUID();

/**
 * Locks the folder for writing; the function returned unlocks it.
 * @throws InklingError if another writer holds it, naming its process
 */
export async function lockFolder(dir: string, fs: FileSystem): Promise<() => Promise<void>> {
  const lock = join(dir, ".lock");
  const prepared = await fs.makeUniqueFolder(join(dir, LOCK_PREFIX));
  try {
    await writeOwner(prepared, fs);
    await clearStaleLock(lock, `${prepared}.stale`, fs);
    await fs.rename(prepared, lock);
  } catch (error) {
    await removeOwned(prepared, fs).catch(() => {}); // the error to report is the first one
    // ENOENT: whoever holds the lock has tidied our preparations away.
    if ((await ownerOf(lock, fs)) !== undefined || isMissing(error))
      throw heldError(lock, await ownerOf(lock, fs));
    throw error;
  }
  return () => removeOwned(lock, fs);
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly run: string;
}

async function writeOwner(folder: string, fs: FileSystem): Promise<void> {
  const owner: Owner = { pid: process.pid, host: hostname(), run: RUN };
  const file = await fs.createFile(join(folder, "owner.json"));
  try {
    await file.write(new TextEncoder().encode(JSON.stringify(owner)));
  } finally {
    await file.close();
  }
}

/** Who holds the lock, as text; undefined if nobody does. */
async function ownerOf(lock: string, fs: FileSystem): Promise<string | undefined> {
  try {
    return await fs.readText(join(lock, "owner.json"));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function clearStaleLock(lock: string, aside: string, fs: FileSystem): Promise<void> {
  const owner = await ownerOf(lock, fs);
  if (owner === undefined) {
    // A process was killed between the two steps of unlocking, and left the folder empty; or there is none.
    await fs.removeFolder(lock).catch(() => {});
    return;
  }
  if (isAlive(owner)) return; // the rename will fail
  // Of several that find the same stale lock, one moves it aside. A second may catch the first one's new lock
  // instead: it sees that by the owner's name, and puts it back.
  await fs.rename(lock, aside);
  if ((await ownerOf(aside, fs)) === owner) await removeOwned(aside, fs);
  else await fs.rename(aside, lock);
}

async function removeOwned(folder: string, fs: FileSystem): Promise<void> {
  await unlessMissing(fs.removeFile(join(folder, "owner.json")));
  await fs.removeFolder(folder);
}

function parseOwner(text: string): Partial<Owner> {
  try {
    const owner: unknown = JSON.parse(text);
    return typeof owner === "object" && owner !== null ? owner : {};
  } catch {
    return {}; // what a power cut left: nobody's
  }
}

function isAlive(text: string): boolean {
  const { pid, host, run } = parseOwner(text);
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid < 1) return false;
  if (host !== hostname()) return true; // another machine on a shared disk: its processes can't be seen from here
  if (pid === process.pid) return run === RUN;
  return isRunning(pid);
}

/** Whether there is a process of this number on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 asks whether the process exists, and does nothing to it
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM"; // it exists, and is somebody else's
  }
}

function heldError(lock: string, owner: string | undefined): InklingError {
  const { pid, host } = parseOwner(owner ?? "");
  const who = pid === undefined ? "Another process" : `Process ${pid} on ${host}`;
  return new InklingError(
    `${who} is saving into this folder. Wait for it, or choose another folder. ` +
      `If it surely isn't running any more, delete ${lock}.`,
  );
}
