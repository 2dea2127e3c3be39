import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunFinder } from "../../src/evaluate/memorisation.ts";

/** The same by comparing every run with every run. */
function bruteForce(text: readonly number[], training: readonly number[], length: number) {
  const runs = (ids: readonly number[]) =>
    ids.slice(length - 1).map((_, i) => ids.slice(i, i + length).join());
  const known = new Set(runs(training));
  const all = runs(text);
  return { length, runs: all.length, found: all.filter((run) => known.has(run)).length };
}

describe("RunFinder", () => {
  it("finds what comparing everything with everything finds (any texts over few tokens)", () => {
    const ids = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 8 }), (text, training, length) => {
        const finder = new RunFinder(length);
        finder.want(text);
        finder.read(training);
        expect(finder.result()).toEqual(bruteForce(text, training, length));
      }),
    );
  });

  it("does not join pieces: a run that crosses from one to the next is none", () => {
    const finder = new RunFinder(3);
    finder.want([1, 2, 3]);
    finder.read([0, 1, 2]);
    finder.read([3, 0, 0]);
    expect(finder.result()).toEqual({ length: 3, runs: 1, found: 0 });
  });

  it("tells large ids apart over a long text", () => {
    const ids = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 50257);
    const finder = new RunFinder(32);
    finder.want(ids.slice(1000, 1100));
    finder.want(ids.slice(2000, 2100).toReversed());
    finder.read(ids);
    expect(finder.result()).toEqual({ length: 32, runs: 138, found: 69 });
  });
});
