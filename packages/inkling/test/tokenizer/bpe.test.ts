import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createMergeTable,
  type MergeTable,
  mergeByHeap,
  mergeByScanning,
  mergeSymbols,
} from "../../src/tokenizer/bpe.ts";
import { Heap } from "../../src/tokenizer/heap.ts";

/** A list of merges over the letters 0…3, each joining two symbols that exist by then; no pair twice. */
const anyMerges = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 12 }).map((draws) => {
  const seen = new Set<string>();
  return draws.flatMap(([a, b]) => {
    const known = 4 + seen.size;
    const [left, right] = [a % known, b % known];
    if (seen.has(`${left} ${right}`)) return [];
    seen.add(`${left} ${right}`);
    return [{ left, right, merged: known }];
  });
});

describe("merging", () => {
  it("merges the lowest rank first, then the leftmost", () => {
    const table = createMergeTable([
      { left: 1, right: 2, merged: 3 },
      { left: 0, right: 1, merged: 4 },
      { left: 0, right: 0, merged: 5 },
    ]);
    expect(mergeByScanning([0, 1, 2], table)).toEqual([0, 3]); // not [4, 2], though it comes first
    expect(mergeByScanning([0, 0, 0], table)).toEqual([5, 0]);
  });

  it("reports each merge with its place and rank", () => {
    const table = createMergeTable([
      { left: 0, right: 1, merged: 2 },
      { left: 2, right: 2, merged: 3 },
    ]);
    const steps: [number, number][] = [];
    mergeByScanning([1, 0, 1, 0, 1], table, (position, rank) => steps.push([position, rank]));
    expect(steps).toEqual([
      [1, 0],
      [2, 0],
      [1, 1],
    ]);
  });

  it("the heap gives what the plain loop gives", () => {
    fc.assert(
      fc.property(anyMerges, fc.array(fc.nat(3), { maxLength: 120 }), (merges, symbols) => {
        const table = createMergeTable(merges);
        const expected = mergeByScanning(symbols, table);
        expect(mergeByHeap(symbols, table)).toEqual(expected);
        expect(mergeSymbols(symbols, table)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it("also where merges are listed out of order, as in no training", () => {
    fc.assert(
      fc.property(anyMerges, fc.array(fc.nat(3), { maxLength: 60 }), (merges, symbols) => {
        const table = createMergeTable([...merges].reverse());
        expect(mergeByHeap(symbols, table)).toEqual(mergeByScanning(symbols, table));
      }),
      { numRuns: 1000 },
    );
  });

  it("the heap looks up fewer than 6 pairs per symbol, however long the piece", () => {
    // Each of the n symbols is considered with its neighbour once, each of fewer than n merges makes two pairs
    // anew (3n in all), and each pair is looked up once more when it comes up (3n).
    const doubling = createMergeTable(
      Array.from({ length: 10 }, (_, i) => ({ left: i, right: i, merged: i + 1 })),
    );
    const n = 200_000;
    let lookups = 0;
    const counting: MergeTable = {
      merges: doubling.merges,
      rankOf: (left, right) => {
        lookups++;
        return doubling.rankOf(left, right);
      },
    };
    // 0 0 → 1, 1 1 → 2, … so n symbols become blocks of 1024, and the rest is n - 195 · 1024 = 320 = 256 + 64.
    const expected = [...new Array<number>(195).fill(10), 8, 6];
    expect(mergeSymbols(new Array<number>(n).fill(0), counting)).toEqual(expected);
    expect(lookups).toBeLessThan(6 * n);
  });

  it("knows no merge for pairs and ids that are not in the list", () => {
    const table = createMergeTable([{ left: 1, right: 0, merged: 2 }]);
    expect(table.rankOf(1, 0)).toBe(0);
    for (const [left, right] of [
      [0, 2],
      [0, 3],
      [7, 7],
    ] as const)
      expect(table.rankOf(left, right)).toBe(-1);
  });

  it("refuses a pair that is listed twice", () => {
    const merge = { left: 0, right: 1, merged: 2 };
    expect(() => createMergeTable([merge, merge])).toThrow("Merge 1 repeats merge 0.");
  });
});

describe("the heap", () => {
  it("hands out what was put in, best first", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const number of numbers) heap.push(number);
        expect(numbers.map(() => heap.pop())).toEqual([...numbers].sort((a, b) => a - b));
        expect(heap.pop()).toBe(undefined);
      }),
    );
  });
});
