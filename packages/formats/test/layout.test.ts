import { describe, expect, it } from "vitest";
import { fromInkling, toInkling } from "../src/layout.ts";

const count = (n: number) => Float32Array.from({ length: n }, (_, i) => i);

describe("toInkling", () => {
  it("turns [out, in] into [in, out]", () => {
    expect([...toInkling(count(6), 3, "transposed")]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it("brings neighbouring rotary rows apart, each head by itself", () => {
    // Two heads of four rows, one column: pairs (0, 1) (2, 3) become (0, 2) (1, 3).
    expect([...toInkling(count(8), 1, { pairedHeads: 2 })]).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
  });
});

describe("fromInkling", () => {
  it.each(["same", "transposed", { pairedHeads: 2 }] as const)("undoes toInkling: %j", (layout) => {
    const theirs = count(24);
    expect([...fromInkling(toInkling(count(24), 3, layout), 3, layout)]).toEqual([...theirs]);
  });
});
