/**
 * The weights of a folder: model.safetensors, or the shards that model.safetensors.index.json names. Nothing else is read;
 * pickles are refused with the reason.
 *
 * Knows nothing of what the tensors mean. Try it: `(await openWeights(files)).file.tensors.size`.
 */
import type { ByteSource } from "../checkpoint/bytes.ts";
import { pickleRefusal } from "../checkpoint/pickle.ts";
import { openSafetensors, type TensorFile } from "../checkpoint/safetensors.ts";
import { openShards, parseShardIndex, SHARD_INDEX } from "../checkpoint/shards.ts";
import { InklingError } from "../errors.ts";
import type { ModelFiles } from "./modelFiles.ts";

const WHOLE = "model.safetensors";
const PICKLES = ["pytorch_model.bin", "pytorch_model.bin.index.json"];

export interface OpenWeights {
  readonly file: TensorFile;
  close(): Promise<void>;
}

/** @throws InklingError if there are none that Inkling reads, or a file is damaged, by its name */
export async function openWeights(files: ModelFiles): Promise<OpenWeights> {
  const { dir } = files;
  const opened: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const source of opened.splice(0)) await source.close();
  };
  const open = async (name: string): Promise<ByteSource> => {
    const source = await files.source(name);
    opened.push(source);
    return source;
  };
  try {
    if (files.has(WHOLE)) return { file: await openSafetensors(await open(WHOLE)), close };
    if (files.has(SHARD_INDEX)) return { file: await openAll(files, open), close };
  } catch (error) {
    await close();
    throw error;
  }
  const pickle = PICKLES.find((name) => files.has(name));
  throw new InklingError(
    pickle === undefined
      ? `${dir} has no ${WHOLE} and no ${SHARD_INDEX}: there are no weights to load.`
      : `${dir} has its weights in ${pickle} only. ${pickleRefusal}`,
  );
}

async function openAll(files: ModelFiles, open: (name: string) => Promise<ByteSource>): Promise<TensorFile> {
  const index = parseShardIndex(await files.text(SHARD_INDEX), `${files.dir}/${SHARD_INDEX}`);
  const missing = index.files.find((name) => !files.has(name));
  if (missing !== undefined) {
    throw new InklingError(
      `${files.dir} has no ${missing}, which ${SHARD_INDEX} names: the download is not complete, or the file went astray.`,
    );
  }
  return openShards(index, open);
}
