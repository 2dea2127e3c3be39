import { describe, expect, it } from "vitest";
import { memoryIds } from "../../src/data/idSource.ts";
import { PackedSet } from "../../src/data/packing.ts";
import { partsOf } from "../../src/train/parts.ts";

const ids = Int32Array.from({ length: 500 }, (_, i) => i % 50);
const batch = await new PackedSet(memoryIds(ids), { batchSize: 7, contextLength: 10, seed: 1 }).batch(0);

describe("the parts of a batch", () => {
  it("are its rows in order, each once, with what is counted in them", () => {
    batch.targets.fill(-1, 12, 25);
    const whole = { ...batch, counted: 70 - 13 };
    const parts = partsOf(whole, 4, 29 * 4);
    expect(parts.map(({ batchSize }) => batchSize)).toEqual([2, 2, 2, 1]);
    expect(parts.map(({ counted }) => counted)).toEqual([12, 15, 20, 10]);
    expect(parts.flatMap(({ inputs }) => [...inputs])).toEqual([...batch.inputs]);
    expect(parts.flatMap(({ targets }) => [...targets])).toEqual([...batch.targets]);
  });

  it("are one, where the batch is small, and single rows where a row is long", () => {
    expect(partsOf(batch, 4, 70 * 4)).toEqual([batch]);
    expect(partsOf(batch, 4, 3)).toHaveLength(7);
  });
});
