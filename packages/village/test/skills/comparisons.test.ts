import { describe, expect, it } from "vitest";
import { comparison } from "../../src/skills/comparisons.ts";
import { subjects } from "../../src/world/subjects.ts";
import { people } from "../../src/world/table.ts";
import { bothSides, itTeaches, passes } from "../turns.ts";

const { train, test } = bothSides(comparison, 1500);
const ageOf = (name: string) =>
  Number(subjects.find((subject) => subject.name.toLowerCase() === name.toLowerCase())!.values.age);
const matching = (pattern: RegExp) =>
  [...train, ...test].flatMap((turn) => {
    const match = pattern.exec(turn.reply);
    return match ? [{ turn, match }] : [];
  });

describe("comparison", () => {
  itTeaches(comparison);

  it("says both ages as the table has them, and which is older follows from them", () => {
    const found = matching(/^(.+) is (\d+) and (.+) is (\d+), so (.+) is (older|younger)\.$/);
    expect(found.length).toBeGreaterThan(300);
    for (const { turn, match } of found) {
      const [, a, ageA, b, ageB, winner, word] = match;
      expect([ageOf(a), ageOf(b)], turn.reply).toEqual([Number(ageA), Number(ageB)]);
      const [older, younger] = ageOf(a) > ageOf(b) ? [a, b] : [b, a];
      const [right, wrong] = word === "older" ? [older, younger] : [younger, older];
      expect(winner.toLowerCase(), turn.reply).toBe(right.toLowerCase());
      expect(turn.user).toContain(word);
      expect(passes(turn.check, `So ${wrong} is ${word} than ${right}.`), turn.reply).toBe(false);
    }
  });

  it("says yes and no as the ages have it, and takes nothing else", () => {
    const found = matching(/^(.+) is (\d+) and (.+) is (\d+)\. (Yes|No), (.+) is (not )?(older|younger)\.$/);
    expect(found.length).toBeGreaterThan(200);
    for (const { turn, match } of found) {
      const [, a, ageA, , ageB, answer, subject, , word] = match;
      expect(subject.toLowerCase()).toBe(a.toLowerCase());
      const isTrue = word === "older" ? Number(ageA) > Number(ageB) : Number(ageA) < Number(ageB);
      expect(answer, turn.reply).toBe(isTrue ? "Yes" : "No");
      expect(passes(turn.check, isTrue ? "No." : "Yes.")).toBe(false);
    }
  });

  it("finds the oldest and the youngest of all", () => {
    const byAge = [...people].sort((a, b) => b.age - a.age);
    for (const [word, one] of [
      ["oldest", byAge[0]],
      ["youngest", byAge[byAge.length - 1]],
    ] as const) {
      const found = matching(new RegExp(`^(\\w+) is the ${word} person: (\\d+) years old\\.$`));
      expect(found.length).toBeGreaterThan(10);
      for (const { match } of found) expect([match[1], Number(match[2])]).toEqual([one.name, one.age]);
    }
  });

  it("says of two people whether they share a street, a place of work, a colour", () => {
    const found = [...train, ...test].filter(({ reply }) => /the same\.$/.test(reply));
    expect(found.length).toBeGreaterThan(200);
    for (const { reply, user } of found) {
      const named = people.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(reply));
      expect(named, user).toHaveLength(2);
      const [a, b] = named;
      const attribute = (["street", "work", "colour"] as const).find(
        (one) => reply.includes(a[one]) && reply.includes(b[one]),
      )!;
      expect(reply.endsWith("Yes, the same."), reply).toBe(a[attribute] === b[attribute]);
    }
  });

  it("counts all of a kind", () => {
    const found = matching(/^(\d+) people live in Quill\.$/);
    expect(found.length).toBeGreaterThan(10);
    for (const { match } of found) expect(Number(match[1])).toBe(people.length);
  });
});
