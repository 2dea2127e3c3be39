/**
 * The files of a corpus: which ones there are, and their text as a stream that is checked byte by byte.
 *
 * Refuses to know: documents, tokenizers.
 */
import type { Dirent, Stats } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { TextDecoder } from "node:util";
import { InklingError } from "../errors.ts";

/** What a folder contributes; a file that is named outright may end as it likes. */
const textExtensions = [".txt", ".md", ".jsonl"];

/** 64 KiB at a time: large enough to be quick, small enough to look through byte by byte when something is wrong. */
const chunkBytes = 65_536;

/**
 * The files that `paths` name: files themselves, and of folders all .txt, .md and .jsonl files at any depth, sorted by
 * name (by code units, so the same everywhere). Hidden files are left out, and each file and folder is visited once,
 * even if links lead back to it. Throws for a path that is missing, or if there is no file at all.
 */
export async function listTextFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const isNew = async (path: string) => {
    const real = await realpath(path);
    return !seen.has(real) && seen.add(real) !== undefined;
  };
  const walk = async (folder: string): Promise<void> => {
    if (!(await isNew(folder))) return;
    for (const entry of await sortedEntries(folder)) {
      const path = join(folder, entry.name);
      // Follows links; one that leads nowhere is not the user's text.
      const kind = await stat(path).catch(() => undefined);
      if (kind?.isDirectory()) await walk(path);
      else if (kind?.isFile() && textExtensions.includes(extname(path)) && (await isNew(path)))
        found.push(path);
    }
  };
  for (const path of paths) {
    const kind = await statOrExplain(path);
    if (kind.isDirectory()) await walk(path);
    else if (await isNew(path)) found.push(path);
  }
  if (found.length === 0) {
    throw new InklingError(
      `No text found in ${paths.join(", ") || "an empty list of paths"}. Expected a text file, or a folder with ${textExtensions.join(", ")} files.`,
    );
  }
  return found;
}

async function statOrExplain(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw new InklingError(`Cannot read ${path}: ${reasonOf(error)}. Check the path.`);
  }
}

async function sortedEntries(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => !name.startsWith(".")).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file's text in chunks, without a byte order mark. Throws, with the byte's offset, if it is not UTF-8 text. */
export async function* readText(path: string): AsyncGenerator<string> {
  const file = await open(path).catch((error: unknown) => {
    throw new InklingError(`Cannot read ${path}: ${reasonOf(error)}. Check the path and its permissions.`);
  });
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const buffer = new Uint8Array(chunkBytes);
    let before = new Uint8Array(0); // the last bytes of the chunk before: a character may begin there
    for (let offset = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, offset);
      const bytes = buffer.subarray(0, bytesRead);
      const nul = bytes.indexOf(0);
      if (nul >= 0) throw binary(path, offset + nul, "a NUL byte");
      const text = decodeOr(decoder, bytes, () => {
        throw binary(path, offset - before.length + firstBadByte(before, bytes), "not UTF-8");
      });
      if (text !== "") yield text;
      if (bytesRead === 0) return;
      offset += bytesRead;
      before = joined(before, bytes).slice(-longestTail);
    }
  } finally {
    await file.close();
  }
}

/** A character has at most 4 bytes, so at most 3 of them wait for the next chunk. */
const longestTail = 3;

/** The next bytes as text; no bytes end the stream. */
function decodeOr(decoder: TextDecoder, bytes: Uint8Array, explain: () => never): string {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 });
  } catch {
    return explain();
  }
}

/** Where `before` followed by `bytes` stops being UTF-8, given that `before` is the end of good text. */
function firstBadByte(before: Uint8Array, bytes: Uint8Array): number {
  const all = joined(before, bytes);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let at = 0;
  // `before` may begin inside a character: its continuation bytes (10xxxxxx) belong to what was read already.
  while (at < before.length && (all[at] & 0xc0) === 0x80) at++;
  for (; at < all.length; at++) {
    try {
      decoder.decode(all.subarray(at, at + 1), { stream: true });
    } catch {
      return at;
    }
  }
  return all.length; // the last character is unfinished
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function binary(path: string, offset: number, what: string): InklingError {
  return new InklingError(
    `${path} is not UTF-8 text: ${what} at byte ${offset}. Save it as UTF-8, or leave it out if it is not text.`,
  );
}

/** "no such file or directory" of "ENOENT: no such file or directory, stat '…'". */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]+),/.exec(message)?.[1] ?? message;
}
