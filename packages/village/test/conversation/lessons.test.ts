import { describe, expect, it } from "vitest";
import { lessons } from "../../src/conversation/lessons.ts";
import { Contamination } from "../../src/exam/contamination.ts";
import { items, standardExam } from "../../src/exam/items.ts";
import { divide } from "../../src/language/phrases.ts";
import { words } from "../../src/phrases/words.ts";

const some = [...lessons({ count: 400, seed: 1 })];
const all = some.join("\n");
const matches = (pattern: RegExp) => [...all.matchAll(pattern)];

describe("lessons", () => {
  it("spell words, count their letters, turn them round and write them in capitals", () => {
    const spelled = matches(/\b([a-z]+): ((?:[a-z]-)+[a-z])\./g);
    expect(spelled.length).toBeGreaterThan(300);
    for (const [, word, letters] of spelled) expect(letters).toBe([...word].join("-"));
    for (const [, word, count] of matches(/\b([A-Z][a-z]+) has (\d+) letters/g))
      expect(word).toHaveLength(Number(count));
    for (const [, word, turned] of matches(/\b([a-z]+) backwards is ([a-z]+)/g))
      expect([...turned].reverse().join("")).toBe(word);
    for (const [, word, capitals] of matches(/\b([a-z]+) in capitals is ([A-Z]+)/g))
      expect(word.toUpperCase()).toBe(capitals);
  });

  it("add and take away", () => {
    const sums = matches(/(\d+) ([+-]) (\d+) = (\d+)/g);
    expect(sums.length).toBeGreaterThan(500);
    for (const [, a, sign, b, result] of sums)
      expect(Number(a) + Number(b) * (sign === "+" ? 1 : -1)).toBe(Number(result));
  });

  it("say a row of words again", () => {
    const rows = matches(/Say ([\w ]+): ([\w ]+)\./g);
    expect(rows.length).toBeGreaterThan(100);
    for (const [, row, again] of rows) expect(again).toBe(row);
  });

  it("say what was told from the other side", () => {
    expect(all).toMatch(/My hamster|my hamster/);
    expect(all).toMatch(/Your hamster is called/);
  });

  it("keep words and sums of the test for the test", () => {
    const { test } = divide(words, (word) => word);
    const spelled = new Set(matches(/\b([a-z]+): [a-z]-/g).map(([, word]) => word));
    expect(test.filter((word) => spelled.has(word))).toEqual([]);
    const sums = new Set(matches(/\d+ [+-] \d+ = \d+/g).map(([sum]) => sum));
    const asked = items(standardExam).filter(({ skill }) => skill === "arithmetic");
    const results = asked.flatMap(({ turns }) => {
      const [, a, sign, b] = /(\d+) ([+-]) (\d+)/.exec(turns.join(" ")) ?? [];
      const sum = sign === "+" ? Number(a) + Number(b) : Number(a) - Number(b);
      return sign === undefined ? [] : [`${a} ${sign} ${b} = ${sum}`];
    });
    expect(results.length).toBeGreaterThan(10);
    expect(results.filter((sum) => sums.has(sum))).toEqual([]);
  });

  it("are the same for the same seed, and never twice the same", () => {
    expect([...lessons({ count: 50, seed: 1 })]).toEqual(some.slice(0, 50));
    expect(lessons({ count: 1, seed: 2 }).next().value).not.toBe(some[0]);
    expect(new Set(some).size).toBe(some.length);
  });

  it("hold no eight words in a row of the exam's questions", () => {
    const contamination = new Contamination();
    for (const text of some) contamination.addText(text);
    const { sharedRuns } = contamination.report(items(standardExam));
    expect(sharedRuns[5]).toBeGreaterThan(0); // "my favourite colour is green"
    expect(sharedRuns[8]).toBeLessThan(0.01);
  });
});
