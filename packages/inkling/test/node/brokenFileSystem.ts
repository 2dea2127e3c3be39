/**
 * Node's file system with a flaw, for tests: it is killed at a chosen step, or refuses some kinds of step.
 * Every call, and every write, sync and close of a file, is one step.
 */
import { basename } from "node:path";
import { type FileSystem, nodeFileSystem, type OpenFile } from "../../src/node/files.ts";

export type Step = { readonly kind: keyof FileSystem | "write" | "sync" | "close"; readonly path: string };

/** @param flaw called before each step; it throws to break it. "half" lets a write get half-way first. */
export function fileSystemWith(flaw: (step: Step, index: number) => "half" | undefined): FileSystem {
  let index = 0;
  const check = (kind: Step["kind"], path: string) => flaw({ kind, path }, index++);
  const file = (path: string, inner: OpenFile): OpenFile => ({
    async write(bytes) {
      if (check("write", path) === "half") {
        await inner.write(bytes.subarray(0, bytes.length >> 1));
        check("write", path);
      }
      await inner.write(bytes);
    },
    async sync() {
      check("sync", path); // and no more: a sync is slow, and a killed process loses nothing without
    },
    async close() {
      await inner.close(); // a killed process's files are closed for it
      check("close", path);
    },
  });
  const step = <K extends keyof FileSystem>(kind: K, path: string) => check(kind, path);
  return {
    async makeFolder(path) {
      step("makeFolder", path);
      await nodeFileSystem.makeFolder(path);
    },
    async makeUniqueFolder(prefix) {
      step("makeUniqueFolder", prefix);
      return nodeFileSystem.makeUniqueFolder(prefix);
    },
    async createFile(path) {
      step("createFile", path);
      return file(path, await nodeFileSystem.createFile(path));
    },
    async list(path) {
      step("list", path);
      return nodeFileSystem.list(path);
    },
    async readText(path) {
      step("readText", path);
      return nodeFileSystem.readText(path);
    },
    async rename(from, to) {
      step("rename", to);
      await nodeFileSystem.rename(from, to);
    },
    async removeFile(path) {
      step("removeFile", path);
      await nodeFileSystem.removeFile(path);
    },
    async removeFolder(path) {
      step("removeFolder", path);
      await nodeFileSystem.removeFolder(path);
    },
    async syncFolder(path) {
      step("syncFolder", path);
    },
  };
}

/** Nothing wrong with it, and quick. */
export const soundFileSystem = fileSystemWith(() => undefined);

export class Killed extends Error {}

/** Dies at the step of this number and does nothing ever after, as a killed process would. */
export function killedAt(number: number): FileSystem {
  let halfWritten = false;
  return fileSystemWith(({ kind }, index) => {
    if (index < number) return undefined;
    if (kind === "write" && index === number && !halfWritten) {
      halfWritten = true;
      return "half";
    }
    throw new Killed(`killed at step ${number}`);
  });
}

/** From the step of this number on, whatever needs room fails as on a full disk; the rest goes on working. */
export function fullFrom(number: number): FileSystem {
  return fileSystemWith(({ kind, path }, index) => {
    const needsRoom = kind === "write" || kind === "createFile" || kind === "makeUniqueFolder";
    if (index >= number && needsRoom) throw systemError("ENOSPC", path);
    return undefined;
  });
}

export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${basename(path)}`), { code });
}
