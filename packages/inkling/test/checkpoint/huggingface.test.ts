import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bytesAsSource, collectBytes } from "../../src/checkpoint/bytes.ts";
import { parametersFromHuggingFace, tensorsToHuggingFace } from "../../src/checkpoint/huggingface.ts";
import { configFromHuggingFace, configToHuggingFace } from "../../src/checkpoint/huggingfaceConfig.ts";
import {
  openSafetensors,
  type SafetensorsFile,
  type TensorToWrite,
  writeSafetensors,
} from "../../src/checkpoint/safetensors.ts";
import { InklingError } from "../../src/errors.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { type ParameterName, parameterSpecs } from "../../src/model/parameters.ts";

const fixtures = new URL("../fixtures/", import.meta.url);

/** Every folder of a model among the fixtures. */
const models = ["checkpoint/models/", "models/"].flatMap((folder) =>
  (existsSync(new URL(folder, fixtures)) ? readdirSync(new URL(folder, fixtures)) : [])
    .map((name) => `${folder}${name}/`)
    .filter((path) => existsSync(new URL(`${path}model.safetensors`, fixtures))),
);

function read(model: string) {
  const bytes = readFileSync(new URL(`${model}model.safetensors`, fixtures));
  const json = JSON.parse(readFileSync(new URL(`${model}config.json`, fixtures), "utf8"));
  return { bytes, json, open: () => openSafetensors(bytesAsSource("model.safetensors", bytes)) };
}

async function parametersOf(file: SafetensorsFile, config: ModelConfig) {
  const read = parametersFromHuggingFace(file, config);
  const parameters: { name: ParameterName; data: Float32Array<ArrayBuffer> }[] = [];
  for (const { name } of parameterSpecs(config)) parameters.push({ name, data: await read(name) });
  return parameters;
}

async function fileOf(tensors: TensorToWrite[]): Promise<SafetensorsFile> {
  const sink = collectBytes();
  await writeSafetensors(tensors, { format: "pt" }, sink);
  return openSafetensors(bytesAsSource("model.safetensors", sink.bytes()));
}

/** The tensors of a file, ready to be changed and written again. */
async function copies(file: SafetensorsFile): Promise<Map<string, TensorToWrite>> {
  const tensors = new Map<string, TensorToWrite>();
  for (const name of file.tensors.keys()) {
    const { shape, data } = await file.readTensor(name);
    tensors.set(name, {
      name,
      shape,
      ...(data instanceof Int32Array ? { dtype: "I32" } : {}),
      data: () => data,
    });
  }
  return tensors;
}

