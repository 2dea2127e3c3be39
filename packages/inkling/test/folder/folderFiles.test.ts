/** Any source as a Hugging Face folder. That transformers opens it is proven in clients/; here: nothing is lost on the way. */
import { describe, expect, it } from "vitest";
import { collectBytes } from "../../src/checkpoint/bytes.ts";
import type { CheckpointFile } from "../../src/checkpoint/checkpoint.ts";
import { type FolderOptions, folderFiles } from "../../src/folder/folderFiles.ts";
import { folderSource } from "../../src/folder/folderSource.ts";
import { memoryFiles } from "../../src/folder/modelFiles.ts";
import { type ParameterName, parameterSpecs } from "../../src/model/parameters.ts";
import { configFrom } from "../../src/model/presets.ts";
import type { ModelSource } from "../../src/modelSource.ts";
import { elementCount } from "../../src/tensor/tensor.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { bytesOf, filesOf, folderNames } from "../fixtures/folders/load.ts";

async function written(files: readonly CheckpointFile[]): Promise<Record<string, Uint8Array>> {
  const bytes: Record<string, Uint8Array> = {};
  for (const file of files) {
    const sink = collectBytes();
    await file.write(sink);
    bytes[file.name] = sink.bytes();
  }
  return bytes;
}

async function rewritten(source: ModelSource, options?: FolderOptions) {
  return folderSource(memoryFiles("again", await written(folderFiles(source, options))));
}

/** A model whose parameters count up, and which notes who asks for them. */
function counting(changes: Partial<ModelSource> & { preset?: string } = {}) {
  const asked: ParameterName[] = [];
  const tokenizer = trainCharacters(["hello"]);
  const shape = {
    nLayers: 1,
    dModel: 8,
    nHeads: 2,
    dMlp: 8,
    contextLength: 4,
    vocabSize: tokenizer.vocabSize,
  };
  const config = changes.config ?? configFrom(changes.preset ?? "names", shape);
  const source: ModelSource = {
    name: "counting",
    storedAs: "F32",
    tokenizer,
    chatTemplate: undefined,
    bosTokenId: 0,
    eosTokenIds: [0],
    sampling: {},
    notes: [],
    async parameter(name) {
      asked.push(name);
      const { shape } = parameterSpecs(config).find((spec) => spec.name === name)!;
      return Float32Array.from({ length: elementCount(shape) }, (_, i) => i);
    },
    ...changes,
    config,
  };
  return { source, asked };
}

describe.each(folderNames)("%s, written again", (name) => {
  it("is the same model: config, ids, template and every number", async () => {
    const before = await folderSource(filesOf(name));
    const after = await rewritten(before);
    expect(after.config).toEqual(before.config);
    expect(after.storedAs).toBe("F32");
    for (const { name: parameter } of parameterSpecs(before.config)) {
      expect(await after.parameter(parameter), parameter).toEqual(await before.parameter(parameter));
    }
    for (const key of ["chatTemplate", "bosTokenId", "eosTokenIds"] as const)
      expect(after[key]).toEqual(before[key]);
    const text = "the cat, the hat";
    expect(after.tokenizer?.encode(text)).toEqual(before.tokenizer?.encode(text));
  });
});

it.each([
  ["llama-biases", "F32"],
  ["llama-linear-f16", "F16"],
  ["smollm2-bf16", "BF16"],
] as const)("%s in %s is the very file that transformers wrote", async (name, dtype) => {
  const files = await written(folderFiles(await folderSource(filesOf(name)), { dtype }));
  expect(Buffer.from(files["model.safetensors"]).equals(bytesOf(name)["model.safetensors"])).toBe(true);
});

describe("a folder for transformers", () => {
  it("holds what AutoModelForCausalLM and AutoTokenizer look for, and no more", async () => {
    const { source } = counting({
      chatTemplate: "{{ messages }}",
      eosTokenIds: [1, 0],
      sampling: { temperature: 0.5, topK: 7 },
    });
    const files = await written(folderFiles(source, { dtype: "BF16" }));
    const json = (name: string) => JSON.parse(new TextDecoder().decode(files[name]));
    expect(Object.keys(files)).toEqual([
      "config.json",
      "generation_config.json",
      "model.safetensors",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
    expect(json("config.json")).toMatchObject({
      architectures: ["GPT2LMHeadModel"],
      model_type: "gpt2",
      dtype: "bfloat16",
      bos_token_id: 0,
      eos_token_id: [1, 0],
    });
    expect(json("config.json")).not.toHaveProperty("auto_map"); // what trust_remote_code would be asked for
    expect(json("generation_config.json")).toEqual({
      bos_token_id: 0,
      eos_token_id: [1, 0],
      do_sample: true,
      temperature: 0.5,
      top_k: 7,
    });
    expect(json("tokenizer_config.json")).toMatchObject({
      tokenizer_class: "PreTrainedTokenizerFast",
      bos_token: source.tokenizer?.token(0),
      eos_token: source.tokenizer?.token(1),
      chat_template: "{{ messages }}",
    });
  });

  it("has no tokenizer's files for a model that speaks ids, and null for ids that it has not", async () => {
    const { source } = counting({ tokenizer: undefined, bosTokenId: undefined, eosTokenIds: [] });
    const files = await written(folderFiles(source));
    expect(Object.keys(files)).toEqual(["config.json", "generation_config.json", "model.safetensors"]);
    const config = JSON.parse(new TextDecoder().decode(files["config.json"]));
    expect([config.bos_token_id, config.eos_token_id]).toEqual([null, null]);
  });

  it("says do_sample: false for temperature 0, which transformers doesn't know", async () => {
    const after = await rewritten(counting({ sampling: { temperature: 0, topK: 3 } }).source);
    expect(after.sampling).toEqual({ temperature: 0 });
  });

  it("is streamed: a parameter is asked for when its tensor is written, and no sooner", async () => {
    const { source, asked } = counting();
    const files = folderFiles(source);
    expect(asked).toEqual([]);
    const seen: number[] = [];
    await files[2].write({ write: async () => void seen.push(asked.length) });
    expect(asked.toSorted()).toEqual(
      parameterSpecs(source.config)
        .map(({ name }) => name)
        .toSorted(),
    );
    expect(seen[0]).toBe(0); // the header is written before the first is asked for
    expect(Math.max(...seen.map((count, i) => count - (seen[i - 1] ?? 0)))).toBe(3); // W_Q, W_K and W_V together
  });

  it("names the tensor with a number that its dtype can't hold", async () => {
    const { source } = counting();
    const parameter = async (name: ParameterName) => (await source.parameter(name)).fill(1e6);
    await expect(written(folderFiles({ ...source, parameter }, { dtype: "F16" }))).rejects.toThrow(
      /tensor "transformer\.h\.0\.attn\.c_attn\.bias", element 0: 1000000 is beyond F16's range\. Save as BF16 or F32/,
    );
  });

  it("is refused for a mixture that transformers has no class for, unless Inkling's own names will do", async () => {
    const config = { ...configFrom("tiny-llama", { vocabSize: 9, nLayers: 1 }), dMlp: 0 };
    const { source } = counting({ config, tokenizer: undefined });
    expect(() => folderFiles(source)).toThrow(
      /^counting is a mixture that transformers has no class for: position rotary, norm rms, mlp swiglu \(dMlp 0\)/,
    );
    const after = await rewritten(source, { ownNames: true });
    expect(after.config).toEqual(config);
  });
});
