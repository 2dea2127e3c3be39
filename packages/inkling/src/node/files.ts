/**
 * Files as the rest of Inkling wants them: read at any position, written whole or not at all, hashed in a stream.
 * What the operating system reports comes out as an InklingError that says what was lost and what to do.
 *
 * `FileSystem` lists every step of a save that can fail; tests pass one that breaks at a chosen step.
 * Knows nothing of what is in the files. Try it: `await writeFileAtomically("notes.txt", bytes)`.
 */
import { createHash } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
} from "node:fs/promises";
import { dirname } from "node:path";
import type { ByteSink, ByteSource } from "../checkpoint/bytes.ts";
import { InklingError } from "../errors.ts";

/** A file being written. */
export interface OpenFile extends ByteSink {
  /** Returns once the bytes are on the disk itself, not only in the system's memory. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The steps of a save. Each throws the system's own error, with its `code`. */
export interface FileSystem {
  /** With the folders above it; nothing happens if it is there. */
  makeFolder(path: string): Promise<void>;
  /** A new folder whose name begins with `prefix` and is nobody else's. */
  makeUniqueFolder(prefix: string): Promise<string>;
  /** Creates the file, or empties it. */
  createFile(path: string): Promise<OpenFile>;
  list(path: string): Promise<string[]>;
  readText(path: string): Promise<string>;
  /** Atomic. Replaces a file of that name; refuses to replace a folder that isn't empty. */
  rename(from: string, to: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Of an empty folder. */
  removeFolder(path: string): Promise<void>;
  /** After this the names in the folder survive a power cut. */
  syncFolder(path: string): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  makeUniqueFolder: (prefix) => mkdtemp(prefix),
  async createFile(path) {
    const handle = await open(path, "w");
    return {
      write: (bytes) => writeAll(handle, bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  list: (path) => readdir(path),
  readText: (path) => readFile(path, "utf8"),
  rename: (from, to) => rename(from, to),
  removeFile: (path) => rm(path),
  removeFolder: (path) => rmdir(path),
  syncFolder,
};

// One call to the system takes less than 2 GiB; pieces also let other work in between.
const PIECE = 64 * 1024 * 1024;

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  // The system may take fewer bytes than it is offered.
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(PIECE, bytes.length - done));
    done += bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no such call; it writes names in order by itself.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Some network and FUSE file systems can't sync a folder; then there is nothing better to be done.
    if (!["EINVAL", "ENOTSUP", "ENOSYS"].includes(codeOf(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}

/** The system's name for what went wrong ("ENOSPC"), if `error` is the system's. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

/** For a step whose work may have been done already. */
export async function unlessMissing(step: Promise<void>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Free some space, or choose a folder on another disk.",
  EDQUOT: "Your quota on this disk is used up. Free some space, or choose a folder on another disk.",
  EFBIG: "The file is too large for this file system. Choose a folder on another disk.",
  EACCES: "Permission was denied. Choose a folder you may write to, or change its permissions.",
  EPERM: "The system doesn't permit it. Choose a folder you may write to, or change its permissions.",
  EROFS: "The disk is read-only. Choose a folder on another disk.",
  ENOENT: "There is no such file or folder. Check the path.",
  ENOTDIR: "A part of the path is a file, where a folder was expected. Check the path.",
  EISDIR: "It is a folder, where a file was expected. Check the path.",
  EEXIST: "A file is in the way. Move it, or choose another folder.",
  EMFILE: "Too many files are open at once. Close other programs, or raise the limit (ulimit -n).",
  EBUSY: "Another program is using the file. Close it and try again.",
  EIO: "The disk reports an error of its own: make a copy of what you have, and check the disk.",
};

/**
 * The system's error in plain words; anything else comes back as it is.
 * @param task what could not be done, as a sentence without its full stop
 * @param lost what that means for the user's data, as a sentence
 */
export function explainFileError(error: unknown, task: string, lost = ""): unknown {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const advice = ADVICE[code] ?? error.message;
  return new InklingError([`${task} (${code}).`, advice, lost].filter((part) => part !== "").join(" "));
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, onto the disk, and then under its name.
 * @param content its bytes, or what writes them one after another
 * @throws InklingError if the disk is full or the folder can't be written; the old file is then as it was
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | ((sink: ByteSink) => Promise<void>),
  fs = nodeFileSystem,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await fs.createFile(temporary);
    try {
      await (content instanceof Uint8Array ? file.write(content) : content(file));
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, path);
    await fs.syncFolder(dirname(path));
  } catch (error) {
    await fs.removeFile(temporary).catch(() => {}); // the error to report is the first one
    throw explainFileError(
      error,
      `${path} could not be written`,
      "Nothing is lost: an older file of that name is as it was.",
    );
  }
}

/** A file to read from at any position. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** @throws InklingError if the file can't be opened */
export async function openFileSource(path: string): Promise<FileSource> {
  try {
    // Asked before opening: to open a pipe would wait for whoever writes into it.
    if ((await stat(path)).isFile()) {
      const handle = await open(path, "r");
      return fileSource(path, handle, (await handle.stat()).size);
    }
  } catch (error) {
    throw explainFileError(error, `${path} could not be opened`);
  }
  throw new InklingError(
    `${path} is no ordinary file, so it can't be read at any position. Give the path of a file.`,
  );
}

function fileSource(path: string, handle: FileHandle, size: number): FileSource {
  return {
    name: path,
    size,
    async read(start, length) {
      if (!(start >= 0 && length >= 0 && start + length <= size)) {
        throw new InklingError(
          `${path}: bytes ${start} to ${start + length} were asked for, but it holds ${size}.`,
        );
      }
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await handle.read(bytes, done, Math.min(PIECE, length - done), start + done);
        if (bytesRead === 0) {
          throw new InklingError(
            `${path} ended at byte ${start + done} while it was read, of ${size}. Read it again.`,
          );
        }
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

/** The sha256 of a whole file as 64 hexadecimal digits, a piece at a time. */
export async function sha256OfFile(path: string): Promise<string> {
  const source = await openFileSource(path);
  try {
    return await sha256OfSource(source);
  } finally {
    await source.close();
  }
}

export async function sha256OfSource(source: ByteSource): Promise<string> {
  const hash = createHash("sha256");
  const piece = 1024 * 1024;
  for (let start = 0; start < source.size; start += piece) {
    hash.update(await source.read(start, Math.min(piece, source.size - start)));
  }
  return hash.digest("hex");
}
