import {
  bytesAsSource,
  characterTokenizer,
  configFrom,
  InklingError,
  type ModelConfig,
  type ModelSource,
  readTokenizerJson,
  type Tokenizer,
  trainBpe,
} from "inkling";
import { describe, expect, it } from "vitest";
import { readGgufHeader } from "../../src/gguf/header.ts";
import { preTokenizerJson } from "../../src/gguf/preTokenisers.ts";
import { type GgufType, ggufFile, ggufSource } from "../../src/index.ts";
import { readTokenizerBin } from "../../src/llama2c/tokenizerBin.ts";
import { tinyTokenizer } from "../llama2c/tinyFiles.ts";
import { bytesOfFile, expectSameModel, randomSource } from "../sourceOf.ts";
import { fixture } from "./fixtures.ts";

const bpe = trainBpe(["low lower lowest 12 times"], { vocabSize: 262 });
const characters = characterTokenizer([..."abc -é🙂"].map((character) => character.codePointAt(0)!));

const llama = (changes: Partial<ModelConfig> = {}) =>
  configFrom("tiny-llama", {
    vocabSize: 262,
    nLayers: 2,
    dModel: 32,
    dMlp: 48,
    contextLength: 16,
    ...changes,
  });
const gpt2 = (changes: Partial<ModelConfig> = {}) =>
  configFrom("names", { vocabSize: 262, nLayers: 2, dModel: 32, dMlp: 64, ...changes });

async function written(source: ModelSource, type: GgufType) {
  const file = ggufFile(source, { name: "m.gguf", type });
  return { file, bytes: bytesAsSource("m.gguf", await bytesOfFile(file)) };
}

describe("a model written as F32 and read again", () => {
  it.each([
    ["a llama", llama()],
    ["a llama with wide heads, its head its own", llama({ dHead: 12, nKvHeads: 1, tiedEmbedding: false })],
    ["a llama with biases", llama({ bias: true })],
    ["a llama with biases in attention", llama({ bias: "attn" })],
    [
      "a llama stretched as Llama 3.1 was",
      llama({ ropeScaling: { kind: "llama3", factor: 8, low: 1, high: 4, originalContext: 8192 } }),
    ],
    [
      "a llama stretched in its own way",
      llama({ ropeScaling: { kind: "llama3", factor: 3, low: 1.5, high: 3, originalContext: 16 } }),
    ],
    ["a llama stretched evenly", llama({ ropeScaling: { kind: "linear", factor: 2.5 } })],
    ["a gpt2", gpt2()],
    ["a gpt2 without biases", gpt2({ bias: false, tiedEmbedding: false })],
    ["a model with more rows than tokens", llama({ vocabSize: 300 })],
  ])("is the same, bit for bit: %s", async (_, config) => {
    const source = {
      ...randomSource(config, bpe),
      chatTemplate: "{{ x }}",
      sampling: { temperature: 0.3, topK: 40 },
    };
    const { file, bytes } = await written(source, "F32");
    const again = await ggufSource(bytes);
    await expectSameModel(again, source);
    expect(again.tokenizer?.toJSON()).toEqual(bpe.toJSON());
    const { chatTemplate, bosTokenId, eosTokenIds, sampling, storedAs } = again;
    expect({ chatTemplate, bosTokenId, eosTokenIds, sampling, storedAs }).toEqual({
      chatTemplate: "{{ x }}",
      bosTokenId: 0,
      eosTokenIds: [0],
      sampling: { temperature: 0.3, topK: 40 },
      storedAs: "F32",
    });
    expect(file.notes).toEqual([]);
  });

  it("without a tokenizer speaks ids", async () => {
    const { file, bytes } = await written(randomSource(llama()), "F32");
    expect((await ggufSource(bytes)).tokenizer).toBeUndefined();
    expect(file.notes).toEqual([expect.stringMatching(/ids only/)]);
  });

  it("takes what ggml's package wrote, and gives it back", async () => {
    const source = await ggufSource(fixture("tiny.gguf"));
    await expectSameModel(await ggufSource((await written(source, "F32")).bytes), source);
  });
});

