import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nearestTokens, tokenMap } from "../../src/inspect/embeddings.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type Transformer } from "../../src/model/transformer.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

const shape = { vocabSize: 40, dModel: 8, nLayers: 1, nHeads: 1, dMlp: 8, contextLength: 4 };
let engine: Engine;
let model: Transformer;
beforeAll(async () => {
  engine = await createEngine();
  model = createModel(engine, configFrom("names", shape), 1);
});
afterAll(() => engine.dispose());

function setRows(row: (id: number) => readonly number[]): void {
  const rows = Array.from({ length: shape.vocabSize }, (_, id) => row(id)).flat();
  engine.kernels.write(model.parameters.get("embed.W_E"), rows);
}

describe("tokenMap", () => {
  it("finds the plane in which tokens were laid out, and says that it holds everything", async () => {
    // A slanted plane: along (3, 4, 0 …)/5 far, along (0, 0, 1, 0 …) near, around a centre away from zero.
    const [far, near] = [(id: number) => 10 * (id % 8) - 35, (id: number) => Math.floor(id / 8) - 2];
    setRows((id) => [7 + 0.6 * far(id), -2 + 0.8 * far(id), near(id), 5, 0, 0, 0, 0]);
    const { x, y, shares } = await tokenMap(model);
    for (let id = 0; id < shape.vocabSize; id++) {
      expect(x[id]).toBeCloseTo(far(id), 3);
      expect(y[id]).toBeCloseTo(near(id), 3);
    }
    expect(shares[0] + shares[1]).toBeCloseTo(1, 6);
    expect(shares[0]).toBeGreaterThan(shares[1]);
  });

  it("says how little a plane shows of what goes in all directions", async () => {
    setRows((id) => Array.from({ length: 8 }, (_, d) => (id % 8 === d ? 1 : 0)));
    const { shares } = await tokenMap(model);
    for (const share of shares) expect(share).toBeCloseTo(1 / 7, 3); // eight corners span seven dimensions
  });
});

describe("nearestTokens", () => {
  it("goes by direction and not by length, nearest first", async () => {
    setRows((id) =>
      [Math.cos(id / 10), Math.sin(id / 10), 0, 0, 0, 0, 0, 0].map((value) => value * (1 + id)),
    );
    const near = await nearestTokens(model, 10, 4);
    expect(near.map(({ id }) => id)).toEqual([9, 11, 8, 12]);
    expect(near[0].cosine).toBeCloseTo(Math.cos(0.1), 5);
    expect(near[3].cosine).toBeCloseTo(Math.cos(0.2), 5);
    await expect(nearestTokens(model, 40, 1)).rejects.toThrow(/no token 40/);
  });

  it("bears a row of zeros", async () => {
    setRows((id) => [id === 3 ? 0 : 1, 0, 0, 0, 0, 0, 0, 0]);
    expect((await nearestTokens(model, 3, 1))[0]).toEqual({ id: 0, cosine: 0 });
  });
});
