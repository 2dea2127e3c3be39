/** Folders from strangers: whatever is changed in their files, they open or are refused by the name of a file, and nothing else is read. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { folderSource } from "../../src/folder/folderSource.ts";
import { type ModelFiles, memoryFiles } from "../../src/folder/modelFiles.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { bytesOf } from "../fixtures/folders/load.ts";

/** Without tokenizer.json, which is fuzzed beside its reader. */
const folders = ["gpt2-shards", "llama3-shards-bf16", "smollm2-bf16", "llama-biases"].map((name) => {
  const { "tokenizer.json": _, ...bytes } = bytesOf(name);
  return bytes;
});
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (value: string) => new TextEncoder().encode(value);

/** What opening and reading everything comes to: undefined, or the error's message. No name may be asked for but a folder's own. */
async function outcome(bytes: Record<string, Uint8Array>): Promise<string | undefined> {
  const inner = memoryFiles("folder", bytes);
  const files: ModelFiles = {
    ...inner,
    async source(name) {
      if (!Object.hasOwn(bytes, name)) throw new Error(`${name} was asked for, which is not of the folder`);
      const opened = await inner.source(name);
      const read: typeof opened.read = (start, length) => {
        // So nothing larger than the file is made for it.
        if (start + length > opened.size) throw new Error(`${name} was asked for bytes beyond its end`);
        return opened.read(start, length);
      };
      return { ...opened, read };
    },
  };
  try {
    const source = await folderSource(files);
    for (const { name } of parameterSpecs(source.config)) await source.parameter(name);
    await source.close();
    return undefined;
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    expect(error.message).toMatch(/config\.json|\.safetensors|tokenizer\.json|chat_template\.jinja/);
    expect(error.message.length).toBeLessThan(2000);
    return error.message;
  }
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(0, -1, 1.5, 1e308, 2 ** 31, 131072, "../../etc/passwd", "__proto__", [], {}, null),
  fc.constantFrom<unknown>(
    "model.safetensors",
    "model-00001-of-00005.safetensors",
    "llama3",
    "pytorch_model.bin",
  ),
);

/** Every path to a value inside a JSON document. */
function pathsOf(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== "object" || json === null) return [path];
  return [path, ...Object.entries(json).flatMap(([name, value]) => pathsOf(value, [...path, name]))];
}

/** The document with the value at `path` replaced, or left out. */
function changed(json: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const inner = changed((json as Record<string, unknown>)[name], rest, value);
  return Object.fromEntries(
    Object.entries(json as object).flatMap(([key, old]) => {
      if (key !== name) return [[key, old]];
      return inner === undefined ? [] : [[key, inner]];
    }),
  );
}

const NAMES = [
  "config.json",
  "model.safetensors.index.json",
  "generation_config.json",
  "tokenizer_config.json",
];

describe("a folder with one thing changed opens, or is refused by the name of a file", () => {
  it("any value of any of its JSON files replaced or removed", async () => {
    let refused = 0;
    const change = fc.record({
      folder: fc.nat(),
      file: fc.nat(),
      path: fc.nat(),
      value: fc.option(junk, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ folder, file, path, value }) => {
        const bytes = folders[folder % folders.length];
        const present = NAMES.filter((name) => name in bytes);
        const name = present[file % present.length];
        const json: unknown = JSON.parse(text(bytes[name]));
        const paths = pathsOf(json);
        const next = JSON.stringify(changed(json, paths[path % paths.length], value)) ?? "";
        if ((await outcome({ ...bytes, [name]: encode(next) })) !== undefined) refused++;
      }),
      { numRuns: 1000, seed: 6 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it("any bytes of any of its files overwritten, cut off or added", async () => {
    let refused = 0;
    const change = fc.record({
      folder: fc.nat(),
      file: fc.nat(),
      at: fc.nat(),
      early: fc.boolean(),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      how: fc.constantFrom("overwrite", "cut", "add"),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ folder, file, at, early, bytes: noise, how }) => {
        const bytes = folders[folder % folders.length];
        const names = Object.keys(bytes);
        const name = names[file % names.length];
        const old = bytes[name];
        // Headers and settings lie at the front.
        const place = at % Math.max(1, early ? Math.min(600, old.length) : old.length);
        const next =
          how === "cut" ? old.slice(0, place) : Uint8Array.from([...old, ...(how === "add" ? noise : [])]);
        if (how === "overwrite") next.set(noise.subarray(0, next.length - place), place);
        if ((await outcome({ ...bytes, [name]: next })) !== undefined) refused++;
      }),
      { numRuns: 700, seed: 7 },
    );
    expect(refused).toBeGreaterThan(200);
  });

  it("any one of its files missing", async () => {
    const needed: string[] = [];
    for (const bytes of folders) {
      for (const name of Object.keys(bytes)) {
        const { [name]: _, ...rest } = bytes;
        if ((await outcome(rest)) !== undefined) needed.push(name.replace(/\d+/, "1"));
      }
    }
    expect([...new Set(needed)].sort()).toEqual([
      "config.json",
      "model-1-of-00004.safetensors",
      "model-1-of-00005.safetensors",
      "model.safetensors",
      "model.safetensors.index.json",
    ]);
  });
});

describe("a folder made to do harm is refused", () => {
  const bytes = bytesOf("gpt2-shards");
  const withIndex = (weight_map: unknown) =>
    outcome({ ...bytes, "model.safetensors.index.json": encode(JSON.stringify({ weight_map })) });

  it.each(["../secret.safetensors", "/etc/passwd.safetensors", "a/b.safetensors", "..\\up.safetensors"])(
    "for a shard outside of it: %s",
    async (file) => {
      expect(await withIndex({ "transformer.wte.weight": file })).toContain(
        `folder/model.safetensors.index.json, weight_map, "transformer.wte.weight": ${JSON.stringify(file)} can't name`,
      );
    },
  );

  it("for JSON that nests until the stack ends, in any of its files", async () => {
    for (const name of NAMES) {
      const deep = `{"model_type": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
      expect(await outcome({ ...bytes, [name]: encode(deep) })).toContain(
        `folder/${name} is not JSON: expected at most 32 levels`,
      );
    }
  });

  it("for sizes that would fill the memory, before anything is made for them", async () => {
    const config = JSON.parse(text(bytes["config.json"]));
    const huge = { ...config, n_embd: 16384, n_layer: 96, n_head: 1 };
    expect(await outcome({ ...bytes, "config.json": encode(JSON.stringify(huge)) })).toMatch(
      /config\.json describes \d+ weights, \d+\.\d GB/,
    );
    const wide = { ...config, n_positions: 1e15 };
    expect(await outcome({ ...bytes, "config.json": encode(JSON.stringify(wide)) })).toContain(
      "config.json: n_positions is 1000000000000000",
    );
  });
});
