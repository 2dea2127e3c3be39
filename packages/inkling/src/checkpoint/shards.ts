/**
 * Weights that are split over several safetensors files ("shards"), read as if they were one.
 *
 *   model.safetensors.index.json   { "metadata": { "total_size": 123 },
 *                                    "weight_map": { "model.norm.weight": "model-00002-of-00002.safetensors", … } }
 *
 * The index is a stranger's word for what the shards hold: a name may not lead out of the folder, and each shard must hold
 * exactly the tensors that are said to be in it. total_size isn't believed either: the shards' own sizes count.
 *
 * Knows nothing of folders. Try it: `await openShards(parseShardIndex(text, "index.json"), open)`.
 */
import { InklingError } from "../errors.ts";
import type { ByteSource } from "./bytes.ts";
import { parseStrictJsonFile } from "./json.ts";
import { checkFileName } from "./manifest.ts";
import { pickleRefusal } from "./pickle.ts";
import { openSafetensors, type SafetensorsFile, type StoredTensor, type TensorFile } from "./safetensors.ts";
import { described, quoted, type StrictJson } from "./strictJson.ts";

export const SHARD_INDEX = "model.safetensors.index.json";

export interface ShardIndex {
  /** What messages call it. */
  readonly name: string;
  /** Tensor → the file it is in. */
  readonly fileOf: ReadonlyMap<string, string>;
  /** Every file once, in the index's order. */
  readonly files: readonly string[];
}

// A model that Inkling can hold has at most 4 GB; nobody cuts shards of less than 16 MB. All stay open at once.
const MOST_SHARDS = 256;

/** @throws InklingError that names the index and the entry */
export function parseShardIndex(text: string, name: string): ShardIndex {
  const index = parseStrictJsonFile(text, name);
  const map = index instanceof Map ? index.get("weight_map") : undefined;
  if (!(map instanceof Map)) {
    throw new InklingError(
      `${name}: weight_map is ${described(map)}, expected an object that gives each tensor's file.`,
    );
  }
  const fileOf = new Map<string, string>();
  for (const [tensor, file] of map)
    fileOf.set(tensor, shardName(file, `${name}, weight_map, ${quoted(tensor)}`));
  const files = [...new Set(fileOf.values())];
  if (files.length === 0 || files.length > MOST_SHARDS) {
    throw new InklingError(`${name}: weight_map names ${files.length} files, expected 1 to ${MOST_SHARDS}.`);
  }
  return { name, fileOf, files };
}

function shardName(file: StrictJson, where: string): string {
  if (typeof file === "string" && file.endsWith(".safetensors")) return checkFileName(file, where);
  const why = typeof file === "string" && file.endsWith(".bin") ? ` ${pickleRefusal}` : "";
  throw new InklingError(
    `${where}: found ${described(file)}, expected a name that ends in ".safetensors".${why}`,
  );
}

/**
 * Opens every shard and compares what it holds with the index; the sources stay the caller's to close.
 * @param open gives the bytes of a file of the index
 * @throws InklingError that names the shard and the tensor
 */
export async function openShards(
  { name, fileOf, files }: ShardIndex,
  open: (file: string) => Promise<ByteSource>,
): Promise<TensorFile> {
  const shardOf = new Map<string, SafetensorsFile>();
  const tensors = new Map<string, Pick<StoredTensor, "shape" | "dtype">>();
  for (const file of files) {
    const shard = await openSafetensors(await open(file));
    for (const [tensor, entry] of shard.tensors) {
      const said = fileOf.get(tensor);
      if (said !== file) {
        const where = said === undefined ? "in no file at all" : `in ${said}`;
        throw new InklingError(
          `${shard.name} holds tensor ${quoted(tensor)}, but ${name} says it is ${where}.`,
        );
      }
      shardOf.set(tensor, shard);
      tensors.set(tensor, entry);
    }
  }
  const missing = [...fileOf].find(([tensor]) => !tensors.has(tensor));
  if (missing !== undefined) {
    const [tensor, file] = missing;
    throw new InklingError(`${name} says tensor ${quoted(tensor)} is in ${file}, but it isn't.`);
  }
  const readTensor = async (tensor: string): Promise<StoredTensor> => {
    const shard = shardOf.get(tensor);
    if (shard === undefined) throw new InklingError(`${name} has no tensor ${quoted(tensor)}.`);
    return shard.readTensor(tensor);
  };
  return { name, tensors, readTensor };
}
