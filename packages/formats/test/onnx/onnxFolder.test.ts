/** The folder: which files, and what the small ones say. */
import { readFile } from "node:fs/promises";
import { collectBytes, type ModelSource, readTokenizerJson } from "inkling";
import { describe, expect, it } from "vitest";
import { onnxFolder } from "../../src/onnx/onnxFolder.ts";
import { decode } from "./interpreter.ts";
import { randomSource, shapes } from "./models.ts";

const tokenizer = readTokenizerJson(await readFile("models/names/tokenizer.json", "utf8"));
const speaking = { tokenizer, bosTokenId: 0, chatTemplate: "{{ messages }}", sampling: { temperature: 0.5 } };

async function filesOf(source: ModelSource, type: "f32" | "int8") {
  const files = new Map<string, Uint8Array>();
  for (const { name, write } of onnxFolder(source, { type })) {
    const sink = collectBytes();
    await write(sink);
    files.set(name, sink.bytes());
  }
  const json = (name: string) => JSON.parse(new TextDecoder().decode(files.get(name)));
  return { files, json };
}

describe("onnxFolder", () => {
  it("is laid out as transformers.js and Optimum look for it", async () => {
    const source = randomSource("llama", shapes["llama (tied)"], { ...speaking, eosTokenIds: [2, 0] });
    const { files, json } = await filesOf(source, "int8");
    expect([...files.keys()]).toEqual([
      "config.json",
      "generation_config.json",
      "tokenizer.json",
      "tokenizer_config.json",
      "onnx/model.onnx",
      "onnx/model_quantized.onnx",
    ]);
    expect(json("config.json")).toMatchObject({
      model_type: "llama",
      num_hidden_layers: 2,
      num_key_value_heads: 4,
      head_dim: 8,
      bos_token_id: 0,
      eos_token_id: [2, 0],
    });
    expect(json("generation_config.json")).toMatchObject({ eos_token_id: [2, 0], temperature: 0.5 });
    expect(json("tokenizer.json")).toEqual(JSON.parse(JSON.stringify(tokenizer)));
    expect(json("tokenizer_config.json")).toMatchObject({
      tokenizer_class: "PreTrainedTokenizerFast",
      bos_token: "<|endoftext|>",
      eos_token: "<|im_end|>",
      chat_template: "{{ messages }}",
      model_max_length: 24,
    });
    const operators = (name: string) =>
      new Set(decode(files.get(name)!).graph!.node.map(({ opType }) => opType));
    expect(operators("onnx/model.onnx")).not.toContain("MatMulInteger");
    expect(operators("onnx/model_quantized.onnx")).toContain("MatMulInteger");
  });

  it("tells transformers.js to take the float32 model where there is no other", async () => {
    const gpt2 = randomSource("gpt2", shapes["gpt2 (gelu, biases, tied)"], speaking);
    const { files, json } = await filesOf(gpt2, "f32");
    expect([...files.keys()].filter((name) => name.endsWith(".onnx"))).toEqual(["onnx/model.onnx"]);
    expect(json("config.json")).toMatchObject({
      model_type: "gpt2",
      "transformers.js_config": { dtype: "fp32" },
    });
    expect(json("config.json")).toMatchObject({ n_layer: 2, n_head: 4, n_embd: 32, eos_token_id: 0 });
  });

  it("describes a mixture nobody has a class for by its cache, and says what it is", async () => {
    const config = shapes["attention only, rms, learned positions"];
    const { json } = await filesOf(randomSource("glass", config, speaking), "f32");
    expect(json("config.json")).toMatchObject({
      model_type: "llama",
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 4,
      head_dim: 8,
      inkling: config,
    });
  });

  it("leaves the tokenizer's files out for a model that speaks ids only", async () => {
    const silent = randomSource("silent", shapes["llama (tied)"], { bosTokenId: undefined, eosTokenIds: [] });
    const { files, json } = await filesOf(silent, "f32");
    expect([...files.keys()]).toEqual(["config.json", "generation_config.json", "onnx/model.onnx"]);
    expect(json("config.json")).toMatchObject({ bos_token_id: null, eos_token_id: null });
    expect(json("generation_config.json")).not.toHaveProperty("bos_token_id");
  });
});
