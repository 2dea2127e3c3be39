import { describe, expect, it } from "vitest";
import type { Turn } from "../../src/conversation/turn.ts";
import { inWords } from "../../src/language/numbers.ts";
import { clean } from "../../src/language/voices.ts";
import * as banks from "../../src/phrases/arithmetic.ts";
import { arithmetic } from "../../src/skills/arithmetic.ts";
import { askedWith, bothSides, itTeaches, passes, shared, type Watched, watched } from "../turns.ts";

const { train, test } = bothSides(watched(arithmetic));
const all = [...train, ...test];

describe("arithmetic", () => {
  itTeaches(arithmetic);

  it("has every kind of sum on both sides", () => {
    for (const side of [train, test]) {
      for (const form of Object.values(forms)) {
        expect(side.filter(({ made }) => form.test(made.reply)).length, String(form)).toBeGreaterThan(0);
      }
    }
    const other = all.filter(({ made }) => !Object.values(forms).some((form) => form.test(made.reply)));
    expect(other.map(({ made }) => made.reply)).toEqual([]);
  });

  it("adds and takes away rightly what the user asked for", () => {
    for (const [turn, a, sign, b, result] of matching(forms.sum)) {
      const right = sign === "+" ? Number(a) + Number(b) : Number(a) - Number(b);
      expect(result, turn.user).toBe(String(right));
      expectAsked(turn, a, b);
    }
  });

  it("works sums of two large numbers out in two steps: the tens, then the ones", () => {
    const steps = /^(\d+) ([+-]) (\d+) is (\d+) and (\d+) ([+-]) (\d+) is (\d+), so/;
    const inSteps = matching(forms.sum).filter(([turn]) => steps.test(turn.reply));
    expect(inSteps.length).toBeGreaterThan(100);
    for (const [turn, a, sign, b, result] of inSteps) {
      const [, from, first, tens, half, again, second, ones, answer] = steps.exec(turn.reply)!;
      const step = (x: string, y: string) => String(Number(x) + (sign === "+" ? 1 : -1) * Number(y));
      expect([first, second, from, again, answer]).toEqual([sign, sign, a, half, result]);
      expect([half, answer]).toEqual([step(from, tens), step(half, ones)]);
      expect(Number(tens) + Number(ones)).toBe(Number(b));
      expect(Number(tens) % 10).toBe(0);
    }
  });

  it("compares rightly, in the direction that the user asked for", () => {
    for (const [turn, winner, adjective, loser] of matching(forms.comparison)) {
      expect(holds(winner, adjective, loser), turn.reply).toBe(true);
      expect(clean(turn.user)).toMatch(adjective === "larger" ? /larger|bigger|greater/ : /smaller|lower/);
      expectAsked(turn, winner, loser);
      const swapped = `${loser} is ${adjective} than ${winner}.`;
      expect(passes(turn.check, swapped), swapped).toBe(false);
    }
    for (const [turn, yes, a, not, adjective, b] of matching(forms.whether)) {
      expect(holds(a, adjective, b), turn.reply).toBe(yes === "Yes");
      expect(not === undefined).toBe(yes === "Yes");
      expectAsked(turn, a, b);
    }
    for (const [turn, number] of matching(forms.equal)) expectAsked(turn, number);
  });

  it("sorts rightly, in the direction that the user asked for", () => {
    for (const [bank, sign] of [
      [banks.risingPhrases, 1],
      [banks.fallingPhrases, -1],
    ] as const) {
      for (const turn of askedWith(bank, all)) {
        const [, ...numbers] = forms.order.exec(turn.reply)!;
        const sorted = [...numbers].sort((a, b) => sign * (Number(a) - Number(b)));
        expect(numbers, turn.user).toEqual(sorted);
        expectAsked(turn, ...numbers);
      }
    }
  });

  it("counts on rightly", () => {
    for (const [bank, step] of [
      [banks.afterPhrases, 1],
      [banks.beforePhrases, -1],
    ] as const) {
      for (const turn of askedWith(bank, all)) {
        const [, side, number, answer] = forms.neighbour.exec(turn.reply)!;
        expect(side).toBe(step > 0 ? "After" : "Before");
        expect(Number(answer) - Number(number)).toBe(step);
        expectAsked(turn, number);
      }
    }
    for (const { user, reply } of askedWith(banks.rowPhrases, all)) {
      const [row] = user.toLowerCase().match(/[a-z\d-]+(?:, [a-z\d-]+){2,}/)!;
      const numbers = row
        .split(", ")
        .map(numberOf)
        .filter((number) => number >= 0);
      const step = numbers[1] - numbers[0];
      const next = numbers.map((number) => number + step);
      const [, answer] = forms.row.exec(reply)!;
      expect([...numbers.slice(1), Number(answer)], user).toEqual(next);
    }
  });

  it("keeps pairs apart, and leaves those of two numbers below 10 to training", () => {
    const pairs = (side: readonly Watched<Turn>[]) => [
      ...matching(forms.sum, side).map(([, a, sign, b, result]) => pair(sign === "+" ? a : result, b, "sum")),
      ...matching(forms.comparison, side).map(([, a, , b]) => pair(a, b, "comparison")),
      ...matching(forms.whether, side).map(([, , a, , , b]) => pair(a, b, "comparison")),
    ];
    const more = bothSides(watched(arithmetic), 3000); // there are 2,550 sums and 4,950 comparisons
    const asked = { train: pairs(more.train), test: pairs(more.test) };
    expect(shared(asked.train, asked.test)).toEqual([]);
    const small = (key: string) => /^\d \d /.test(key);
    expect(asked.test.filter(small)).toEqual([]);
    expect(asked.train.filter(small).length).toBeGreaterThan(20);
  });

  it("is not passed by the right number in a wrong sum", () => {
    for (const [{ check }, , , , result] of matching(forms.sum)) {
      if (result === "0") continue;
      expect(passes(check, `${result} - ${result} = 0.`)).toBe(false);
    }
  });
});

