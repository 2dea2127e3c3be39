/** A model's folder or file from the visitor's own disk: dropped onto the page, or chosen. It never leaves the page. */

import { words } from "../words/en.ts";
import { megabytes } from "../words/numbers.ts";
import { neededOf } from "./shipped.ts";

export interface OwnFolder {
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/** Beyond this, the engine's memory would not hold it. */
const MOST_BYTES = 2e9;

/** What was dropped: one folder, or its files. */
export async function readDropped(items: DataTransferItemList): Promise<OwnFolder> {
  // All have to be asked for at once: the list is empty after the first await.
  const all = Array.from(items).filter(({ kind }) => kind === "file");
  const entries = all.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const loose = all.map((item) => item.getAsFile()).filter((file) => file !== null);
  const [first] = entries;
  if (!first || !isFolder(first)) {
    const [only, ...more] = loose;
    return readFiles(only && more.length === 0 ? only.name : words.talk.droppedFiles, loose);
  }
  const inside = await entriesOf(first);
  return readFiles(first.name, await Promise.all(inside.filter(isFile).map(fileOf)));
}

/** What was chosen with a folder picker. */
export function readChosen(list: FileList): Promise<OwnFolder> {
  const [first] = list;
  const [folder, ...rest] = (first?.webkitRelativePath ?? "").split("/");
  const name = rest.length > 0 ? folder : words.talk.droppedFiles;
  // Only files right in the folder: checkpoints in folders of their own are other models.
  const own = Array.from(list).filter(({ webkitRelativePath }) => webkitRelativePath.split("/").length <= 2);
  return readFiles(name, own);
}

async function readFiles(name: string, files: readonly File[]): Promise<OwnFolder> {
  const needed = neededOf(files);
  const bytes = needed.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_BYTES)
    throw new Error(words.failed.tooLarge(name, megabytes(bytes), megabytes(MOST_BYTES)));
  const read = needed.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const);
  return { name, files: Object.fromEntries(await Promise.all(read)) };
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A browser hands out a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
