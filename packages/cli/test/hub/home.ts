/** A user's empty home on the hub's terms, and what lies in it after a pull. */
import { lstat, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Home {
  readonly path: string;
  /** In the cache's folder of this model. */
  at(id: string, ...rest: string[]): string;
  /** Every file and link below it, by path: a link's goal, or a file's text; sorted. */
  tree(id: string): Promise<Record<string, string>>;
  remove(): Promise<void>;
}

export async function makeHome(): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), "inkling-hub-"));
  const at = (id: string, ...rest: string[]) =>
    join(path, "hub", `models--${id.replace("/", "--")}`, ...rest);
  return {
    path,
    at,
    async tree(id) {
      const names = (await readdir(at(id), { recursive: true })).sort();
      const found: Record<string, string> = {};
      for (const name of names) {
        const state = await lstat(at(id, name));
        if (state.isSymbolicLink()) found[name] = `-> ${await readlink(at(id, name))}`;
        else if (state.isFile()) found[name] = await readFile(at(id, name), "utf8");
      }
      return found;
    },
    remove: () => rm(path, { recursive: true }),
  };
}

/** So many bytes that don't repeat soon. */
export function someBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count);
  for (let i = 0, state = 7; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
