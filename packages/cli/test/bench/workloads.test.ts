import { configFrom, createEngine, parameterCount } from "inkling";
import { describe, expect, it } from "vitest";
import {
  benchmarkShape,
  decodingWorkload,
  scatteredIds,
  trainingWorkload,
} from "../../src/bench/workloads.ts";

const tiny = {
  config: configFrom("first", { vocabSize: 50, nLayers: 1, dModel: 16, dMlp: 32, contextLength: 12 }),
  batchSize: 2,
};

describe("the shapes", () => {
  it("are those that published figures speak of", () => {
    const { config, batchSize } = benchmarkShape("guppy");
    expect(parameterCount(config)).toBe(8_726_016);
    expect([config.contextLength, batchSize, config.mlp]).toEqual([128, 16, "relu"]);
    expect(parameterCount(benchmarkShape("shakespeare-char").config)).toBe(809_856);
  });
});

describe("the training workload", () => {
  it("begins at the loss of knowing nothing and learns its one batch", async () => {
    const { step, tokens } = trainingWorkload(await createEngine(), tiny);
    expect(tokens).toBe(24);
    const first = await step();
    let last = first;
    for (let i = 0; i < 60; i++) last = await step();
    expect(first).toBeCloseTo(Math.log(50), 0);
    expect(last).toBeLessThan(first - 0.3);
  });
});

describe("the decoding workload", () => {
  it("fills the context token by token, and its clock starts behind the prompt", async () => {
    let now = 0;
    const { pass, tokens } = await decodingWorkload(await createEngine(), tiny);
    expect(tokens).toBe(4);
    expect(await pass(() => now++)).toBe(1); // asked twice: after the first token and at the end
  });
});

describe("scattered ids", () => {
  it("use the whole vocabulary evenly", () => {
    const counts = new Array<number>(10).fill(0);
    for (const id of scatteredIds(1000, 10)) counts[id]!++;
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThanOrEqual(3);
  });
});
