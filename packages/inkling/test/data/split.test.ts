import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../src/data/documents.ts";
import { idOf } from "../../src/data/idSource.ts";
import { packInMemory } from "../../src/data/memoryCorpus.ts";
import { sideOf, splitKind, TextHash, validationLength } from "../../src/data/split.ts";
import { chunked, fakeTokenizer, repeatable, streamOf } from "./fakeTokenizer.ts";

const hashOf = (...parts: string[]) => {
  const hash = new TextHash();
  for (const part of parts) hash.add(part);
  return hash.value();
};

describe("the hash", () => {
  it("depends on the text, not on its pieces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.nat(50)), (text, cuts) => {
        expect(hashOf(...chunked(text, cuts))).toBe(hashOf(text));
      }),
    );
  });

  it("is pinned: held out today is held out tomorrow", () => {
    expect([hashOf(""), hashOf("emma"), hashOf("😀")]).toMatchInlineSnapshot(`
      [
        0,
        2482072527,
        4050589473,
      ]
    `);
  });

  it("puts a tenth of 20,000 similar texts on the validation side, and differs for nearly all of them", () => {
    const hashes = Array.from({ length: 20_000 }, (_, i) => hashOf(`document ${i}`));
    const share = hashes.filter((h) => h % 10 === 0).length / hashes.length;
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.11);
    // 20,000 of 2^32: about 0.05 collisions are expected by chance.
    expect(new Set(hashes).size).toBeGreaterThanOrEqual(19_998);
  });

  it("flips each bit of the result half the time when one letter changes", () => {
    const flips = new Array<number>(32).fill(0);
    const trials = 2000;
    for (let i = 0; i < trials; i++) {
      const difference = hashOf(`text ${i} a`) ^ hashOf(`text ${i} b`);
      for (let bit = 0; bit < 32; bit++) flips[bit] += (difference >>> bit) & 1;
    }
    // Standard deviation 0.011: 0.06 is more than five of them.
    for (const count of flips) expect(Math.abs(count / trials - 0.5)).toBeLessThan(0.06);
  });

  it("tells a chat's roles apart, and a text is the same in one piece or several", async () => {
    expect(await sideOf({ pieces: streamOf("em", "ma") })).toBe(await sideOf({ text: "emma" }));
  });
});

describe("the split", () => {
  const texts = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 30, maxLength: 60 });
  const wordsOn = async (documents: Document[]) => {
    const tokenizer = fakeTokenizer();
    const packed = await packInMemory(repeatable(documents), tokenizer);
    const words = async (source: { length: number; read(a: number, b: number): Promise<Int32Array> }) =>
      Array.from(await source.read(0, source.length), (id) => tokenizer.token(idOf(id))).filter(
        (w) => !w.startsWith("<"),
      );
    return {
      ...packed,
      trainWords: await words(packed.train),
      validationWords: await words(packed.validation),
    };
  };

  it("loses no document, uses none twice, and does not depend on the order", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const there = await wordsOn(list.map((text) => ({ text })));
        expect([...there.trainWords, ...there.validationWords].sort()).toEqual([...list].sort());
        if (there.split !== "hash") return;
        const back = await wordsOn(list.toReversed().map((text) => ({ text })));
        expect(back.validationWords.toSorted()).toEqual(there.validationWords.toSorted());
      }),
      { numRuns: 20 },
    );
  });

  it("keeps copies of a document on one side", async () => {
    const names = Array.from({ length: 60 }, (_, i) => `name${String.fromCharCode(97 + (i % 20))}`);
    const { split, trainWords, validationWords } = await wordsOn(names.map((text) => ({ text })));
    expect(split).toBe("hash");
    expect(trainWords.filter((word) => validationWords.includes(word))).toEqual([]);
  });

  it("splits a single document by position: the last tenth of its ids validates, behind a BOS of its own", async () => {
    const words = Array.from({ length: 99 }, (_, i) => ` w${"abcdefghij"[i % 10]}`);
    const { split, train, validation } = await wordsOn([{ text: words.join("") }]);
    expect(split).toBe("position");
    expect(train.length).toBe(90);
    expect(validation.length).toBe(11);
    expect(idOf((await validation.read(0, 1))[0])).toBe(0);
  });

  it("falls back to position when the hash leaves a side empty, as a handful of documents may", async () => {
    expect(splitKind(3, 0)).toBe("position");
    expect(splitKind(0, 2)).toBe("position");
    expect(splitKind(1, 1)).toBe("hash");
    const two = await wordsOn([{ text: "the same" }, { text: "the same" }]);
    expect(two.split).toBe("position");
    expect([...two.trainWords, ...two.validationWords].join("")).toBe("the samethe same");
  });

  it("gives validation at least one id", () => {
    expect([1, 9, 10, 19, 20].map(validationLength)).toEqual([1, 1, 1, 1, 2]);
  });
});
