/** `inkling convert`: from any folder or file into any other, whole or not at all. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

const say = async (model: string) => {
  const { lines } = await inkling([
    "generate",
    "--model",
    model,
    "--prompt",
    "The cat",
    "--temperature",
    "0",
    "--max-tokens",
    "12",
    "--json",
  ]);
  return lines()[0];
};
const said = (ids: unknown) => expect.objectContaining({ ids: (ids as { ids: unknown }).ids });

describe("inkling convert", () => {
  it("goes to GGUF and back to a folder, and both say what the model said", async () => {
    const file = join(models.root, "one.gguf");
    const folder = join(models.root, "new", "folder");
    const there = await inkling(["convert", models.bpe, "--out", file, "--json"]);
    expect(there).toMatchObject({ code: 0, err: "" });
    expect(there.lines()).toEqual([
      {
        out: file,
        to: "gguf",
        dtype: "F32",
        files: ["bpe.gguf"],
        bytes: (await readFile(file)).length,
        lost: [],
      },
    ]);
    const back = await inkling(["convert", file, "--out", folder]);
    expect(back.code).toBe(0);
    expect(back.out).toContain(`${folder}: a Hugging Face folder, F32`);
    expect(back.out).toContain("It opens in transformers");
    const before = await say(models.bpe);
    expect(await say(file)).toEqual(said(before));
    expect(await say(folder)).toEqual(said(before));
    expect(await readFile(join(folder, "model.safetensors"))).toEqual(
      await readFile(join(models.bpe, "model.safetensors")),
    );
  });

  it("writes an ONNX folder, and a smaller model beside the first for INT8", async () => {
    const out = join(models.root, "onnx");
    const { code, out: text } = await inkling([
      "convert",
      models.bpe,
      "--out",
      out,
      "--to",
      "onnx",
      "--dtype",
      "INT8",
    ]);
    expect(code).toBe(0);
    expect(text).toContain("Weights are rounded from F32 to INT8.");
    expect(await readdir(join(out, "onnx"))).toEqual(["model.onnx", "model_quantized.onnx"]);
  });

  it("overwrites no file unless told to, and no folder ever", async () => {
    const file = join(models.root, "mine.gguf");
    const folder = join(models.root, "mine");
    await writeFile(file, "mine");
    await mkdir(folder);
    await writeFile(join(folder, "notes.txt"), "mine");
    const run = async (...argv: string[]) => {
      const { code, err } = await inkling(["convert", models.bpe, ...argv]);
      return `${code} ${err}`;
    };
    expect(await run("--out", file)).toMatch(/^1 error: .*is there already.*--force/);
    expect(await run("--out", folder)).toMatch(/^1 error: .*is there already, with 1 file in it/);
    expect(await run("--out", folder, "--to", "gguf")).toMatch(
      /^1 error: .*is a folder, and GGUF is one file/,
    );
    expect(await readFile(file, "utf8")).toBe("mine");
    expect(await readdir(folder)).toEqual(["notes.txt"]);
    expect(await run("--out", file, "--force")).toMatch(/^0/);
    expect((await readFile(file)).subarray(0, 4).toString()).toBe("GGUF");
  });

  it("explains what can't be converted, and leaves nothing behind", async () => {
    const run = async (...argv: string[]) => {
      const { code, err } = await inkling(["convert", ...argv]);
      return `${code} ${err}`;
    };
    const before = await readdir(models.root);
    expect(await run(models.bpe)).toMatch(/^2 error: --out <path> is missing/);
    expect(await run(models.bpe, "--out", "x.gguf", "--dtype", "BF16")).toMatch(
      /^2 error: BF16 can't be written in a GGUF/,
    );
    expect(await run(join(models.root, "nowhere"), "--out", "x.gguf")).toMatch(/^1 error: .*no such file/i);
    expect(await run(join(models.bpe, "model.safetensors"), "--out", "x.gguf")).toMatch(
      /^1 error: .*weights alone/,
    );
    expect(await run(models.bpe, "--tokenizer", "t.bin", "--out", "x.gguf")).toMatch(
      /^1 error: .*brings its own tokenizer/,
    );
    expect(await readdir(models.root)).toEqual(before);
  });
});
