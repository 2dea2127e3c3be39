import { describe, expect, it } from "vitest";
import type { Turn } from "../../src/conversation/turn.ts";
import * as banks from "../../src/phrases/instructions.ts";
import { words } from "../../src/phrases/words.ts";
import { instruction } from "../../src/skills/instructions.ts";
import { askedWith, bothSides, itTeaches, passes, shared, type Watched, watched } from "../turns.ts";

const { train, test } = bothSides(watched(instruction));
const all = [...train, ...test];

describe("instruction", () => {
  itTeaches(instruction);

  it("says what stands in the question, as often as it is asked to", () => {
    for (const { user, reply } of askedWith(banks.sayPhrases, all)) {
      expect(user.toLowerCase()).toContain(reply.toLowerCase());
    }
    for (const { user, reply } of askedWith(banks.againPhrases, all)) {
      const [word] = reply.split(" ");
      const times = /\b(twice|two)\b/i.test(user) ? 2 : 3;
      expect(reply).toBe(Array(times).fill(word).join(" "));
      expect(user.toLowerCase()).toContain(word);
    }
    for (const { user, reply } of askedWith(banks.yesNoPhrases, all)) {
      expect(user.toLowerCase()).toContain(reply.toLowerCase().replace(".", ""));
    }
  });

  it("writes in capitals, and takes nothing else", () => {
    for (const { user, reply, check } of askedWith(banks.capitalPhrases, all)) {
      expect(reply).toBe(reply.toUpperCase());
      expect(user.toLowerCase()).toContain(reply.toLowerCase());
      expect(passes(check, reply.toLowerCase()), reply).toBe(false);
    }
  });

  it("spells and turns round the word in the question", () => {
    for (const { user, reply } of askedWith(banks.spellPhrases, all)) {
      expect(reply).toMatch(/^\w(-\w)+$/);
      expect(user.toLowerCase()).toContain(reply.replaceAll("-", ""));
    }
    for (const { user, reply, check } of askedWith(banks.reversePhrases, all)) {
      const [, letters, turned, word] = /^([\w-]+) is ([\w-]+) backwards: (\w+)$/.exec(reply)!;
      expect(user.toLowerCase()).toContain(letters.replaceAll("-", ""));
      expect(turned.replaceAll("-", "")).toBe(word);
      expect([...word].reverse().join("-")).toBe(letters);
      for (const right of [word, turned, turned.replaceAll("-", " ")])
        expect(passes(check, right)).toBe(true);
      expect(passes(check, letters.replaceAll("-", ""))).toBe(false);
    }
  });

  it("knows the letters of a word", () => {
    for (const { reply } of askedWith(banks.firstLetterPhrases, all)) {
      expect(reply).toMatch(/^(\w)(-\w)+: the first letter of \w+ is \1\.$/);
    }
    for (const { reply } of askedWith(banks.lastLetterPhrases, all)) {
      expect(reply).toMatch(/^(?:\w-)+(\w): the last letter of \w+ is \1\.$/);
    }
    for (const { reply } of askedWith(banks.countPhrases, all)) {
      const [, letters, word, count] = /^([\w-]+): (\w+) has (\d) letters\.$/.exec(reply)!;
      expect(letters.replaceAll("-", "")).toBe(word);
      expect(word).toHaveLength(Number(count));
    }
    for (const { reply } of askedWith(banks.containsPhrases, all)) {
      const [, yes, word, letter] = /^[\w-]+: (yes|no), (\w+) .* the letter (\w)\.$/.exec(reply)!;
      expect(word.includes(letter), reply).toBe(yes === "yes");
    }
  });

  it("sorts by the alphabet", () => {
    for (const { user, reply, check } of askedWith(banks.orderPhrases, all)) {
      const sorted = reply.replace(/^In order: |\.$/g, "").split(", ");
      expect([...sorted].sort()).toEqual(sorted);
      for (const word of sorted) expect(user).toContain(word);
      expect(passes(check, `In order: ${sorted.reverse().join(", ")}.`)).toBe(false);
    }
  });

  it("tells which word is longer, and which is the first", () => {
    for (const { user, reply, check } of askedWith(banks.lengthPhrases, all)) {
      const [, adjective, winner] = /, so the (longer|shorter) word is (\w+)\.$/.exec(reply)!;
      for (const [, letters, count] of reply.matchAll(/([\w-]+) is (\d)/g)) {
        expect(letters.replaceAll("-", "")).toHaveLength(Number(count));
      }
      const [loser] = check.reject![0].split(" ");
      const difference = winner.length - loser.length;
      expect(Math.sign(difference), reply).toBe(adjective === "longer" ? 1 : -1);
      for (const word of [adjective, winner, loser]) expect(user.toLowerCase()).toContain(word);
    }
    for (const { user, reply } of askedWith(banks.firstWordPhrases, all)) {
      const [, side, word] = /^The (first|last) word is (\w+)\.$/.exec(reply)!;
      expect(user).toContain(side);
      const neighbour =
        side === "first" ? new RegExp(`\\b${word} \\w`, "i") : new RegExp(`\\w ${word}\\b`, "i");
      expect(user).toMatch(neighbour);
    }
  });

  it("knows plurals and opposites from the lists", () => {
    const plurals = [...banks.regularPlurals, ...banks.irregularPlurals];
    for (const { reply } of askedWith(banks.pluralPhrases, all)) {
      const [, one, many] = /^The plural of (\w+) is (\w+)\.$/.exec(reply)!;
      expect(plurals).toContain(`${one}:${many}`);
    }
    for (const { reply, check } of askedWith(banks.oppositePhrases, all)) {
      const [, word, opposite] = /^The opposite of (\w+) is (\w+)\.$/.exec(reply)!;
      const pairs = banks.oppositePairs.map((pair) => pair.split(/[:>]/).map((forms) => forms.split("|")));
      const known = pairs.some(
        ([a, b]) => (a[0] === word && b[0] === opposite) || (b[0] === word && a[0] === opposite),
      );
      expect(known, reply).toBe(true);
      expect(passes(check, `${word}.`)).toBe(false);
    }
  });

  it("has other words on each side", () => {
    const used = (side: readonly Watched<Turn>[]) =>
      askedWith([...banks.spellPhrases, ...banks.reversePhrases, ...banks.countPhrases], side).flatMap(
        ({ user }) => words.filter((word) => new RegExp(`["' ]${word}["' .?]`, "i").test(user)),
      );
    const asked = ["word", "letter", "back", "mirror"]; // in the phrases themselves
    const leaked = shared(used(train), used(test)).filter((word) => !asked.includes(word));
    expect(leaked).toEqual([]);
  });
});
