import { describe, expect, it } from "vitest";
import { add } from "../../src/ops/add.ts";
import { attention } from "../../src/ops/attention.ts";
import { crossEntropy } from "../../src/ops/crossEntropy.ts";
import { embedding } from "../../src/ops/embedding.ts";
import { mul } from "../../src/ops/mul.ts";
import { rotary, rotaryTable } from "../../src/ops/rotary.ts";
import { createEngine } from "../../src/tensor/engine.ts";

describe("ops refuse what does not fit, in the forward pass", () => {
  it("add and mul: b must be the last axes of a", async () => {
    const engine = await createEngine();
    for (const op of [add, mul]) {
      expect(() => op(engine.empty([3, 2]), engine.empty([2, 2]))).toThrow(
        "[2, 2] can't be repeated to fill [3, 2]",
      );
      expect(() => op(engine.empty([1, 2]), engine.empty([3, 2]))).toThrow("can't be repeated");
    }
  });

  it("rotary: the table must be made for this head width", async () => {
    const engine = await createEngine();
    expect(() =>
      rotary(
        engine.empty([1, 2, 1, 4]),
        rotaryTable(engine, { contextLength: 8, dHead: 8, ropeTheta: 100 }),
        0,
      ),
    ).toThrow("2 was 2, here it is 4");
  });

  it("attention: heads must share keys in equal groups, and keys must be there", async () => {
    const engine = await createEngine();
    const q = engine.empty([1, 2, 3, 4]);
    const two = engine.empty([1, 2, 2, 4]);
    expect(() => attention(q, two, two, 2)).toThrow("3 heads can't share 2 key/value heads");
    const one = engine.empty([1, 2, 1, 4]);
    expect(() => attention(q, one, one, 3)).toThrow(
      "3 keys were asked for, with 2 queries and room for 2 keys",
    );
  });

  it("embedding and crossEntropy: no id beyond the table, no target beyond the logits", async () => {
    const engine = await createEngine();
    expect(() => embedding(engine.ids([1, 1], [5]), engine.weights([5, 2]))).toThrow(
      "There is no row 5 in a table of 5",
    );
    expect(() => crossEntropy(engine.filled([1, 5], 0), engine.ids([1], [5]), 1)).toThrow(
      "There is no target 5",
    );
  });
});