describe("models that transformers saved", () => {
  it("are there", () => {
    expect(models.length).toBeGreaterThanOrEqual(7);
  });

  it.each(models)("%s: gives every parameter of its config, in its shape", async (model) => {
    const { json, open } = read(model);
    const config = configFromHuggingFace(json);
    const sizes = (await parametersOf(await open(), config)).map(({ name, data }) => [name, data.length]);
    const expected = parameterSpecs(config).map(({ name, shape }) => [
      name,
      shape.reduce((a, b) => a * b, 1),
    ]);
    expect(new Map(sizes as [string, number][])).toEqual(new Map(expected as [string, number][]));
    expect(sizes.length).toBe(expected.length);
  });

  it.each(models)("%s: the config comes back with the same meaning", (model) => {
    const { json } = read(model);
    const config = configFromHuggingFace(json);
    const dtype = ({ float32: "F32", float16: "F16", bfloat16: "BF16" } as const)[
      String(json.dtype ?? "float32") as "float32"
    ];
    const options = { bosTokenId: json.bos_token_id, eosTokenId: json.eos_token_id, dtype };
    const back = configToHuggingFace(config, options);
    expect(configFromHuggingFace(back)).toEqual(config);
    // Where both have a field they agree, but for what belongs to a training run and for spellings of the same.
    const free = [
      "attn_pdrop",
      "embd_pdrop",
      "resid_pdrop",
      "n_inner",
      "initializer_range",
      "architectures",
      "use_cache",
    ];
    for (const [field, value] of Object.entries(back)) {
      if (field in json && !free.includes(field)) expect([field, value]).toEqual([field, json[field]]);
    }
  });

  it.each(models)("%s: every tensor comes back bit for bit", async (model) => {
    const { json, open } = read(model);
    const config = configFromHuggingFace(json);
    const original = await open();
    const parameters = new Map((await parametersOf(original, config)).map(({ name, data }) => [name, data]));
    const dtype = [...original.tensors.values()].find(({ shape }) => shape.length === 2)!.dtype;
    if (dtype !== "F32" && dtype !== "F16" && dtype !== "BF16") throw new Error(dtype);
    const back = await fileOf(tensorsToHuggingFace(config, (name) => parameters.get(name)!, dtype));
    for (const name of back.tensors.keys()) {
      const theirs = original.tensors.has(name) ? name : name.replace(/^(transformer|model)\./, "");
      expect(await back.readTensor(name), name).toEqual(await original.readTensor(theirs));
    }
    const constants = [...original.tensors.keys()].filter((name) =>
      /masked_bias|attn\.bias|^lm_head/.test(name),
    );
    expect(back.tensors.size).toBeGreaterThanOrEqual(original.tensors.size - constants.length);
  });

  it.each(models.filter((model) => !/old|bare/.test(model)))(
    "%s: the whole file comes back byte for byte",
    async (model) => {
      const { bytes, json, open } = read(model);
      const config = configFromHuggingFace(json);
      const original = await open();
      const parameters = new Map(
        (await parametersOf(original, config)).map(({ name, data }) => [name, data]),
      );
      const dtype = [...original.tensors.values()][0].dtype;
      if (dtype !== "F32" && dtype !== "F16" && dtype !== "BF16") throw new Error(dtype);
      const sink = collectBytes();
      const tensors = tensorsToHuggingFace(config, (name) => parameters.get(name)!, dtype);
      await writeSafetensors(tensors, { format: "pt" }, sink);
      expect(Buffer.from(sink.bytes()).equals(bytes)).toBe(true);
    },
  );
});

describe("Hugging Face's transpose", () => {
  it("turns Llama's [out, in] into [in, out]", async () => {
    const { json, open } = read("checkpoint/models/llama-grouped/");
    const file = await open();
    const theirs = (await file.readTensor("model.layers.1.self_attn.k_proj.weight")).data;
    const ours = (await parametersOf(file, configFromHuggingFace(json))).find(
      ({ name }) => name === "blocks.1.attn.W_K",
    )!.data;
    // theirs [4, 8], ours [8, 4]
    for (let o = 0; o < 4; o++) for (let i = 0; i < 8; i++) expect(ours[i * 4 + o]).toBe(theirs[o * 8 + i]);
  });

  it("cuts GPT-2's c_attn [in, 3 × out] into W_Q, W_K and W_V, and its bias likewise", async () => {
    const { json, open } = read("checkpoint/models/gpt2/");
    const file = await open();
    const parameters = new Map(
      (await parametersOf(file, configFromHuggingFace(json))).map(({ name, data }) => [name, data]),
    );
    const weight = (await file.readTensor("transformer.h.0.attn.c_attn.weight")).data; // [6, 18]
    const bias = (await file.readTensor("transformer.h.0.attn.c_attn.bias")).data; // [18]
    for (const [part, letter] of (["Q", "K", "V"] as const).entries()) {
      for (let o = 0; o < 6; o++) {
        expect(parameters.get(`blocks.0.attn.b_${letter}`)?.[o]).toBe(bias[part * 6 + o]);
        for (let i = 0; i < 6; i++) {
          expect(parameters.get(`blocks.0.attn.W_${letter}`)?.[i * 6 + o]).toBe(
            weight[i * 18 + part * 6 + o],
          );
        }
      }
    }
  });
});

