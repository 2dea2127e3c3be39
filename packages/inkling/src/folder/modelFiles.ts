/**
 * The files of one model, by name, wherever they lie: on a disk, in a download, dropped onto a page.
 *
 * Refuses to know what they mean (folderSource.ts does) and how they are found on a disk (node/openSet.ts does).
 * Try it: `memoryFiles("names", { "config.json": bytes }).text("config.json")`.
 */
import { type ByteSource, bytesAsSource } from "../checkpoint/bytes.ts";
import { InklingError } from "../errors.ts";

export interface ModelFiles {
  /** What messages call the folder. */
  readonly dir: string;
  has(name: string): boolean;
  /** A whole file as text. @throws InklingError if there is none, or it is not UTF-8 */
  text(name: string): Promise<string>;
  /** A file's bytes; the caller closes it. @throws InklingError if there is none */
  source(name: string): Promise<ByteSource & { close(): Promise<void> }>;
}

/** Files that are in memory already, by name. */
export function memoryFiles(dir: string, files: Readonly<Record<string, Uint8Array>>): ModelFiles {
  const bytesOf = (name: string): Uint8Array => {
    if (!Object.hasOwn(files, name)) throw new InklingError(`${dir} has no file ${name}.`);
    return files[name];
  };
  return {
    dir,
    has: (name) => Object.hasOwn(files, name),
    async text(name) {
      const bytes = bytesOf(name);
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch {
        throw new InklingError(`${dir}/${name} is not UTF-8 text: it is damaged, or another kind of file.`);
      }
    },
    source: async (name) => ({ ...bytesAsSource(`${dir}/${name}`, bytesOf(name)), async close() {} }),
  };
}
