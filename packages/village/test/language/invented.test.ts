import { describe, expect, it } from "vitest";
import { inventedName, inventedWord, nameOf, wordOf } from "../../src/language/invented.ts";
import { girls, strangers } from "../../src/phrases/names.ts";
import { words } from "../../src/phrases/words.ts";
import { people } from "../../src/world/table.ts";
import { drawOf } from "../turns.ts";

const draw = drawOf("train");
const many = Array.from({ length: 20_000 }, () => inventedWord(draw));

describe("invented words", () => {
  it("are so many that hardly one comes twice, and can be said", () => {
    expect(new Set(many).size).toBeGreaterThan(12_000);
    for (const word of many)
      expect(word).toMatch(/^(?=.{3,9}$)(?:[^aeiou]{0,4}[aeiou]{1,2}){1,4}[^aeiou]{0,2}$/);
  });

  it("are no real words or names: those of the test would be heard in training, and villagers would be strangers", () => {
    const real = [...words, ...girls, ...strangers, ...people.map(({ name }) => name)];
    const taken = new Set(real.map((name) => name.toLowerCase()));
    expect(many.filter((word) => taken.has(word))).toEqual([]);
  });

  it("are nothing that one would not want to teach anybody", () => {
    expect(many.filter((word) => /shit|fuck|cunt|dick|tits?$|slut|rape|nazi/.test(word))).toEqual([]);
  });

  it("have a capital as names", () => {
    expect(inventedName(draw)).toMatch(/^[A-Z][a-z]{2,8}$/);
  });
});

describe("nameOf and wordOf", () => {
  it("give real ones and invented ones in training, and only real ones in the test, which training never heard", () => {
    for (const [of, list] of [
      [nameOf, girls],
      [wordOf, words],
    ] as const) {
      const drawn = (side: "train" | "test") => {
        const draw = drawOf(side);
        return Array.from({ length: 400 }, () => of(draw, list));
      };
      const [train, test] = [drawn("train"), drawn("test")];
      const real = train.filter((one) => list.includes(one));
      expect(Math.abs(real.length / train.length - 0.5)).toBeLessThan(0.1);
      expect(test.filter((one) => !list.includes(one))).toEqual([]);
      expect(test.filter((one) => real.includes(one))).toEqual([]);
    }
  });
});
