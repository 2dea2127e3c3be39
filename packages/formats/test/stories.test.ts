/**
 * stories260K, which we did not make: the same weights as GGUF and as llama2.c's files, and the text that llama2.c
 * prints. Both, and what we write of them, must give that text byte for byte, and PyTorch's loss on other text.
 */
import { existsSync, readFileSync } from "node:fs";
import {
  bytesAsSource,
  collectBytes,
  createEngine,
  type Engine,
  evaluate,
  folderFiles,
  folderSource,
  generate,
  type ModelSource,
  memoryFiles,
  modelOfSource,
  type Tokenizer,
} from "inkling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ggufFile, ggufSource, llama2cSource } from "../src/index.ts";
import { bytesOfFile, expectSameModel } from "./sourceOf.ts";

/** Reference data beside the repository. Where it is absent, its tests are skipped. */
const shared = (path: string) => new URL(`../../../../shared/data/${path}`, import.meta.url);
const file = (name: string) => shared(`models/stories260K/${name}`);
const opened = (name: string) => bytesAsSource(name, readFileSync(file(name)));

/** How many tokens llama2.c's run prints unless told otherwise. */
const STEPS = 256;
const CONTEXT = 512;
const TEXT = /-t 0\.0\n([^`]*)\n```/;

async function greedyText(engine: Engine, source: ModelSource): Promise<string> {
  const model = await modelOfSource(engine, source);
  try {
    const { tokenizer } = source;
    if (tokenizer?.bos === undefined) throw new Error("no BOS");
    const ids: number[] = [];
    const options = { temperature: 0, maxTokens: STEPS, stopIds: new Set([tokenizer.bos]) };
    for await (const { id } of generate(model, [tokenizer.bos], options)) ids.push(id);
    return tokenizer.decode(ids);
  } finally {
    model.dispose();
  }
}

/**
 * The first 256 stories: each ends with a single line feed, its paragraphs with two. A few are broken into pieces there;
 * pieces of at most 60 characters are no stories.
 */
function stories(): string[] {
  const text = readFileSync(shared("text/tinystories-head-0.9MB.txt"), "utf8");
  const all = text.split(/(?<!\n)\n(?!\n)/).map((story) => story.trim());
  return all.filter(({ length }) => length > 60).slice(0, 256);
}

/** BOS and the story, cropped to the context; every token but BOS is a target. */
function batchOf(story: string, tokenizer: Tokenizer) {
  const ids = [1, ...tokenizer.encode(story)].slice(0, CONTEXT);
  const [inputs, targets] = [Int32Array.from(ids.slice(0, -1)), Int32Array.from(ids.slice(1))];
  return { inputs, targets, counted: targets.length, batchSize: 1, contextLength: inputs.length };
}

describe.skipIf(!existsSync(file("stories260K.bin")))("stories260K", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({ threads: 1 });
  });
  afterAll(() => engine.dispose());
  const bin = () => llama2cSource(opened("stories260K.bin"), opened("tok512.bin"));
  const gguf = () => ggufSource(opened("stories260K.gguf"));
  const again = async (source: ModelSource, name: string) =>
    ggufSource(bytesAsSource(name, await bytesOfFile(ggufFile(source, { name, type: "F32" }))));
  const text = () => TEXT.exec(readFileSync(file("stories260K.md"), "utf8"))?.[1];

  it("gives llama2.c's text from the .bin", async () => {
    expect(text()).toMatch(/^Once upon a time, .*help you\.$/s);
    expect(await greedyText(engine, await bin())).toBe(text());
  });

  it("gives llama2.c's text from the .gguf", async () => {
    expect(await greedyText(engine, await gguf())).toBe(text());
  });

  it.each([["bin", bin] as const, ["gguf", gguf] as const])(
    "is the same model after being written as GGUF and read again, from the .%s",
    async (_, open) => {
      const source = await open();
      const copy = await again(source, "copy.gguf");
      await expectSameModel(copy, source);
      expect(copy.tokenizer?.toJSON()).toEqual(source.tokenizer?.toJSON());
      expect(await greedyText(engine, copy)).toBe(text());
    },
  );

  it("is the same model after going by way of a Hugging Face folder, and on into GGUF", async () => {
    const source = await bin();
    const files: Record<string, Uint8Array> = {};
    for (const file of folderFiles(source)) {
      const sink = collectBytes();
      await file.write(sink);
      files[file.name] = sink.bytes();
    }
    const folder = await folderSource(memoryFiles("folder", files));
    const copy = await again(folder, "copy.gguf");
    for (const one of [folder, copy]) {
      await expectSameModel(one, source);
      expect(await greedyText(engine, one)).toBe(text());
    }
  });

  it("has PyTorch's loss on the first 256 stories", async () => {
    const source = await bin();
    const model = await modelOfSource(engine, source);
    const batches = stories().map((story) => batchOf(story, source.tokenizer!));
    const { nllPerToken, tokens } = await evaluate(model, batches);
    model.dispose();
    expect(tokens).toBe(89_308);
    expect(Math.abs(nllPerToken - 1.7328)).toBeLessThan(0.001);
  }, 240_000);
});
