/** Any model into any format, and what is said to be lost. */
import {
  bytesAsSource,
  chatTemplate,
  collectBytes,
  configFrom,
  createEngine,
  createModel,
  folderSource,
  InklingError,
  type ModelSource,
  memoryFiles,
  parameterSpecs,
  sourceOfModel,
} from "inkling";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carry, sourceOfFile, type Target, targetNames } from "../src/index.ts";
import { chatTokenizer } from "./support/chatTokenizer.ts";

let source: ModelSource;
const engine = createEngine();
beforeAll(async () => {
  const shape = { nLayers: 2, nHeads: 2, nKvHeads: 1, dModel: 32, dMlp: 64, contextLength: 16 };
  const config = configFrom("tiny-llama", { ...shape, vocabSize: chatTokenizer.vocabSize });
  source = sourceOfModel(createModel(await engine, config, 7), {
    name: "tiny",
    tokenizer: chatTokenizer,
    chatTemplate,
    bosTokenId: chatTokenizer.bos,
    eosTokenIds: [chatTokenizer.specialTokens.get("<|im_end|>")!],
    sampling: { temperature: 0.5 },
    notes: ["It has a note."],
  });
});
afterAll(async () => (await engine).dispose());

async function written(from: ModelSource, to: Target, dtype?: "F32" | "F16" | "Q8_0" | "INT8") {
  const { files, lost } = carry(from, { to, name: "tiny", ...(dtype && { dtype }) });
  const bytes: Record<string, Uint8Array> = {};
  for (const file of files) {
    const sink = collectBytes();
    await file.write(sink);
    bytes[file.name] = sink.bytes();
  }
  return { bytes, lost };
}

const reopened = (bytes: Record<string, Uint8Array>) =>
  Object.hasOwn(bytes, "config.json")
    ? folderSource(memoryFiles("tiny", bytes))
    : sourceOfFile(bytesAsSource("tiny.gguf", Object.values(bytes)[0]!));

describe("carry", () => {
  test("F32 there and back is the same model, number for number, with all that goes with it", async () => {
    const gguf = await reopened((await written(source, "gguf")).bytes);
    const folder = await reopened((await written(gguf, "hf")).bytes);
    for (const one of [gguf, folder]) {
      expect(one.config).toEqual(source.config);
      for (const { name } of parameterSpecs(source.config))
        expect(await one.parameter(name)).toEqual(await source.parameter(name));
      expect(one.tokenizer?.toJSON().model).toEqual(chatTokenizer.toJSON().model);
      expect(one).toMatchObject({
        chatTemplate,
        storedAs: "F32",
        bosTokenId: source.bosTokenId,
        eosTokenIds: source.eosTokenIds,
      });
    }
  });

  test("says what rounding takes, once, and what an earlier one took", async () => {
    expect((await written(source, "gguf", "F32")).lost).toEqual(["It has a note."]);
    const small = await written(source, "gguf", "Q8_0");
    expect(small.lost).toContain("Weights are rounded from F32 to Q8_0.");
    const again = carry(await reopened(small.bytes), { to: "hf", name: "tiny", dtype: "F32" });
    expect(again.lost.join()).toMatch(/stays away/);
  });

  test("keeps numbers as they are stored, unless told otherwise", async () => {
    const half = await reopened((await written(source, "hf", "F16")).bytes);
    expect(half.storedAs).toBe("F16");
    expect(carry(half, { to: "gguf", name: "tiny" })).toMatchObject({ dtype: "F16", lost: [] });
    expect(carry(half, { to: "onnx", name: "tiny" }).dtype).toBe("F32");
  });

  test("writes the files that each of the others opens", async () => {
    expect(Object.keys((await written(source, "gguf")).bytes)).toEqual(["tiny.gguf"]);
    expect(Object.keys((await written(source, "hf")).bytes)).toContain("model.safetensors");
    expect(Object.keys((await written(source, "onnx", "INT8")).bytes)).toEqual(
      expect.arrayContaining(["config.json", "onnx/model.onnx", "onnx/model_quantized.onnx"]),
    );
    expect(targetNames).toEqual(["hf", "gguf", "onnx"]);
  });

  test("a dtype that the format doesn't have is refused before anything is written", () => {
    expect(() => carry(source, { to: "gguf", dtype: "BF16", name: "tiny" })).toThrow(InklingError);
    expect(() => carry(source, { to: "gguf", dtype: "BF16", name: "tiny" })).toThrow(/F32, F16, Q8_0, Q4_0/);
  });
});
