import { expect, it } from "vitest";
import { median } from "../../src/bench/statistics.ts";

it("takes the middle value, whatever the order, and leaves the values as they were", () => {
  const values = [3, 100, 1];
  expect(median(values)).toBe(3);
  expect(values).toEqual([3, 100, 1]);
});

it("takes the mean of the two in the middle of an even number of values", () => {
  expect(median([4, 1, 3, 1000])).toBe(3.5);
});

it("sorts as numbers, and knows no middle of nothing", () => {
  expect(median([10, 9, 2])).toBe(9);
  expect(median([])).toBeNaN();
});
