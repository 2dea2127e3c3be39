import { bytesAsSource, InklingError, parameterSpecs } from "inkling";
import { describe, expect, it } from "vitest";
import { ggufSource } from "../../src/index.ts";
import { fixture, fixtureBytes, fixtureFloats } from "./fixtures.ts";

/** `bytes` with one text in place of another of the same length. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  expect(Buffer.byteLength(from)).toBe(Buffer.byteLength(to));
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(from);
  expect(at).toBeGreaterThan(0);
  copy.write(to, at);
  return Uint8Array.from(copy);
}

describe("a llama that ggml's own package wrote", () => {
  it("has its settings, tokenizer, template and ids", async () => {
    const source = await ggufSource(fixture("mixed.gguf"));
    expect(source.config).toEqual({
      vocabSize: 261,
      contextLength: 64,
      nLayers: 1,
      nHeads: 2,
      nKvHeads: 1,
      dModel: 32,
      dHead: 16,
      dMlp: 64,
      position: "rotary",
      ropeTheta: 50_000,
      norm: "rms",
      normEpsilon: 1e-6,
      mlp: "swiglu",
      bias: false,
      tiedEmbedding: true,
    });
    expect(source.storedAs).toBe("mostly F16");
    expect(source.chatTemplate).toBe("{{ messages[0].content }}");
    expect(source.bosTokenId).toBe(0);
    expect(source.eosTokenIds).toEqual([1]);
    const { tokenizer } = source;
    expect(tokenizer?.specialTokens.get("<|im_end|>")).toBe(1);
    expect(tokenizer?.encode("to the").map((id) => tokenizer.token(id))).toEqual(["t", "o", "Ġthe"]);
  });

  it("has its queries and keys as Hugging Face had them before llama.cpp's converter turned them", async () => {
    const source = await ggufSource(fixture("mixed.gguf"));
    const [outs, ins] = [32, 32];
    const wanted = fixtureFloats("queriesAndKeys.f32");
    const queries = await source.parameter("blocks.0.attn.W_Q");
    for (let o = 0; o < outs; o++)
      for (let i = 0; i < ins; i++) expect(queries[i * outs + o]).toBe(wanted[o * ins + i]);
    const keys = await source.parameter("blocks.0.attn.W_K");
    for (let o = 0; o < 16; o++)
      for (let i = 0; i < ins; i++) expect(keys[i * 16 + o]).toBeCloseTo(wanted[outs * ins + o * ins + i], 2); // BF16
  });

  it.each([
    [
      "another architecture",
      "general.architecture\u0008\0\0\0\u0005\0\0\0\0\0\0\0llama",
      "general.architecture\u0008\0\0\0\u0005\0\0\0\0\0\0\0qwen2",
      /general\.architecture is "qwen2"; Inkling needs one of llama, gpt2/,
    ],
    [
      "another way of cutting",
      "smollm",
      "deepsk",
      /tokenizer\.ggml\.pre is "deepsk"; Inkling needs one of gpt-2, smollm/,
    ],
    [
      "a tensor without a place",
      "blk.0.ffn_norm.weight",
      "blk.0.xxx_norm.weight",
      /tensor "blk\.0\.ffn_norm\.weight" is missing/,
    ],
    [
      "a setting that is missing",
      "llama.block_count",
      "llama.block_xxxxx",
      /llama\.block_count is missing; Inkling needs a whole number/,
    ],
  ])("is refused with %s", async (_, from, to, message) => {
    const bytes = bytesAsSource("x.gguf", replaced(fixtureBytes("mixed.gguf"), from, to));
    await expect(ggufSource(bytes)).rejects.toThrow(InklingError);
    await expect(ggufSource(bytes)).rejects.toThrow(message);
  });
});

describe("a gpt2 whose numbers count up through the file", () => {
  it("has every number in its place", async () => {
    const source = await ggufSource(fixture("tiny.gguf"));
    expect(source.config).toMatchObject({
      position: "learned",
      norm: "layer",
      mlp: "gelu",
      bias: true,
      dMlp: 8,
    });
    const first = async (name: Parameters<typeof source.parameter>[0]) => [...(await source.parameter(name))];
    // token_embd 16 numbers, position_embd 32, two norms of 4, then attn_qkv as [12 outs, 4 ins].
    expect((await first("pos_embed.W_pos")).slice(0, 3)).toEqual([16, 17, 18]);
    expect((await first("blocks.0.attn.W_Q")).slice(0, 5)).toEqual([56, 60, 64, 68, 57]);
    expect((await first("blocks.0.attn.W_V")).slice(0, 4)).toEqual([88, 92, 96, 100]);
    expect(await first("blocks.0.attn.b_K")).toEqual([108, 109, 110, 111]);
    const all = new Set<number>();
    for (const { name } of parameterSpecs(source.config))
      for (const number of await first(name)) all.add(number);
    expect(all.size).toBe(Math.max(...all) + 1);
  });
});
