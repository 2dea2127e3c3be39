import { describe, expect, it } from "vitest";
import { surprises } from "../../src/evaluate/surprise.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import { evaluate } from "../../src/train/evaluate.ts";

const shape = { nLayers: 2, nHeads: 2, nKvHeads: 2, dModel: 16, dMlp: 32, contextLength: 16, vocabSize: 23 };

describe("surprises", () => {
  it("adds up to the loss that evaluate() measures, over the targets that count", async () => {
    const engine = await createEngine();
    const model = createModel(engine, configFrom("tiny-llama", shape), 5);
    const inputs = Int32Array.from({ length: 12 }, (_, i) => (i * 5) % 23);
    const targets = Int32Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? -1 : (i * 5 + 5) % 23));
    const [found] = await surprises(model, [{ inputs, targets }]);
    expect(found).toHaveLength(8);
    const mean = -found.reduce((sum, { logProbability }) => sum + logProbability, 0) / found.length;
    const counted = found.length;
    const { nllPerToken } = await evaluate(model, [
      { batchSize: 1, contextLength: 12, inputs, targets, counted },
    ]);
    expect(mean).toBeCloseTo(nllPerToken, 5);
    for (const { bestProbability, logProbability } of found) {
      expect(bestProbability).toBeGreaterThanOrEqual(Math.exp(logProbability) - 1e-12);
      expect(bestProbability).toBeLessThanOrEqual(1);
    }
    engine.dispose();
  });

  it("gives each text, to the bit, what it gets alone, however long its neighbours are", async () => {
    const engine = await createEngine();
    const model = createModel(engine, configFrom("tiny-llama", shape), 5);
    const texts = [7, 1, 16, 6].map((length) => ({
      inputs: Int32Array.from({ length }, (_, i) => (i * 7 + length) % 23),
      targets: Int32Array.from({ length }, (_, i) => (i % 4 === 1 ? -1 : (i * 3) % 23)),
    }));
    const alone = [];
    for (const text of texts) alone.push(...(await surprises(model, [text])));
    expect(await surprises(model, texts)).toEqual(alone);
    const beyond = { inputs: Int32Array.of(1), targets: Int32Array.of(23) };
    await expect(surprises(model, [beyond])).rejects.toThrow(/the id 23/);
    engine.dispose();
  });
});