describe("models of no family, or without biases", () => {
  const base = { ...configFromHuggingFace(read("checkpoint/models/gpt2/").json) };
  const llama = configFromHuggingFace(read("checkpoint/models/llama-grouped/").json);
  const cases: [string, ModelConfig, string][] = [
    ["attention only", { ...base, dMlp: 0 }, "inkling"],
    ["rotary with layer norm", { ...base, position: "rotary", dHead: 4 }, "inkling"],
    [
      "untied, grouped, with an RMS norm",
      { ...base, norm: "rms", bias: false, nKvHeads: 1, tiedEmbedding: false },
      "inkling",
    ],
    ["GPT-2 with biases in attention only", { ...base, bias: "attn" }, "inkling"],
    ["GPT-2 without biases", { ...base, bias: false }, "gpt2"],
    ["a Llama with biases in its MLP only", { ...llama, bias: "mlp" }, "llama"],
    ["a Llama with biases everywhere", { ...llama, bias: true }, "llama"],
  ];

  it.each(cases)("%s: is saved and comes back whole", async (_, config, family) => {
    const json = configToHuggingFace(config, { bosTokenId: 0, eosTokenId: 0 });
    expect(json["model_type"]).toBe(family);
    expect(configFromHuggingFace(JSON.parse(JSON.stringify(json)))).toEqual(config);
    const numbers = new Map(
      parameterSpecs(config).map(({ name, shape }, n) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return [name as string, Float32Array.from({ length: size }, (_, i) => n + i / size)];
      }),
    );
    const file = await fileOf(tensorsToHuggingFace(config, (name) => numbers.get(name)!));
    const back = new Map((await parametersOf(file, config)).map(({ name, data }) => [name, data]));
    expect(back).toEqual(numbers);
  });

  it("biases that a config denies are refused unless they are zero", async () => {
    const { json, open } = read("checkpoint/models/gpt2/");
    const config = configFromHuggingFace({ ...json, inkling_bias: false });
    await expect(parametersOf(await open(), config)).rejects.toThrow(
      /says the model has no biases .*c_attn.bias/,
    );
  });
});

describe("weights that contradict the config are refused", () => {
  const changed = async (model: string, change: (tensors: Map<string, TensorToWrite>) => void) => {
    const { json, open } = read(`checkpoint/models/${model}/`);
    const tensors = await copies(await open());
    change(tensors);
    return parametersOf(await fileOf([...tensors.values()]), configFromHuggingFace(json));
  };
  const zeros = (name: string, shape: number[]): TensorToWrite => ({
    name,
    shape,
    data: () => new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  const q = "model.layers.1.self_attn.q_proj.weight";

  it("a missing tensor, with the shape it should have", async () => {
    const refused = changed("llama-grouped", (tensors) => tensors.delete(q));
    await expect(refused).rejects.toThrow(InklingError);
    await expect(refused).rejects.toThrow(
      `tensor "${q}" is missing; config.json wants it, with shape [8, 8]`,
    );
  });

  it("a tensor of another shape", async () => {
    await expect(changed("llama-grouped", (tensors) => tensors.set(q, zeros(q, [8, 4])))).rejects.toThrow(
      `tensor "${q}" has shape [8, 4], but config.json says [8, 8]`,
    );
  });

  it("a tensor too many, such as a bias on a model that has none", async () => {
    const name = "model.layers.0.self_attn.q_proj.bias";
    await expect(changed("llama-grouped", (tensors) => tensors.set(name, zeros(name, [8])))).rejects.toThrow(
      `tensor "${name}" of shape [8] has no place in the model`,
    );
  });

  it("integers where weights belong", async () => {
    const ids = { name: q, shape: [8, 8], dtype: "I32" as const, data: () => new Int32Array(64) };
    await expect(changed("llama-grouped", (tensors) => tensors.set(q, ids))).rejects.toThrow(
      `tensor "${q}" has dtype I32, expected F32, F16 or BF16`,
    );
  });

  it("a head that a tied config denies", async () => {
    const head = zeros("lm_head.weight", [11, 6]);
    await expect(changed("gpt2-old", (tensors) => tensors.set(head.name, head))).rejects.toThrow(
      /ties the unembedding to the embedding, but tensor "lm_head.weight" differs/,
    );
  });

  it("a parameter of the wrong size, when writing", async () => {
    const config = configFromHuggingFace(read("checkpoint/models/gpt2/").json);
    await expect(fileOf(tensorsToHuggingFace(config, () => new Float32Array(3)))).rejects.toThrow(
      /blocks\.0\.attn\.b_Q: 6 numbers were expected, got 3/,
    );
  });
});
