import { describe, expect, it } from "vitest";
import { bytesAsSource, collectBytes } from "../../src/checkpoint/bytes.ts";
import { writeSafetensors } from "../../src/checkpoint/safetensors.ts";
import { openShards, parseShardIndex } from "../../src/checkpoint/shards.ts";
import { InklingError } from "../../src/errors.ts";

const [one, two] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
const index = (weight_map: unknown) => parseShardIndex(JSON.stringify({ weight_map }), "index.json");

/** Shards that hold tensors of these names, one number each. */
async function shards(files: Record<string, string[]>) {
  const bytes = new Map<string, Uint8Array>();
  for (const [file, names] of Object.entries(files)) {
    const sink = collectBytes();
    const tensors = names.map((name) => ({ name, shape: [1], data: () => Float32Array.of(name.length) }));
    await writeSafetensors(tensors, {}, sink);
    bytes.set(file, sink.bytes());
  }
  return async (file: string) => bytesAsSource(file, bytes.get(file)!);
}

describe("an index of shards", () => {
  it("makes one of several files", async () => {
    const opened = await openShards(
      index({ a: one, bb: two, ccc: one }),
      await shards({ [one]: ["a", "ccc"], [two]: ["bb"] }),
    );
    expect([...opened.tensors.keys()].sort()).toEqual(["a", "bb", "ccc"]);
    expect(await opened.readTensor("ccc")).toEqual({ shape: [1], dtype: "F32", data: Float32Array.of(3) });
    await expect(opened.readTensor("d")).rejects.toThrow('index.json has no tensor "d"');
  });

  it.each([
    ["is no JSON", "{", /^index\.json is not JSON: expected a name in double quotes at character 1/],
    ["has a name twice", `{"weight_map":{"a":"${one}","a":"${two}"}}`, /the name "a" is there twice/],
    ["nests without end", "[".repeat(1e6), /^index\.json is not JSON: expected at most 32 levels/],
    ["has no weight_map", '{"metadata":{}}', /weight_map is nothing, expected an object/],
    [
      "maps to no names",
      '{"weight_map":{"a":3}}',
      /weight_map, "a": found 3, expected a name that ends in "\.safetensors"/,
    ],
    ["is empty", '{"weight_map":{}}', /weight_map names 0 files, expected 1 to 256/],
    [
      "names a pickle",
      '{"weight_map":{"a":"pytorch_model-00001-of-00002.bin"}}',
      /is a pickle: it can run any code/,
    ],
  ])("that %s is refused", (_, text, message) => {
    expect(() => parseShardIndex(text, "index.json")).toThrow(InklingError);
    expect(() => parseShardIndex(text, "index.json")).toThrow(message);
  });

  it.each([
    "../secret.safetensors",
    "/etc/secret.safetensors",
    "C:\\secret.safetensors",
    "sub/model.safetensors",
    "..\\model.safetensors",
    ".hidden.safetensors",
    "aux.safetensors",
    "model\0.safetensors",
    "%2e%2e%2fmodel.safetensors",
    `${"x".repeat(300)}.safetensors`,
  ])("that leads out of the folder is refused by the entry's name: %s", (file) => {
    expect(() => index({ "model.norm.weight": file })).toThrow(
      /^index\.json, weight_map, "model\.norm\.weight": .* can't name a file of a checkpoint/,
    );
  });

  it("that names more files than any model has is refused before one is opened", () => {
    const map = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`t${i}`, `m${i}.safetensors`]));
    expect(() => index(map)).toThrow("weight_map names 257 files, expected 1 to 256");
  });

  it.each([
    [
      "a tensor that isn't where it is said to be",
      { a: one, b: one },
      { [one]: ["a"] },
      `index.json says tensor "b" is in ${one}, but it isn't`,
    ],
    [
      "a tensor that nobody mentioned",
      { a: one },
      { [one]: ["a", "b"] },
      `${one} holds tensor "b", but index.json says it is in no file at all`,
    ],
    [
      "a tensor that is there twice",
      { a: one, b: two },
      { [one]: ["a", "b"], [two]: ["b"] },
      `${one} holds tensor "b", but index.json says it is in ${two}`,
    ],
  ])("and shards that disagree are refused: %s", async (_, map, files, message) => {
    await expect(openShards(index(map), await shards(files))).rejects.toThrow(message);
  });
});
