import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/model/config.ts";
import { parameterCount, parameterSpecs } from "../../src/model/parameters.ts";
import { configFrom, presetNames } from "../../src/model/presets.ts";
import { createModel } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";

describe("presets", () => {
  it("have the sizes they are known by", () => {
    const count = (preset: string, vocabSize: number) => parameterCount(configFrom(preset, { vocabSize }));
    expect(count("guppy", 4096)).toBe(8_726_016); // G of the reference figures: 8.73 M
    expect(count("shakespeare-char", 65)).toBe(809_856); // S: 0.81 M
    expect(count("names", 27)).toBe(203_840);
  });

  it("every preset makes a valid config", () => {
    for (const preset of presetNames)
      expect(() => checkConfig(configFrom(preset, { vocabSize: 50 }))).not.toThrow();
  });

  it("give every head its own keys when the number of heads changes, unless the preset shares them", () => {
    const kvHeads = (preset: string, nHeads: number) => configFrom(preset, { vocabSize: 9, nHeads }).nKvHeads;
    // With fewer, it would be no GPT-2 any more, and only Inkling could open it.
    expect([kvHeads("first", 4), kvHeads("guppy", 8), kvHeads("guppy", 1)]).toEqual([4, 8, 1]);
    expect([kvHeads("tiny-llama", 8), kvHeads("tiny-llama", 1)]).toEqual([2, 1]);
  });

  it("suggest the nearest for an unknown name, and say which sizes do not fit", () => {
    expect(() => configFrom("gupy", { vocabSize: 9 })).toThrow(
      'There is no preset "gupy". Did you mean "guppy"?',
    );
    expect(() => configFrom("names", { vocabSize: 9, nHeads: 3 })).toThrow(
      "dModel (64) does not divide by nHeads (3)",
    );
    expect(() => configFrom("tiny-llama", { vocabSize: 9, nKvHeads: 3 })).toThrow(
      "nHeads (4) must be a multiple of nKvHeads (3)",
    );
    expect(() => configFrom("names", { vocabSize: 0 })).toThrow("vocabSize is 0");
  });
});

describe("initialisation", () => {
  it("is GPT-2's: deviation 0.02, residual writers smaller by √(2 · layers), biases 0, gains 1", async () => {
    const config = configFrom("shakespeare-char", { vocabSize: 65 });
    const model = createModel(await createEngine(), config, 1);
    const deviation = async (name: Parameters<typeof model.parameters.get>[0]) => {
      const values = [...(await model.parameters.get(name).read())];
      return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    };
    expect(await deviation("embed.W_E")).toBeCloseTo(0.02, 3);
    expect(await deviation("blocks.2.attn.W_O")).toBeCloseTo(0.02 / Math.sqrt(8), 3);
    expect(await deviation("blocks.2.mlp.W_out")).toBeCloseTo(0.02 / Math.sqrt(8), 3);
    expect(await deviation("blocks.2.mlp.b_in")).toBe(0);
    expect(await deviation("ln_final.w")).toBe(1);
  });

  it("the same seed gives the same weights, another seed others", async () => {
    const config = configFrom("names", { vocabSize: 27 });
    const read = async (seed: number) =>
      createModel(await createEngine(), config, seed)
        .parameters.get("blocks.0.attn.W_Q")
        .read();
    expect(await read(1)).toEqual(await read(1));
    expect(await read(1)).not.toEqual(await read(2));
  });

  it("decays matrices only: no norm, bias or embedding", () => {
    const decaying = parameterSpecs(configFrom("names", { vocabSize: 27 })).filter(({ decay }) => decay);
    expect(decaying.every(({ name }) => /\.W_(Q|K|V|O|in|out)$/.test(name))).toBe(true);
    expect(decaying).toHaveLength(4 * 6);
  });
});

describe("forward", () => {
  it("refuses more tokens than the context holds, and says what to do", async () => {
    const engine = await createEngine();
    const model = createModel(engine, configFrom("names", { vocabSize: 27, contextLength: 4 }), 1);
    await engine.step(() => {
      expect(() => model.forward(engine.ids([1, 5], [1, 2, 3, 4, 5]))).toThrow(
        "This model sees 4 tokens at once; 5 were given",
      );
    });
  });

  it("no position sees its future: changing the last id leaves the earlier logits alone, to the bit", async () => {
    const engine = await createEngine();
    for (const preset of ["names", "tiny-llama"]) {
      const model = createModel(engine, configFrom(preset, { vocabSize: 27 }), 1);
      const logits = (ids: number[]) => engine.step(() => model.forward(engine.ids([1, 4], ids)).read());
      const [a, b] = [await logits([1, 2, 3, 4]), await logits([1, 2, 3, 9])];
      expect([...a.subarray(0, 81)]).toEqual([...b.subarray(0, 81)]);
      expect([...a.subarray(81)]).not.toEqual([...b.subarray(81)]);
    }
  });

  it("an attention-only model (dMlp 0) runs and has no MLP weights", async () => {
    const engine = await createEngine();
    const model = createModel(engine, configFrom("names", { vocabSize: 9, dMlp: 0 }), 1);
    expect([...model.parameters].some(({ name }) => name.includes("mlp"))).toBe(false);
    const logits = await engine.step(() => model.forward(engine.ids([1, 2], [1, 2])).read());
    expect(logits).toHaveLength(18);
  });
});
