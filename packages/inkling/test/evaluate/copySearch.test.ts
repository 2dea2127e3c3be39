import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CopySearch } from "../../src/evaluate/copySearch.ts";

const words = (text: string) => text.split(" ");
const found = (search: CopySearch) => search.copied().map((one) => one.found);

describe("CopySearch", () => {
  it("finds the runs and words that looking through all texts finds (any texts over few words)", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 25 });
    const texts = fc.array(text, { maxLength: 4 });
    fc.assert(
      fc.property(texts, texts, (said, training) => {
        const search = new CopySearch([1, 3]);
        for (const one of said) search.want(one);
        for (const one of training) search.read(one);
        const runs = (all: readonly (readonly string[])[], n: number) =>
          all.flatMap((one) => one.slice(n - 1).map((_, i) => one.slice(i, i + n).join(" ")));
        for (const { length, runs: count, found: hits } of search.copied()) {
          const wanted = runs(said, length);
          expect(count).toBe(wanted.length);
          expect(hits).toBe(wanted.filter((run) => runs(training, length).includes(run)).length);
        }
        for (const word of said.flat()) expect(search.isUnmet(word)).toBe(!training.flat().includes(word));
      }),
    );
  });

  it("finds runs across the pieces of one text, not across two texts", () => {
    for (const continued of [true, false]) {
      const search = new CopySearch([4]);
      search.want(words("a b c d e f"));
      search.read(words("a b"));
      search.read(words("c"), { continued });
      search.read(words("d e"), { continued });
      expect(found(search)).toEqual([continued ? 2 : 0]);
    }
  });

  it("knows a word that was only met, and no run of it", () => {
    const search = new CopySearch([2]);
    search.want(words("hello zed"));
    search.meet(words("hello zed"));
    expect(found(search)).toEqual([0]);
    expect([search.isUnmet("zed"), search.isUnmet("ada")]).toEqual([false, false]);
  });

  it("does not take words that nobody said for one another", () => {
    const search = new CopySearch([3]);
    search.want(words("a x b"));
    search.read(words("a y b"));
    search.read(words("a z b"));
    expect(found(search)).toEqual([0]);
    expect(search.isUnmet("x")).toBe(true);
  });
});
