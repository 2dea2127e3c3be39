import type { Item } from "@inkling/village";
import { describe, expect, it } from "vitest";
import { blindFigures, comparisons, isReached } from "../../src/suite/figures.ts";
import { scoreOf } from "../../src/suite/score.ts";
import { type Answered, resultsOf } from "../../src/suite/suite.ts";

const item = (skill: string): Item => ({
  skill,
  turns: ["?"],
  check: { accept: [["red"]] },
  expected: "Red.",
});
const many = (skill: string, right: number, wrong: number, unknown = false): Answered[] =>
  Array.from({ length: right + wrong }, (_, i) => ({
    item: item(skill),
    answer: "",
    right: i < right,
    unknown: unknown && i >= right,
    namesMiddle: false,
  }));
const figuresOf = (answered: Answered[]) => comparisons(answered, resultsOf(answered));

describe("comparisons", () => {
  it("count how often it says that it doesn't know what it could know, and only there", () => {
    const answered = [...many("one-hop", 18, 2, true), ...many("unknown", 0, 20, true)];
    const [shy] = figuresOf(answered);
    expect([shy.name, shy.value, isReached(shy)]).toEqual(["unknown-on-known", 0.1, false]);
  });

  it("say what capitals, punctuation and slips cost", () => {
    const answered = [
      ...many("typed clean", 90, 10),
      ...many("typed without capitals", 90, 10),
      ...many("typed without punctuation", 88, 12),
      ...many("typed with a slip", 80, 20),
    ];
    const drops = figuresOf(answered).slice(1);
    expect(drops.map(({ value }) => Math.round(100 * value))).toEqual([0, 2, 10]);
    expect(drops.map(isReached)).toEqual([true, true, false]);
  });
});

describe("the blind exam's figures", () => {
  it("want 70%, and 15 points above copying", () => {
    const figures = (right: number, copied: number) =>
      blindFigures(scoreOf(right, 100), scoreOf(copied, 100)).map(isReached);
    expect(figures(72, 40)).toEqual([true, true]);
    expect(figures(72, 60)).toEqual([true, false]);
    expect(figures(65, 10)).toEqual([false, true]);
    expect(blindFigures(scoreOf(72, 100), undefined)).toHaveLength(1);
  });
});
