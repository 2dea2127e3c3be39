import { configFrom, parameterCount } from "inkling";
import { expect, it } from "vitest";
import { sizes, withExpectations } from "../growth.mjs";

const shape = { vocabSize: 1024, contextLength: 64, nLayers: 3, nHeads: 2, dModel: 64, dMlp: 256 };

it("counts the parameters as the engine does", () => {
  const config = configFrom("guppy", { ...shape, nKvHeads: 2, mlp: "relu" });
  expect(sizes(shape).parameters).toBe(parameterCount(config));
});

it("expects the best point's flops per second everywhere, and so a slope of −1 where all flops are weights'", () => {
  const point = (parameters, tokensPerSecond) => ({
    parameters,
    contextLength: 128,
    blocks: parameters / 1000,
    flopsPerToken: 6 * parameters,
    tokensPerSecond,
    peakBytes: 100 * parameters + 2e7,
  });
  const { points, slopes } = withExpectations("parameters", [
    point(1e6, 500),
    point(1e7, 100),
    point(1e8, 5),
  ]);
  expect(points.map(({ expectedTokensPerSecond }) => expectedTokensPerSecond)).toEqual(
    [1000, 100, 10].map((x) => expect.closeTo(x)),
  );
  expect(slopes.expectedSpeed).toBeCloseTo(-1);
  expect(slopes.speed).toBeCloseTo(-1); // 500 → 100 → 5
});

it("expects memory to grow with the parameters and with what the blocks keep, from the point in the middle", () => {
  const at = (scale) => ({
    ...sizes({ ...shape, nLayers: 3 * scale }),
    tokensPerSecond: 1,
    peakBytes: 5e7 * scale,
  });
  const { points } = withExpectations("parameters", [at(1), at(2), at(4)]);
  expect(points[1].expectedBytes).toBeCloseTo(points[1].peakBytes);
  expect(points[2].expectedBytes).toBeGreaterThan(points[1].expectedBytes * 1.5);
});