describe("a tokenizer from elsewhere", () => {
  const roundTrip = async (tokenizer: Tokenizer) => {
    const source = randomSource(llama({ vocabSize: tokenizer.vocabSize }), tokenizer);
    const { file, bytes } = await written(source, "F32");
    expect((await ggufSource(bytes)).tokenizer?.toJSON()).toEqual(tokenizer.toJSON());
    return { notes: file.notes, metadata: (await readGgufHeader(bytes)).metadata };
  };

  it.each(["llama-bpe", "qwen2"] as const)("keeps its way of cutting: %s", async (pre) => {
    const json = bpe.toJSON();
    const model = { ...json.model, ignore_merges: pre === "llama-bpe" };
    const text = JSON.stringify({ ...json, model, pre_tokenizer: preTokenizerJson(pre) });
    const { notes, metadata } = await roundTrip(readTokenizerJson(text));
    expect(notes).toEqual([]);
    expect(metadata.text("tokenizer.ggml.pre")).toBe(pre);
  });

  it("keeps SentencePiece's merges as scores, its bytes and its unknown token", async () => {
    const tokenizer = await readTokenizerBin(bytesAsSource("t.bin", tinyTokenizer()), 262);
    const { notes, metadata } = await roundTrip(tokenizer);
    expect(notes).toEqual([]);
    expect(metadata.text("tokenizer.ggml.model")).toBe("llama");
    expect(metadata.texts("tokenizer.ggml.tokens").slice(-3)).toEqual(["▁", "a", "▁a"]);
    expect([...metadata.numbers("tokenizer.ggml.scores", 262)].slice(-3)).toEqual([-1, -1, -0]);
    expect([...metadata.numbers("tokenizer.ggml.token_type", 262)].slice(0, 4)).toEqual([2, 3, 3, 6]);
    expect(metadata.flag("tokenizer.ggml.add_space_prefix", false)).toBe(true);
  });

  it("is refused where bytes are missing, without which llama.cpp stops at what it can't spell", async () => {
    const json = (await readTokenizerBin(bytesAsSource("t.bin", tinyTokenizer()), 262)).toJSON();
    const vocab = Object.fromEntries(
      Object.keys(json.model.vocab)
        .filter((text) => text !== "<0x0A>")
        .map((text, id) => [text, id]),
    );
    const added = json.added_tokens.map((token) => ({ ...token, id: vocab[token.content] }));
    const tokenizer = readTokenizerJson(
      JSON.stringify({ ...json, added_tokens: added, model: { ...json.model, byte_fallback: false, vocab } }),
    );
    const source = randomSource(llama({ vocabSize: 261 }), tokenizer);
    expect(() => ggufFile(source, { name: "m.gguf", type: "F32" })).toThrow(/255 of the 256 bytes/);
  });
});

describe("a character tokenizer", () => {
  const source = randomSource(llama({ vocabSize: characters.vocabSize }), characters);

  it("becomes a vocabulary with 256 byte tokens behind its own, whose rows are <unk>'s", async () => {
    const { file, bytes } = await written(source, "F32");
    const { metadata, tensors } = await readGgufHeader(bytes);
    const tokens = metadata.texts("tokenizer.ggml.tokens");
    expect(tokens.slice(0, 11)).toEqual([
      "<|endoftext|>",
      "<|im_start|>",
      "<|im_end|>",
      "<unk>",
      "▁",
      "-",
      "a",
      "b",
      "c",
      "é",
      "🙂",
    ]);
    expect(tokens.slice(11, 13)).toEqual(["<0x00>", "<0x01>"]);
    expect(tokens.at(-1)).toBe("<0xFF>");
    const { start, shape } = tensors.get("token_embd.weight")!;
    expect(shape).toEqual([11 + 256, 32]);
    const rows = new Float32Array((await bytes.read(start, 267 * 32 * 4)).buffer);
    for (let row = 11; row < 267; row++)
      expect([...rows.subarray(row * 32, (row + 1) * 32)]).toEqual([...rows.subarray(3 * 32, 4 * 32)]);
    expect(file.notes).toEqual([expect.stringMatching(/256 byte tokens are appended to its 11/)]);
  });

  it("comes back as it was", async () => {
    const again = await ggufSource((await written(source, "F32")).bytes);
    await expectSameModel(again, source);
    expect(again.tokenizer?.toJSON()).toEqual(characters.toJSON());
  });

  it("gets the mean of all rows for its bytes where there is no <unk>", async () => {
    const json = characters.toJSON();
    const without = readTokenizerJson(JSON.stringify({ ...json, model: { ...json.model, unk_token: null } }));
    const { bytes } = await written({ ...source, tokenizer: without }, "F32");
    const { start } = (await readGgufHeader(bytes)).tensors.get("token_embd.weight")!;
    const rows = new Float32Array((await bytes.read(start, 267 * 32 * 4)).buffer);
    let sum = 0;
    for (let row = 0; row < 11; row++) sum += rows[row * 32 + 5];
    expect(rows[200 * 32 + 5]).toBeCloseTo(sum / 11, 6);
  });

  it("is refused where two characters would be spelled alike", () => {
    const both = characterTokenizer([0x20, 0x2581]);
    const config = llama({ vocabSize: both.vocabSize });
    expect(() => ggufFile(randomSource(config, both), { name: "m.gguf", type: "F32" })).toThrow(
      /random can't become a GGUF file: the tokens 4 and 5 are both spelled "▁"/,
    );
  });
});

