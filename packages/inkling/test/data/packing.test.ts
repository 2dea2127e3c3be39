import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, isLearned, memoryIds } from "../../src/data/idSource.ts";
import { type Batch, ignored, PackedSet, validationBatches } from "../../src/data/packing.ts";
import { collect } from "./fakeTokenizer.ts";

/** A stream in which id n stands at place n, so that a batch tells where it was cut; some ids are not learned. */
const streamOfPlaces = (length: number, learned: (place: number) => boolean = () => true) =>
  Int32Array.from({ length }, (_, place) => (learned(place) ? place : ~place));

const rowsOf = ({ batchSize, contextLength, inputs, targets }: Batch) =>
  Array.from({ length: batchSize }, (_, row) => ({
    inputs: [...inputs.subarray(row * contextLength, (row + 1) * contextLength)],
    targets: [...targets.subarray(row * contextLength, (row + 1) * contextLength)],
  }));

/** All windows of one epoch, drawn one at a time. */
async function epochOf(set: PackedSet, epoch: number) {
  const indices = Array.from({ length: set.windows }, (_, i) => epoch * set.windows + i);
  return (await Promise.all(indices.map((index) => set.batch(index)))).flatMap(rowsOf);
}

const shapes = fc
  .record({
    contextLength: fc.integer({ min: 1, max: 9 }),
    extra: fc.integer({ min: 1, max: 60 }),
    seed: fc.nat(),
  })
  .map(({ contextLength, extra, seed }) => ({ contextLength, length: contextLength + extra, seed }));

