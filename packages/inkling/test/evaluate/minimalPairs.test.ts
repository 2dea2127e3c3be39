import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logProbabilities } from "../../src/evaluate/minimalPairs.ts";
import { surprises } from "../../src/evaluate/surprise.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type LanguageModel } from "../../src/model/transformer.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

const shape = { nLayers: 2, nHeads: 2, nKvHeads: 1, dModel: 16, dMlp: 32, contextLength: 16, vocabSize: 23 };
const texts = [
  [1, 4, 9, 16, 2, 13],
  [1, 22],
  Array.from({ length: 17 }, (_, i) => (i * i) % 23),
  [1, 4, 9, 16, 2, 14],
];

describe("logProbabilities", () => {
  let engine: Engine;
  let model: LanguageModel;
  beforeAll(async () => {
    engine = await createEngine();
    model = createModel(engine, configFrom("tiny-llama", shape), 5);
  });
  afterAll(() => engine.dispose());

  it("are the sums over all tokens but the first, as token by token", async () => {
    const found = await logProbabilities(model, texts);
    for (const [i, ids] of texts.entries()) {
      const [tokens] = await surprises(model, [
        { inputs: Int32Array.from(ids.slice(0, -1)), targets: Int32Array.from(ids.slice(1)) },
      ]);
      expect(tokens).toHaveLength(ids.length - 1);
      expect(found[i]).toBeCloseTo(
        tokens.reduce((total, one) => total + one.logProbability, 0),
        4,
      );
    }
  });

  it("are, to the bit, those of each text alone", async () => {
    const alone: number[] = [];
    for (const ids of texts) alone.push(...(await logProbabilities(model, [ids])));
    expect(await logProbabilities(model, texts)).toEqual(alone);
  });

  it("refuse what can't be scored", async () => {
    await expect(logProbabilities(model, [[1]])).rejects.toThrow(/nothing to score/);
    await expect(logProbabilities(model, [[1, 23]])).rejects.toThrow(/the id 23/);
  });
});
