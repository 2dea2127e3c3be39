import { expect, it } from "vitest";
import { slope } from "../lib/slope.mjs";

it("is the exponent of a power law, whatever its factor", () => {
  const law = (exponent) => [1, 3, 10, 50].map((x) => [x, 7 * x ** exponent]);
  expect(slope(law(-1))).toBeCloseTo(-1, 12);
  expect(slope(law(0.5))).toBeCloseTo(0.5, 12);
  expect(slope(law(0))).toBeCloseTo(0, 12);
});

it("goes between points that lie on no line", () => {
  // Logarithms (0, 0), (1, 1), (2, 0): the best line is flat.
  expect(slope([1, 2, 1].map((y, i) => [2 ** i, y]))).toBeCloseTo(0, 12);
});
