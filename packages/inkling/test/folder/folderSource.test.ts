import { describe, expect, it } from "vitest";
import { collectBytes } from "../../src/checkpoint/bytes.ts";
import { modelFiles } from "../../src/checkpoint/checkpoint.ts";
import { quantiseModel } from "../../src/checkpoint/quantised.ts";
import { chatTemplate as ours } from "../../src/data/chat.ts";
import { folderSource } from "../../src/folder/folderSource.ts";
import { type ModelFiles, memoryFiles } from "../../src/folder/modelFiles.ts";
import { quantisedFormats } from "../../src/kernels/blocks.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel } from "../../src/model/transformer.ts";
import { openFiles } from "../../src/openFiles.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { bytesOf, filesOf, folderNames } from "../fixtures/folders/load.ts";

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const parsed = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

/** What is read and what is open, file by file. */
function watched(files: ModelFiles) {
  const reads: { name: string; length: number }[] = [];
  let open = 0;
  const source: ModelFiles["source"] = async (name) => {
    const inner = await files.source(name);
    open++;
    return {
      ...inner,
      async read(start, length) {
        reads.push({ name, length });
        return inner.read(start, length);
      },
      async close() {
        open--;
        await inner.close();
      },
    };
  };
  return { files: { ...files, source }, reads, open: () => open };
}

describe("a folder as a source", () => {
  it.each(folderNames)("%s: gives every parameter that the opened model has, in any order", async (name) => {
    const source = await folderSource(filesOf(name));
    const { model } = await openFiles(await createEngine(), filesOf(name));
    expect(source.config).toEqual(model.config);
    for (const { name: parameter } of parameterSpecs(source.config).toReversed()) {
      const data = await source.parameter(parameter);
      expect(data, parameter).toEqual(await model.parameters.get(parameter).read());
      data.fill(0); // it belongs to us: the next who asks must not see this
    }
    expect(await source.parameter("ln_final.w")).toEqual(await model.parameters.get("ln_final.w").read());
  });

  it("reads one tensor for one parameter, from its own shard, and GPT-2's joined one once for all three", async () => {
    const { files, reads } = watched(filesOf("gpt2-shards"));
    const source = await folderSource(files);
    reads.length = 0;
    for (const letter of ["Q", "K", "V"] as const) await source.parameter(`blocks.1.attn.W_${letter}`);
    expect(reads).toEqual([{ name: expect.stringMatching(/^model-0000\d-of-00005/), length: 4 * 20 * 60 }]);
  });

  it("closes every file: at the end, and at once if one is broken", async () => {
    const good = watched(filesOf("llama3-shards-bf16"));
    const source = await folderSource(good.files);
    expect(good.open()).toBe(4);
    await source.close();
    expect(good.open()).toBe(0);
    const bytes = bytesOf("llama3-shards-bf16");
    const broken = watched(
      memoryFiles("broken", { ...bytes, "model-00003-of-00004.safetensors": new Uint8Array(9) }),
    );
    await expect(folderSource(broken.files)).rejects.toThrow("broken/model-00003-of-00004.safetensors: ");
    const unlike = { ...parsed(bytes["config.json"]), intermediate_size: 21 };
    const other = watched(memoryFiles("other", { ...bytes, "config.json": json(unlike) }));
    await expect(folderSource(other.files)).rejects.toThrow("but config.json says [21, 24]");
    expect([broken.open(), other.open()]).toEqual([0, 0]);
  });

  it("says how the numbers are stored", async () => {
    const stored = async (name: string) => (await folderSource(filesOf(name))).storedAs;
    expect(await stored("llama-biases")).toBe("F32");
    expect(await stored("llama-linear-f16")).toBe("F16");
    expect(await stored("llama3-shards-bf16")).toBe("BF16");
  });

  it("names a shard that is missing", async () => {
    const { "model-00002-of-00005.safetensors": _, ...files } = bytesOf("gpt2-shards");
    await expect(folderSource(memoryFiles("gpt2", files))).rejects.toThrow(
      "gpt2 has no model-00002-of-00005.safetensors, which model.safetensors.index.json names",
    );
  });

  it("takes the whole file where there is one beside an index, as transformers does", async () => {
    const files = { ...bytesOf("llama-biases"), "model.safetensors.index.json": json({ weight_map: 3 }) };
    expect((await folderSource(memoryFiles("both", files))).storedAs).toBe("F32");
  });
});

describe.each(quantisedFormats)("a folder with weights in %s", (format) => {
  it("gives the floats its blocks stand for, and opens block for block", async () => {
    const shape = {
      nLayers: 1,
      nHeads: 2,
      dModel: 64,
      dMlp: 48,
      contextLength: 8,
      vocabSize: 30,
      bias: true,
    };
    const engine = await createEngine();
    const twin = await quantiseModel(createModel(engine, configFrom("tiny-llama", shape), 3), format);
    const files: Record<string, Uint8Array> = {};
    for (const file of modelFiles(twin, { bosTokenId: 0, eosTokenId: 0 })) {
      const sink = collectBytes();
      await file.write(sink);
      files[file.name] = sink.bytes();
    }
    const source = await folderSource(memoryFiles("quantised", files));
    expect(source.storedAs).toBe(format.toUpperCase());
    for (const { name, tensor } of twin.parameters) {
      expect(await source.parameter(name), name).toEqual(await tensor.read());
    }
    const opened = await source.load(engine);
    const blocks = async (model: typeof opened) => model.parameters.get("blocks.0.attn.W_Q").readWords();
    expect(await blocks(opened)).toEqual(await blocks(twin));
    const config = { ...parsed(files["config.json"]), intermediate_size: 64 };
    await expect(folderSource(memoryFiles("q", { ...files, "config.json": json(config) }))).rejects.toThrow(
      /q\/model\.safetensors: tensor "blocks\.0\.mlp\.W_gate" is I32 \[48,2,\d\], but config\.json says I32 \[64,2,\d\]/,
    );
  });
});

