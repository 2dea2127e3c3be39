import { describe, expect, it } from "vitest";
import { logProbability } from "../../src/evaluate/minimalPairs.ts";
import { surprises } from "../../src/evaluate/surprise.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";

const shape = { nLayers: 1, nHeads: 2, nKvHeads: 2, dModel: 16, dMlp: 32, contextLength: 16, vocabSize: 23 };

describe("logProbability", () => {
  it("is the sum over all tokens but the first, as token by token", async () => {
    const engine = await createEngine();
    const model = createModel(engine, configFrom("tiny-llama", shape), 5);
    const ids = [1, 4, 9, 16, 2, 13];
    const found = await surprises(model, {
      inputs: Int32Array.from(ids.slice(0, -1)),
      targets: Int32Array.from(ids.slice(1)),
    });
    const sum = found.reduce((total, one) => total + one.logProbability, 0);
    expect(await logProbability(model, ids)).toBeCloseTo(sum, 4);
    await expect(logProbability(model, [1])).rejects.toThrow(/nothing to score/);
    engine.dispose();
  });
});
