/**
 * A file that is still coming: it grows at its end, keeps what it has when the program stops, and gets its name only
 * when its length and checksum are right.
 *
 * Knows nothing of the network. Try it: `const part = await openPart(path, file); await part.append(bytes)`
 */
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { InklingError } from "inkling";
import { explainFileError } from "inkling/node";
import { hasherFor } from "./checksum.ts";
import type { HubFile } from "./listing.ts";

export interface PartFile {
  /** How much is there. */
  readonly size: number;
  /** @throws InklingError if the disk is full, or the file becomes longer than announced */
  append(bytes: Uint8Array): Promise<void>;
  /** Forgets what is there. */
  restart(): Promise<void>;
  /** Onto the disk and under its name. @throws InklingError if the checksum is wrong; the bytes are then gone */
  finish(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens what an earlier attempt left, or begins. */
export async function openPart(path: string, file: HubFile): Promise<PartFile> {
  const { checksum, size: whole } = file;
  const kept = `What has come so far is kept: run the same command again to go on.`;
  const explained = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step;
    } catch (error) {
      throw explainFileError(error, `${path} could not be written`, kept);
    }
  };
  let hasher = hasherFor(checksum, whole);
  const handle = await explained(openToAppend(path));
  let size = 0;
  const restart = async () => {
    await explained(handle.truncate(0));
    hasher = hasherFor(checksum, whole);
    size = 0;
  };
  const discard = async () => {
    await handle.close();
    await rm(path, { force: true });
  };

  for await (const bytes of createReadStream(path)) {
    hasher.update(bytes);
    size += bytes.length;
  }
  if (size > whole) await restart();
  return {
    get size() {
      return size;
    },
    restart,
    async append(bytes) {
      if (size + bytes.length > whole) {
        await discard();
        throw new InklingError(
          `${file.path} is longer than announced: more than ${whole} bytes came. It was cut off, and nothing of it is kept.`,
        );
      }
      await explained(appendAll(handle, bytes));
      hasher.update(bytes);
      size += bytes.length;
    },
    async finish(place) {
      const found = hasher.digest("hex");
      if (found !== checksum.hex) {
        await discard();
        throw wrongChecksum(file, found);
      }
      await explained(handle.sync());
      await handle.close();
      await explained(rename(path, place));
    },
    close: () => handle.close(),
  };
}

async function openToAppend(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, "a");
}

/** The system may take fewer bytes than it is offered. */
async function appendAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done)).bytesWritten;
}

function wrongChecksum({ path, checksum: { kind, hex } }: HubFile, found: string): InklingError {
  return new InklingError(
    `${path} did not arrive as it is on the hub: its ${kind} is ${found.slice(0, 12)}…, expected ${hex.slice(0, 12)}…. ` +
      "It was damaged on the way, so it is thrown away. Run the same command again to fetch it anew.",
  );
}