const forms = {
  sum: /^(?:.* and .*, so )?(\d+) ([+-]) (\d+) = (\d+)\.$/,
  comparison: /^(\d+) is (larger|smaller) than (\d+)\.$/,
  equal: /^They are equal: both are (\d+)\.$/,
  whether: /^(Yes|No), (\d+) is (not )?(larger|smaller) than (\d+)\.$/,
  order: /^In order: (\d+), (\d+), (\d+)\.$/,
  neighbour: /^(After|Before) (\d+) comes (\d+)\.$/,
  row: /^Next comes (\d+)\.$/,
};

/** The turns whose answer has this form, each with what is in the form's brackets. */
function matching(
  form: RegExp,
  side: readonly Watched<Turn>[] = all,
): readonly (readonly [Turn, ...string[]])[] {
  return side.flatMap(({ made: turn }) => {
    const found = form.exec(turn.reply);
    return found === null ? [] : [[turn, ...found.slice(1)] as const];
  });
}

function holds(a: string, adjective: string, b: string): boolean {
  return adjective === "larger" ? Number(a) > Number(b) : Number(a) < Number(b);
}

/** The numbers are in the question, in digits or in words. */
function expectAsked({ user }: Turn, ...numbers: readonly string[]): void {
  const text = user.toLowerCase();
  for (const number of numbers) {
    expect(text).toMatch(new RegExp(`\\b(${number}|${inWords(Number(number))})\\b`));
  }
}

function numberOf(word: string): number {
  return /^\d+$/.test(word) ? Number(word) : Array.from({ length: 100 }, (_, i) => inWords(i)).indexOf(word);
}

function pair(a: string, b: string, kind: string): string {
  const [low, high] = [a, b].map(Number).sort((x, y) => x - y);
  return `${low} ${high} ${kind}`;
}
