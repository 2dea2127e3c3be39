import { describe, expect, it } from "vitest";
import { groups } from "../../src/phrases/lists.ts";
import { count, countKind, nameSome } from "../../src/skills/lists.ts";
import { listOf, subjectsWith, valuesOf } from "../../src/world/subjects.ts";
import { bothSides, itTeaches, passes } from "../turns.ts";

describe("count", () => {
  itTeaches(count);

  it("names all that the table has, and counts them", () => {
    for (const { user, reply } of bothSides(count).train) {
      const all = groups.flatMap(({ kind, attribute, noun, predicate }) =>
        valuesOf(kind, attribute)
          .filter((value) => user.includes(noun) && user.includes(predicate.replace("{o}", value)))
          .map((value) => subjectsWith(kind, attribute, value).map(({ name }) => name)),
      );
      const answers = all.map((names) => `${listOf(names)} `.toLowerCase());
      expect(
        answers.some((names) => reply.toLowerCase().startsWith(names)),
        `${user} ${reply}`,
      ).toBe(true);
    }
  });

  it("is wrong with another number", () => {
    for (const { reply, check } of bothSides(count).train) {
      const more = reply.replace(/\d+/g, (number) => String(Number(number) + 1));
      expect(passes(check, more), more).toBe(false);
    }
  });
});

describe("countKind", () => {
  itTeaches(countKind);

  it("counts the names that it gives", () => {
    for (const { reply } of bothSides(countKind).train) {
      const [, names, number] = /^(.*) (?:is an?|are) \w.*\. That makes (\d)\.$/.exec(reply)!;
      expect(names.split(/, | and /), reply).toHaveLength(Number(number));
    }
  });
});

describe("nameSome", () => {
  itTeaches(nameSome);

  it("names as many different ones as were asked for, and not one fewer will do", () => {
    for (const { user, reply, check } of bothSides(nameSome).train) {
      const [, number, names] = /^(Two|Three) .*? are (.*)\.$/.exec(reply)!;
      const named = names.split(/, | and /);
      expect(user.toLowerCase()).toContain(number.toLowerCase());
      expect(new Set(named).size).toBe(number === "Two" ? 2 : 3);
      expect(passes(check, named.slice(1).join(" and ")), reply).toBe(false);
      expect(passes(check, named.map(() => named[0]).join(", ")), reply).toBe(false);
    }
  });
});
