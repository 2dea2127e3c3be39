import { describe, expect, it } from "vitest";
import { divide, entriesOf, fill, hashOf } from "../../src/language/phrases.ts";

describe("fill", () => {
  it("makes choices and fills slots", () => {
    const phrase = "[What|Which] boat does {s} [have|own|]?";
    expect(fill(phrase, { s: "Ada" }, () => 0)).toBe("What boat does Ada have?");
    expect(fill(phrase, { s: "Ada" }, (count) => count - 1)).toBe("Which boat does Ada?");
  });

  it("takes out the gaps that a choice of nothing leaves", () => {
    expect(fill("Hello [there|], [friend|] !", {}, () => 1)).toBe("Hello,!");
  });

  it("fills a slot with an apostrophe, and names the slot that was forgotten", () => {
    expect(fill("{s's} boat", { "s's": "Ada's" }, () => 0)).toBe("Ada's boat");
    expect(() => fill("{who}?", { s: "Ada" }, () => 0)).toThrow(/has a slot \{who\}; given were: s/);
  });
});

describe("divide", () => {
  const words = Array.from({ length: 100 }, (_, i) => `phrase ${i}`);

  it("puts every entry on exactly one side, 17 in a hundred into the test", () => {
    const sides = divide(words, (word) => word);
    expect([...sides.train, ...sides.validation, ...sides.test].sort()).toEqual([...words].sort());
    expect(sides.test).toHaveLength(17);
    expect(sides.validation).toHaveLength(7);
  });

  it("does not hang on the order of the list", () => {
    expect(new Set(divide([...words].reverse(), (word) => word).test)).toEqual(
      new Set(divide(words, (word) => word).test),
    );
  });

  it("leaves nothing out of training where there is too little to divide", () => {
    expect(divide(["a", "b"], (word) => word)).toEqual({
      train: expect.any(Array),
      validation: [],
      test: [],
    });
    expect(divide(["a", "b", "c"], (word) => word).train).toHaveLength(1);
  });
});

describe("entriesOf", () => {
  it("takes a list apart that is written over several lines", () => {
    expect(entriesOf("\n  apple pie, tea,\n  fish and\n  chips")).toEqual([
      "apple pie",
      "tea",
      "fish and chips",
    ]);
  });
});

describe("hashOf", () => {
  it("spreads similar keys over the whole range", () => {
    const buckets = Array.from({ length: 16 }, () => 0);
    for (let i = 0; i < 16_000; i++) buckets[hashOf(`key ${i}`) >>> 28]++;
    for (const count of buckets) expect(count).toBeGreaterThan(850);
  });
});
