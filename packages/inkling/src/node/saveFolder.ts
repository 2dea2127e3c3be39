/**
 * A folder of files that appears whole or not at all: written beside its place under another name, put onto the disk, renamed.
 *
 * For what is written once, such as a converted model; it takes the place of nothing. (A training run's folder is saved over and
 * over while others may read it: checkpointFolder.ts.)
 *
 * Try it: `await saveFolder("out", [{ name: "onnx/model.onnx", write: (sink) => sink.write(bytes) }])`
 */
import { basename, dirname, join, resolve } from "node:path";
import { checkFileName } from "../checkpoint/manifest.ts";
import { InklingError } from "../errors.ts";
import type { FileToSave } from "./checkpointFolder.ts";
import { explainFileError, type FileSystem, isMissing, nodeFileSystem } from "./files.ts";

/**
 * @param files their names are relative, with slashes: "onnx/model.onnx"
 * @param onFile told the name of each as it is begun
 * @throws InklingError if there is something already, or the disk is full or can't be written: nothing is then left of it
 */
export async function saveFolder(
  dir: string,
  files: readonly FileToSave[],
  onFile?: (name: string) => void,
  fs: FileSystem = nodeFileSystem,
): Promise<void> {
  const path = resolve(dir);
  const names = checkedNames(files);
  const folders = foldersOf(names);
  await checkFree(path, dir, fs);
  let holder: string | undefined;
  try {
    await fs.makeFolder(dirname(path));
    // The unique folder is closed to everybody else; one inside it isn't, and that becomes the result.
    holder = await fs.makeUniqueFolder(join(dirname(path), `.${basename(path)}-`));
    const staging = join(holder, STAGING);
    await fs.makeFolder(staging);
    for (const folder of folders) await fs.makeFolder(join(staging, folder));
    for (const file of files) {
      onFile?.(file.name);
      await writeFile(join(staging, file.name), file, fs);
    }
    for (const folder of ["", ...folders]) await fs.syncFolder(join(staging, folder));
    await fs.rename(staging, path);
    await fs.removeFolder(holder);
    await fs.syncFolder(dirname(path));
  } catch (error) {
    if (holder !== undefined) await removeAll(holder, names, fs).catch(() => {}); // the error to report is the first one
    throw explainFileError(error, `${dir} could not be written`, "Nothing is left of it.");
  }
}

const STAGING = "whole";

function checkedNames(files: readonly FileToSave[]): string[] {
  const seen = new Set<string>();
  for (const { name } of files) {
    for (const part of name.split("/")) checkFileName(part, "The folder");
    if (seen.has(name))
      throw new InklingError(`The folder has two files named ${name}. Give each its own name.`);
    seen.add(name);
  }
  return [...seen];
}

/** The folders inside, each before those within it. */
function foldersOf(names: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const name of names) {
    const parts = name.split("/").slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth++) folders.add(parts.slice(0, depth).join("/"));
  }
  return [...folders];
}

/** An empty folder goes, since not every system lets a rename replace it. */
async function checkFree(path: string, dir: string, fs: FileSystem): Promise<void> {
  try {
    const old = await fs.list(path);
    if (old.length > 0) {
      throw new InklingError(
        `${dir} is there already, with ${old.length} ${old.length === 1 ? "file" : "files"} in it. Choose another name, or move it away.`,
      );
    }
    await fs.removeFolder(path);
  } catch (error) {
    if (!isMissing(error)) throw explainFileError(error, `${dir} can't become a folder of files`);
  }
}

async function writeFile(path: string, { write }: FileToSave, fs: FileSystem): Promise<void> {
  const file = await fs.createFile(path);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeAll(holder: string, names: readonly string[], fs: FileSystem): Promise<void> {
  const staging = join(holder, STAGING);
  for (const name of names) await fs.removeFile(join(staging, name)).catch(() => {}); // not all were begun
  for (const folder of [...foldersOf(names).reverse(), ""])
    await fs.removeFolder(join(staging, folder)).catch(() => {});
  await fs.removeFolder(holder);
}
