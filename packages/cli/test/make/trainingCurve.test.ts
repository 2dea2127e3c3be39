import { describe, expect, it } from "vitest";
import { trainingCurve } from "../../src/make/trainingCurve.ts";

const train = Array.from({ length: 1000 }, (_, i) => ({ step: i + 1, loss: 4 * 0.99 ** i + 0.5 }));
const svg = trainingCurve(train, [
  { step: 0, loss: 4.5 },
  { step: 1000, loss: 0.5 },
]);

describe("trainingCurve", () => {
  it("falls from left to right as the loss does, a point for each measurement of held-out text", () => {
    const [, points] = /<polyline points="([^"]+)"/.exec(svg)!;
    const places = points.split(" ").map((pair) => pair.split(",").map(Number));
    expect(places).toHaveLength(200);
    places.slice(1).forEach(([x, y], i) => {
      expect(x).toBeGreaterThan(places[i][0]);
      expect(y).toBeGreaterThanOrEqual(places[i][1]); // downwards, as SVG counts
    });
    const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(circles).toHaveLength(2);
    expect(circles[1][1]).toBeGreaterThan(circles[0][1]);
  });

  it("is a picture with a title, and stays within its paper", () => {
    expect(svg).toMatch(/^<svg [^>]*role="img"[\s\S]*<title>[^<]+<\/title>[\s\S]*<\/svg>\n$/);
    for (const [, x, y] of svg.matchAll(/(?:cx|x)="([\d.]+)" (?:cy|y)="([\d.]+)"/g)) {
      expect(Number(x)).toBeLessThanOrEqual(720);
      expect(Number(y)).toBeLessThanOrEqual(360);
    }
  });
});
