/**
 * A file of ids, int32 little-endian: written whole or not at all, read a few ids at a time.
 *
 * Refuses to know: what the ids are.
 */
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { checkSpan, type IdSource } from "../data/idSource.ts";
import { InklingError } from "../errors.ts";
import { isRunning } from "./folderLock.ts";

const bytesPerId = 4;

/** Ids gathered before they are written: 256 KiB a time. */
const bufferIds = 65_536;

export interface FileIds extends IdSource {
  close(): Promise<void>;
}

/** Opens a file of ids for reading. */
export async function openIds(path: string): Promise<FileIds> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  const length = Math.floor(size / bytesPerId);
  return {
    length,
    async read(start, count) {
      checkSpan(start, count, length);
      return readIds(file, path, start, count);
    },
    close: () => file.close(),
  };
}

async function readIds(file: FileHandle, path: string, start: number, count: number): Promise<Int32Array> {
  const ids = new Int32Array(count);
  const bytes = new Uint8Array(ids.buffer);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, start * bytesPerId + done);
    if (bytesRead === 0) {
      throw new InklingError(
        `${path} became shorter while it was read. Train again; the cache will be rebuilt.`,
      );
    }
    done += bytesRead;
  }
  return ids;
}

/** Writes ids to `path`.part, which `finish` renames to `path` and `abandon` removes. */
export class IdFileWriter {
  /** Ids written. */
  length = 0;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #buffer = new Int32Array(bufferIds);
  #filled = 0;
  #open = true;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create(path: string): Promise<IdFileWriter> {
    return new IdFileWriter(path, await open(partOf(path), "w+"));
  }

  async write(ids: Int32Array): Promise<void> {
    for (let at = 0; at < ids.length; ) {
      const some = ids.subarray(at, at + bufferIds - this.#filled);
      this.#buffer.set(some, this.#filled);
      this.#filled += some.length;
      at += some.length;
      if (this.#filled === bufferIds) await this.#flush();
    }
    this.length += ids.length;
  }

  /** Reads back what was written. */
  async read(start: number, count: number): Promise<Int32Array> {
    await this.#flush();
    return readIds(this.#file, this.#path, start, count);
  }

  /** Forgets all ids from `length` on. */
  async truncate(length: number): Promise<void> {
    await this.#flush();
    await this.#file.truncate(length * bytesPerId);
    this.length = length;
  }

  /** Makes the file appear under its name, complete and on the disk. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.sync();
    await this.#close();
    await rename(partOf(this.#path), this.#path);
  }

  /** Removes what was written. Does nothing after `finish`. */
  async abandon(): Promise<void> {
    if (!this.#open) return;
    await this.#close();
    await rm(partOf(this.#path), { force: true });
  }

  async #flush(): Promise<void> {
    const bytes = new Uint8Array(this.#buffer.buffer, 0, this.#filled * bytesPerId);
    // Positioned at the end, as `read` and `truncate` may have been here before.
    const end = (await this.#file.stat()).size;
    for (let done = 0; done < bytes.length; ) {
      done += (await this.#file.write(bytes, done, bytes.length - done, end + done)).bytesWritten;
    }
    this.#filled = 0;
  }

  async #close(): Promise<void> {
    this.#open = false;
    await this.#file.close();
  }
}

/** Removes from `folder` the parts of writers that were killed; they may be as large as a corpus. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /\.part-([1-9]\d*)$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function partOf(path: string): string {
  return `${path}.part-${process.pid}`; // two runs that tokenise the same data do not meet
}
