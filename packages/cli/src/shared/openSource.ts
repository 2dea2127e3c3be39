/**
 * A model wherever it lies: a Hugging Face folder, a GGUF file, or llama2.c's .bin with its tokenizer beside it.
 *
 *   await withSource("stories260K.gguf", undefined, async (source) => source.config)
 */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sourceOfFile } from "@inkling/formats";
import {
  type Engine,
  folderSource,
  InklingError,
  type ModelOfFiles,
  type ModelSource,
  openSource,
  type WeightFormat,
} from "inkling";
import { explainFileError, openFileSource, openIdModel, openSet } from "inkling/node";

/** Opens a model, of whatever format, to be used. */
export async function openAnyModel(
  engine: Engine,
  path: string,
  options: { readonly weights?: WeightFormat },
): Promise<ModelOfFiles> {
  if (await isFolder(path)) return openIdModel(engine, path, options);
  return withSource(path, undefined, (source) => openSource(engine, source, options));
}

/** Whether a path leads to a folder. @throws InklingError if it leads nowhere */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw explainFileError(error, `${path} could not be opened as a model`);
  }
}

/** Opens the model, gives it to `work`, and closes its files afterwards. */
export async function withSource<T>(
  path: string,
  tokenizer: string | undefined,
  work: (source: ModelSource) => Promise<T>,
): Promise<T> {
  if (await isFolder(path)) {
    if (tokenizer !== undefined) {
      throw new InklingError(
        `${path} is a folder and brings its own tokenizer: --tokenizer is for llama2.c's .bin files. Leave it out.`,
      );
    }
    const source = await folderSource(await openSet(path));
    return work(source).finally(() => source.close());
  }
  const opened: Closable[] = [];
  const open = async (path: string) => {
    const file = await openFileSource(path);
    opened.push(file);
    return file;
  };
  try {
    const file = await open(path);
    const beside = tokenizer ?? (await tokenizerBeside(path));
    return await work(await sourceOfFile(file, beside === undefined ? undefined : await open(beside)));
  } finally {
    for (const file of opened) await file.close();
  }
}

interface Closable {
  close(): Promise<void>;
}

/** llama2.c's own names for its tokenizer: tokenizer.bin, or tok512.bin for a vocabulary of 512. */
export async function tokenizerBeside(path: string): Promise<string | undefined> {
  if (!path.endsWith(".bin")) return undefined;
  const file = await openFileSource(path);
  const header = file.size < 28 ? undefined : await file.read(20, 4);
  await file.close();
  if (!header) return undefined;
  const vocabulary = Math.abs(new DataView(header.buffer).getInt32(0, true));
  for (const name of [`tok${vocabulary}.bin`, "tokenizer.bin"]) {
    const candidate = join(dirname(path), name);
    if (candidate !== path && (await stat(candidate).catch(() => undefined))?.isFile()) return candidate;
  }
  return undefined;
}