describe("a quantised file", () => {
  it.each([
    ["Q8_0", 0.005],
    ["Q4_0", 0.08],
    ["F16", 0.0003],
  ] as const)("is near what it was made from, and the same when written again: %s", async (type, step) => {
    const source = randomSource(llama(), bpe);
    const { file, bytes } = await written(source, type);
    const again = await ggufSource(bytes);
    const [found, wanted] = [
      await again.parameter("blocks.1.attn.W_K"),
      await source.parameter("blocks.1.attn.W_K"),
    ];
    for (const [i, value] of wanted.entries()) expect(Math.abs(found[i] - value)).toBeLessThan(step);
    const norm = await again.parameter("blocks.0.ln1.w");
    expect([...norm]).toEqual([...(await source.parameter("blocks.0.ln1.w"))]);
    expect(await bytesOfFile(ggufFile(again, { name: "m.gguf", type }))).toEqual(await bytesOfFile(file));
  });

  it("says which matrices stay F16, as their rows don't divide by 32", async () => {
    const { file, bytes } = await written(randomSource(llama(), bpe), "Q8_0");
    expect(file.kept).toEqual(["blk.0.ffn_down.weight (F16)", "blk.1.ffn_down.weight (F16)"]);
    const { tensors } = await readGgufHeader(bytes);
    expect(tensors.get("blk.0.ffn_down.weight")?.type).toBe("F16");
    expect(tensors.get("blk.0.ffn_up.weight")?.type).toBe("Q8_0");
    expect(tensors.get("output_norm.weight")?.type).toBe("F32");
  });
});

describe("what llama.cpp has no architecture for", () => {
  it.each([
    ["attention only", llama({ dMlp: 0 }), /it has rotary positions, .* "llama", but it is attention only/],
    ["rotary with layer norm", llama({ norm: "layer" }), /its norm is "layer", and a llama's is "rms"/],
    ["rotary with gelu", llama({ mlp: "gelu" }), /its MLP is "gelu", and a llama's is "swiglu"/],
    ["learned with relu", gpt2({ mlp: "relu" }), /its MLP is "relu", and a gpt2's is "gelu"/],
    ["learned with exact gelu", gpt2({ mlp: "gelu-erf" }), /its MLP is "gelu-erf"/],
    ["learned with shared keys", gpt2({ nKvHeads: 2 }), /its heads share keys and values/],
    ["learned with biases in one part", gpt2({ bias: "mlp" }), /it has biases in one part/],
  ])("is refused with the reason: %s", (_, config, message) => {
    const write = () => ggufFile(randomSource(config, bpe), { name: "m.gguf", type: "F32" });
    expect(write).toThrow(InklingError);
    expect(write).toThrow(message);
  });
});

it("asks for one parameter's numbers at a time, in the order of the file", async () => {
  const source = randomSource(llama(), bpe);
  let open = 0;
  const asked: string[] = [];
  const watched: ModelSource = {
    ...source,
    async parameter(name) {
      expect(++open).toBe(1);
      asked.push(name);
      const numbers = await source.parameter(name);
      open--;
      return numbers;
    },
  };
  await bytesOfFile(ggufFile(watched, { name: "m.gguf", type: "Q8_0" }));
  expect(asked[0]).toBe("embed.W_E");
  expect(new Set(asked).size).toBe(asked.length);
});
