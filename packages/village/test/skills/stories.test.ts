import { describe, expect, it } from "vitest";
import { heroNames } from "../../src/phrases/names.ts";
import { creatures, themes } from "../../src/phrases/stories.ts";
import { story } from "../../src/skills/stories.ts";
import { people } from "../../src/world/table.ts";
import { bothSides, itTeaches, passes, shared } from "../turns.ts";

const { train, test } = bothSides(story);
const all = [...train, ...test];

describe("story", () => {
  itTeaches(story);

  it("has four or five sentences, each with a capital", () => {
    for (const { reply } of all) {
      const sentences = reply.split(/(?<=\.) /);
      expect([4, 5]).toContain(sentences.length);
      for (const sentence of sentences) expect(sentence, reply).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("is about whom the user named, and another story will not do", () => {
    for (const { user, reply, check } of all) {
      for (const name of [...heroNames, ...people.map(({ name }) => name)]) {
        if (new RegExp(`\\b${name}\\b`).test(user)) expect(reply).toContain(name);
      }
      const [first] = Array.isArray(check.accept) ? check.accept : [];
      if (first !== undefined) {
        const other = reply.toLowerCase().replaceAll(first[0], "somebody");
        expect(passes(check, other), user).toBe(false);
      }
    }
  });

  it("is no story in two sentences", () => {
    for (const { reply, check } of all) {
      const [one, two] = reply.split(/(?<=\.) /);
      expect(passes(check, `${one} ${two}`)).toBe(false);
    }
  });

  it("has other heroes and creatures on each side, and other themes", () => {
    const named = (words: readonly string[], side: typeof train) =>
      words.filter((word) => side.some(({ user }) => new RegExp(`\\b${word}\\b`).test(user)));
    for (const words of [heroNames, creatures, themes.map(({ theme }) => theme)]) {
      expect(named(words, test).length).toBeGreaterThan(2);
    }
    expect(shared(named(heroNames, train), named(heroNames, test))).toEqual([]);
  });

  it("calls a villager by the right pronoun", () => {
    for (const { reply } of all) {
      for (const { name, pronoun, job } of people) {
        if (!reply.includes(`${name} the ${job} wanted`)) continue;
        expect(reply).not.toMatch(pronoun === "she" ? /\b[Hh]e\b/ : /\b[Ss]he\b/);
      }
    }
  });
});