describe("how a folder says it wants to be used", () => {
  const tokenizer = trainCharacters(["hello"]);
  const base = bytesOf("llama-biases");
  const spoken = { ...base, "tokenizer.json": json(tokenizer) };
  const source = (files: Record<string, Uint8Array>) => folderSource(memoryFiles("folder", files));
  const config = (changes: object) => ({
    "config.json": json({ ...parsed(base["config.json"]), ...changes }),
  });
  const template = (chat_template: unknown) => ({ "tokenizer_config.json": json({ chat_template }) });

  it("takes the chat template from tokenizer_config.json, as text or by the name default", async () => {
    expect((await source({ ...spoken, ...template("{{ x }}") })).chatTemplate).toBe("{{ x }}");
    const list = [
      { name: "tool_use", template: "tools" },
      { name: "default", template: "plain" },
    ];
    expect((await source({ ...spoken, ...template(list) })).chatTemplate).toBe("plain");
    const without = await source({ ...spoken, ...template(list.slice(0, 1)) });
    expect(without.chatTemplate).toBeUndefined();
    expect(without.notes).toEqual([
      "tokenizer_config.json: chat_template has no default and was passed over.",
    ]);
    expect((await source(spoken)).chatTemplate).toBeUndefined();
  });

  it("but first from chat_template.jinja, where transformers 5 writes it", async () => {
    const jinja = { "chat_template.jinja": new TextEncoder().encode("of a file") };
    expect((await source({ ...spoken, ...template("of the config"), ...jinja })).chatTemplate).toBe(
      "of a file",
    );
    const saved = await folderSource(filesOf("smollm2-bf16"));
    expect(saved.chatTemplate).toMatch(/^\{% for message in messages %\}\[/);
    expect([saved.bosTokenId, saved.eosTokenIds]).toEqual([0, [2]]);
    expect(saved.tokenizer?.token(2)).toBe("<|im_end|>");
  });

  it("is ready for renderChat only if the template is ours, and hands another's on", async () => {
    const open = async (files: Record<string, Uint8Array>) => {
      const { chat, chatTemplate } = await openFiles(await createEngine(), memoryFiles("folder", files));
      return { chat, chatTemplate };
    };
    expect(await open({ ...spoken, ...template(ours) })).toEqual({ chat: true, chatTemplate: ours });
    const older = ours.replace("{{ bos_token }}", "");
    expect(await open({ ...spoken, ...template(older) })).toEqual({ chat: true, chatTemplate: older });
    expect(await open({ ...spoken, ...template("{{ x }}") })).toEqual({
      chat: false,
      chatTemplate: "{{ x }}",
    });
    expect(await open({ ...base, ...template(ours) })).toEqual({ chat: false, chatTemplate: ours });
  });

  it("takes the ids from generation_config.json, config.json and tokenizer_config.json, in this order", async () => {
    const ids = async (files: Record<string, Uint8Array>) => {
      const { bosTokenId, eosTokenIds, notes } = await source(files);
      return { bosTokenId, eosTokenIds, notes };
    };
    const nothing = {
      ...spoken,
      ...config({ bos_token_id: null, eos_token_id: null }),
      "generation_config.json": json({}),
    };
    expect(await ids(nothing)).toEqual({ bosTokenId: undefined, eosTokenIds: [], notes: [] });
    const special = [...tokenizer.specialTokens.keys()].at(-1) ?? "";
    const id = tokenizer.specialTokens.get(special);
    const asText = { "tokenizer_config.json": json({ bos_token: special, eos_token: { content: special } }) };
    expect(await ids({ ...nothing, ...asText })).toMatchObject({ bosTokenId: id, eosTokenIds: [id] });
    const inConfig = { ...nothing, ...asText, ...config({ bos_token_id: 4, eos_token_id: [5, 6] }) };
    expect(await ids(inConfig)).toMatchObject({ bosTokenId: 4, eosTokenIds: [5, 6] });
    const generation = { "generation_config.json": json({ bos_token_id: 7, eos_token_id: 8 }) };
    expect(await ids({ ...inConfig, ...generation })).toEqual({ bosTokenId: 7, eosTokenIds: [8], notes: [] });
  });

  it("passes ids over that the model doesn't have, and says so", async () => {
    // As in small random GPT-2s, whose config keeps the great one's ids.
    const files = {
      ...base,
      ...config({ bos_token_id: 50256, eos_token_id: [50256, 3] }),
      "generation_config.json": json({}),
    };
    const { bosTokenId, eosTokenIds, notes } = await source(files);
    expect([bosTokenId, eosTokenIds]).toEqual([undefined, [3]]);
    expect(notes).toEqual([
      "config.json: bos_token_id is no id of this model's 40 and was passed over.",
      "config.json: eos_token_id is no id of this model's 40 and was passed over.",
    ]);
  });
});