describe("PackedSet", () => {
  it("visits each target at most once in an epoch, and leaves over exactly length mod T", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(5), async ({ contextLength, length, seed }, epoch) => {
        const set = new PackedSet(memoryIds(streamOfPlaces(length)), { batchSize: 1, contextLength, seed });
        const targets = (await epochOf(set, epoch)).flatMap((row) => row.targets);
        expect(new Set(targets).size).toBe(targets.length);
        expect(length - targets.length).toBe(length % contextLength);
        expect(targets.length).toBe(set.tokensPerEpoch);
      }),
    );
  });

  it("gives each input the id that follows it in the ring, learned or ignored as the stream says", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(7), async ({ contextLength, length, seed }, masked) => {
        const ids = streamOfPlaces(length, (place) => place % 8 !== masked);
        const set = new PackedSet(memoryIds(ids), { batchSize: 3, contextLength, seed });
        const batch = await set.batch(2);
        batch.inputs.forEach((place, i) => {
          const next = ids[(place + 1) % length];
          expect(batch.targets[i]).toBe(isLearned(next) ? next : ignored);
          const { contextLength: T } = batch;
          if (i % T > 0) expect(place).toBe((batch.inputs[i - 1] + 1) % length);
        });
        expect(batch.counted).toBe(batch.targets.filter((target) => target !== ignored).length);
      }),
    );
  });

  it("gives the same batch to a fresh object in whatever order it is asked: resuming needs no state", async () => {
    const ids = memoryIds(streamOfPlaces(101));
    const settings = { batchSize: 4, contextLength: 7, seed: 3 };
    const unbroken = new PackedSet(ids, settings);
    const forward = [];
    for (let i = 0; i < 12; i++) forward.push(await unbroken.batch(i));
    for (const i of [11, 0, 5]) expect(await new PackedSet(ids, settings).batch(i)).toEqual(forward[i]);
  });

  it("runs on from epoch to epoch within a batch: the rows are one endless row of windows", async () => {
    const ids = memoryIds(streamOfPlaces(50));
    const one = new PackedSet(ids, { batchSize: 1, contextLength: 8, seed: 3 }); // 6 windows an epoch
    const four = new PackedSet(ids, { batchSize: 4, contextLength: 8, seed: 3 });
    const singles = await Promise.all(Array.from({ length: 12 }, (_, i) => one.batch(i)));
    const fours = await Promise.all([0, 1, 2].map((i) => four.batch(i)));
    expect(fours.flatMap(rowsOf)).toEqual(singles.flatMap(rowsOf));
  });

  it("draws another order and other cuts in each epoch, and for another seed or name", async () => {
    const ids = memoryIds(streamOfPlaces(1000));
    const settings = { batchSize: 1, contextLength: 10, seed: 3 };
    const starts = async (set: PackedSet, epoch: number) =>
      (await epochOf(set, epoch)).map(({ inputs }) => inputs[0]);
    const set = new PackedSet(ids, settings);
    const orders = [
      await starts(set, 0),
      await starts(set, 1),
      await starts(new PackedSet(ids, { ...settings, seed: 4 }), 0),
      await starts(new PackedSet(ids, { ...settings, name: "other" }), 0),
    ];
    expect(new Set(orders.map(String)).size).toBe(4);
    expect(new Set(orders.map((order) => String([...order].sort((a, b) => a - b)))).size).toBe(4);
    // Shuffled, not merely rotated: neighbours in the order are rarely neighbours in the text.
    const inARow = orders[0].filter((start, i, all) => i > 0 && start === (all[i - 1] + 10) % 1000).length;
    expect(inARow).toBeLessThan(10);
  });

  it("begins windows where documents begin, if asked to and one is near", async () => {
    const BOS = 1000;
    const isBos = (place: number) => place % 7 === 0 || (place > 200 && place < 300);
    const ids = Int32Array.from({ length: 601 }, (_, place) => (isBos(place) ? ~BOS : place));
    const settings = { batchSize: 1, contextLength: 12, seed: 3 };
    const plain = await epochOf(new PackedSet(memoryIds(ids), settings), 0);
    const aligned = await epochOf(new PackedSet(memoryIds(ids), { ...settings, beginWith: BOS }), 0);
    expect(plain.filter(({ inputs }) => inputs[0] === BOS).length).toBeLessThan(plain.length / 2);
    expect(aligned.every(({ inputs }) => inputs[0] === BOS)).toBe(true);
    // Where no document begins within a window, it stays where it was cut.
    const far = await epochOf(new PackedSet(memoryIds(ids), { ...settings, beginWith: 9999 }), 0);
    expect(far).toEqual(plain);
  });

  it("refuses a context longer than the corpus, with numbers and what to do", () => {
    const settings = { batchSize: 1, contextLength: 64, seed: 1 };
    expect(() => new PackedSet(memoryIds(streamOfPlaces(64)), settings)).toThrow(
      "The training text has 64 tokens, too few for a context of 64: it needs at least 65. Use a shorter context or more text.",
    );
    expect(() => new PackedSet(memoryIds(streamOfPlaces(65)), settings)).not.toThrow();
  });

  it("refuses impossible shapes and batch numbers", async () => {
    const ids = memoryIds(streamOfPlaces(9));
    expect(() => new PackedSet(ids, { batchSize: 0, contextLength: 2, seed: 1 })).toThrow(
      "The batch size is 0",
    );
    expect(() => new PackedSet(ids, { batchSize: 1, contextLength: 1.5, seed: 1 })).toThrow(
      "The context is 1.5",
    );
    await expect(new PackedSet(ids, { batchSize: 1, contextLength: 2, seed: 1 }).batch(-1)).rejects.toThrow(
      "got -1",
    );
  });
});

describe("validationBatches", () => {
  it("makes every learned id but the first a target exactly once, in order, and pads with ignored ones", async () => {
    const batchSizes = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 80 }),
        fc.integer({ min: 1, max: 100 }),
        batchSizes,
        fc.nat(4),
        async (length, contextLength, batchSize, masked) => {
          const ids = streamOfPlaces(length, (place) => place % 5 !== masked);
          const batches = await collect(validationBatches(memoryIds(ids), { batchSize, contextLength }));
          const targets = batches.flatMap((batch) =>
            [...batch.targets].filter((target) => target !== ignored),
          );
          expect(targets).toEqual([...ids.slice(1)].filter(isLearned));
          expect(batches.reduce((sum, { counted }) => sum + counted, 0)).toBe(targets.length);
          const cells = batches.reduce((sum, { inputs }) => sum + inputs.length, 0);
          expect(cells - (length - 1)).toBeLessThan(contextLength); // only the last row is padded
          const inputs = batches.flatMap((batch) => [...batch.inputs]).slice(0, length - 1);
          expect(inputs).toEqual([...ids.slice(0, -1)].map(idOf));
        },
      ),
    );
  });

  it("refuses a split with nothing to predict", async () => {
    const shape = { batchSize: 1, contextLength: 4 };
    await expect(collect(validationBatches(memoryIds(Int32Array.of(0)), shape))).rejects.toThrow(
      "has 1 tokens",
    );
  });
});
