/**
 * The graph computes what the engine computes: not only logits, every activation by its name. Run by an interpreter of
 * our own; clients/onnx does the same with onnxruntime, where there is one.
 */
import { createEngine, hookShapes, modelOfSource, record } from "inkling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomSource, shapes } from "./models.ts";
import { furthest, runOn, write } from "./opened.ts";

const TOLERANCE = 1e-4;
/** −∞ in the engine's scores, the lowest float32 in the graph's. */
const HIDDEN = -1e38;

let engine: Awaited<ReturnType<typeof createEngine>>;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const text = [5, 0, 17, 56, 3, 3, 21, 8];
const other = [9, 44, 2, 30, 7, 11, 50, 1];

describe.each(Object.entries(shapes))("%s", (name, config) => {
  const source = randomSource(name, config);
  let written: Awaited<ReturnType<typeof write>>;
  beforeAll(async () => {
    written = await write(source);
  });

  it("has every activation under its hook's name, in its shape, with the engine's numbers", async () => {
    const model = await modelOfSource(engine, source);
    const ours = await record(model, [text, other]);
    const theirs = runOn(written, { ids: [text, other] });
    for (const hook of hookShapes(config).keys()) {
      const { shape, data } = ours.get(hook)!;
      const value = theirs.get(hook);
      expect(value?.shape, hook).toEqual(shape);
      const shown = (numbers: ArrayLike<number>) => Array.from(numbers, (n) => Math.max(n, HIDDEN));
      expect(furthest(shown(value!.data), shown(data)), hook).toBeLessThan(TOLERANCE);
    }
    model.dispose();
  });

  it("says the same piece by piece with the cache as at once", () => {
    const whole = runOn(written, { ids: [text] }).get("logits")!.data;
    const pieces: number[] = [];
    let cache: ReturnType<typeof runOn> | undefined;
    for (const piece of [text.slice(0, 3), text.slice(3, 7), text.slice(7)]) {
      cache = runOn(written, { ids: [piece], ...(cache ? { cache } : {}) });
      pieces.push(...cache.get("logits")!.data);
    }
    expect(furthest(pieces, whole)).toBeLessThan(1e-9);
  });

  it("says the same with padding in front, in a batch and on from the cache", () => {
    const alone = runOn(written, { ids: [text.slice(0, 5)] }).get("logits")!.data;
    const mask = [
      [0, 0, 1, 1, 1, 1],
      [1, 1, 1, 1, 1, 1],
    ];
    const first = runOn(written, {
      ids: [[0, 0, ...text.slice(0, 4)], other.slice(0, 6)],
      mask,
      positions: [
        [1, 1, 0, 1, 2, 3],
        [0, 1, 2, 3, 4, 5],
      ],
    });
    const next = runOn(written, {
      ids: [[text[4]], [other[6]]],
      mask: mask.map((row) => [...row, 1]),
      positions: [[4], [6]],
      cache: first,
    });
    const V = config.vocabSize;
    const padded = [
      ...first.get("logits")!.data.slice(2 * V, 6 * V),
      ...next.get("logits")!.data.slice(0, V),
    ];
    expect(furthest(padded, alone)).toBeLessThan(1e-9);
  });
});

describe("the file", () => {
  it("names inputs and outputs as Optimum does, with the sizes that vary", async () => {
    const config = shapes["llama with shared keys, not tied, another base"];
    const { graph } = await write(randomSource("llama", config));
    const seen = [...graph!.input, ...graph!.output].map(({ name, type }) => {
      const shape = type?.value.case === "tensorType" ? type.value.value.shape!.dim : [];
      return `${name} [${shape.map(({ value }) => value.value).join(", ")}]`;
    });
    const all = "past_sequence_length + sequence_length";
    const cache = (name: string, length: string) => [
      `${name}.0.key [batch_size, 2, ${length}, 8]`,
      `${name}.0.value [batch_size, 2, ${length}, 8]`,
      `${name}.1.key [batch_size, 2, ${length}, 8]`,
      `${name}.1.value [batch_size, 2, ${length}, 8]`,
    ];
    expect(seen).toEqual([
      "input_ids [batch_size, sequence_length]",
      `attention_mask [batch_size, ${all}]`,
      "position_ids [batch_size, sequence_length]",
      ...cache("past_key_values", "past_sequence_length"),
      "logits [batch_size, sequence_length, 57]",
      ...cache("present", all),
    ]);
  });

  it("calls each step after the activation it leads to, each by a name of its own", async () => {
    const { graph } = await write(randomSource("gpt2", shapes["gpt2 (gelu, biases, tied)"]));
    const names = graph!.node.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const outputs = graph!.node.flatMap(({ output }) => output);
    expect(new Set([...outputs, ...graph!.initializer.map(({ name }) => name)]).size).toBe(
      outputs.length + graph!.initializer.length,
    );
    expect(names.filter((name) => name.startsWith("blocks.1.attn.hook_attn_scores"))).toEqual([
      "blocks.1.attn.hook_attn_scores/Transpose",
      "blocks.1.attn.hook_attn_scores/Transpose_2",
      "blocks.1.attn.hook_attn_scores/MatMul",
      "blocks.1.attn.hook_attn_scores/Mul",
      "blocks.1.attn.hook_attn_scores",
    ]);
  });

  it("holds every parameter once, under Inkling's name for it, and a tied embedding for both of its uses", async () => {
    const source = randomSource("gpt2", shapes["gpt2 (gelu, biases, tied)"]);
    const { graph } = await write(source);
    const embedding = graph!.initializer.find(({ name }) => name === "embed.W_E")!;
    const readers = graph!.node
      .filter(({ input }) => input.includes("embed.W_E"))
      .map(({ opType }) => opType);
    expect(readers.sort()).toEqual(["Gather", "Transpose"]);
    const numbers = await source.parameter("embed.W_E");
    expect(Uint8Array.from(embedding.rawData)).toEqual(new Uint8Array(numbers.buffer));
    expect(graph!.initializer.some(({ name }) => name === "unembed.W_U")).toBe(false);
  });
});
