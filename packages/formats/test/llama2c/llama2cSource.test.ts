import { bytesAsSource, InklingError, parameterSpecs } from "inkling";
import { describe, expect, it } from "vitest";
import { llama2cSource } from "../../src/index.ts";
import { type TinyModel, tiny, tinyCheckpoint, tinyTokenizer } from "./tinyFiles.ts";

const open = (bytes: Uint8Array, tokenizer?: Uint8Array) =>
  llama2cSource(bytesAsSource("model.bin", bytes), tokenizer && bytesAsSource("tokenizer.bin", tokenizer));

describe("llama2cSource", () => {
  it("has the settings of the header, and those that llama2.c has fixed", async () => {
    expect((await open(tinyCheckpoint())).config).toEqual({
      vocabSize: 262,
      contextLength: 5,
      nLayers: 2,
      nHeads: 2,
      nKvHeads: 1,
      dModel: 8,
      dHead: 4,
      dMlp: 6,
      position: "rotary",
      ropeTheta: 10_000,
      norm: "rms",
      normEpsilon: 1e-5,
      mlp: "swiglu",
      bias: false,
      tiedEmbedding: true,
    });
  });

  it("finds every number in its place, kind by kind and layer by layer", async () => {
    const source = await open(tinyCheckpoint());
    const table = 262 * 8;
    expect([...(await source.parameter("blocks.1.ln1.w"))]).toEqual(
      [8, 9, 10, 11, 12, 13, 14, 15].map((n) => table + n),
    );
    const queries = table + 2 * 8;
    // The first input's column: rows 0, 2 of the first head's neighbours are its first half, 1, 3 the second.
    const firstInput = [...(await source.parameter("blocks.0.attn.W_Q")).subarray(0, 4)];
    expect(firstInput).toEqual([0, 2, 1, 3].map((row) => queries + row * 8));
    const gate = queries + 2 * (64 + 32 + 32 + 64 + 8);
    expect([...(await source.parameter("blocks.0.mlp.W_gate")).subarray(0, 3)]).toEqual([
      gate,
      gate + 8,
      gate + 16,
    ]);
    expect((await source.parameter("blocks.0.mlp.W_out"))[0]).toBe(gate + 2 * 48);
    expect((await source.parameter("blocks.0.mlp.W_in"))[0]).toBe(gate + 4 * 48);
    expect((await source.parameter("ln_final.w"))[0]).toBe(gate + 6 * 48);
  });

  it("has a head of its own where the vocabulary is given below 0", async () => {
    const source = await open(tinyCheckpoint({ ...tiny, vocabulary: -262 }));
    expect(source.config).toMatchObject({ vocabSize: 262, tiedEmbedding: false });
    const head = await source.parameter("unembed.W_U");
    const bytes = tinyCheckpoint({ ...tiny, vocabulary: -262 });
    const last = new DataView(bytes.buffer, bytes.length - 4).getFloat32(0, true);
    expect(head.at(-1)).toBe(last);
    for (const { name, shape } of parameterSpecs(source.config))
      expect(await source.parameter(name)).toHaveLength(shape.reduce((a, b) => a * b, 1));
  });

  it.each<[string, Partial<TinyModel>, RegExp]>([
    ["no heads", { heads: 0 }, /model\.bin: n_heads \(number 3 of its header\) is 0, expected 1 to 128/],
    [
      "heads that don't share evenly",
      { kvHeads: 3 },
      /n_heads is 2, expected a multiple of n_kv_heads, which is 3/,
    ],
    [
      "a vocabulary of two thousand million",
      { vocabulary: 2 ** 31 - 1 },
      /vocab_size is 2147483647, expected 1 to 1000000/,
    ],
    [
      "more layers than numbers",
      { layers: 90 },
      /its seven settings describe \d+ bytes, and it has \d+\. \(dim 8, hidden_dim 6, n_layers 90/,
    ],
  ])("is refused with %s", async (_, changes, message) => {
    const bytes = tinyCheckpoint();
    const { dim, hidden, layers, heads, kvHeads, vocabulary, context } = { ...tiny, ...changes };
    bytes.set(new Uint8Array(Int32Array.of(dim, hidden, layers, heads, kvHeads, vocabulary, context).buffer));
    await expect(open(bytes)).rejects.toThrow(InklingError);
    await expect(open(bytes)).rejects.toThrow(message);
  });

  it("is refused by name where it is a later version", async () => {
    const bytes = tinyCheckpoint();
    bytes.set(Uint8Array.of(0x32, 0x34, 0x6b, 0x61, 1, 0, 0, 0));
    await expect(open(bytes)).rejects.toThrow(
      /this is version 1 of llama2\.c's checkpoints.*export\.py --version 0/,
    );
  });
});

describe("its tokenizer", () => {
  it("spells blanks, merges by score and falls back on bytes", async () => {
    const { tokenizer, bosTokenId, eosTokenIds } = await open(tinyCheckpoint(), tinyTokenizer());
    expect(bosTokenId).toBe(1);
    expect(eosTokenIds).toEqual([2]);
    expect(tokenizer?.bos).toBe(1);
    expect(tokenizer?.encode("a b")).toEqual([261, 259, 3 + 0x62]);
    expect(tokenizer?.decode([261, 259, 3 + 0x62])).toBe("a b");
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    [
      "cut short",
      (bytes) => bytes.subarray(0, bytes.length - 12),
      /tokenizer\.bin: it ends before piece 260 of 262/,
    ],
    [
      "too long",
      (bytes) => Uint8Array.from([...bytes, 0]),
      /1 bytes follow its 262 pieces\. Is it the tokenizer of this model\?/,
    ],
    ["a piece of -1 bytes", (bytes) => bytes.fill(255, 8, 12), /piece 0 is -1 bytes long/],
    [
      "a score that is no number",
      (bytes) => bytes.fill(255, bytes.length - 10, bytes.length - 6),
      /tokenizer\.bin: .*score/,
    ],
  ])("is refused when it is %s", async (_, change, message) => {
    await expect(open(tinyCheckpoint(), change(tinyTokenizer()))).rejects.toThrow(message);
  });
});
