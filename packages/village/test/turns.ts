/** What has to hold of the turns of every skill, on both sides of the split; said once, for all tests in skills/. */
import { RandomStream } from "inkling";
import { expect, it, vi } from "vitest";
import type { Check, Turn } from "../src/conversation/turn.ts";
import { judge } from "../src/exam/judge.ts";
import { Draw } from "../src/language/draw.ts";
import type { Phrases, Split } from "../src/language/phrases.ts";
import { clean } from "../src/language/voices.ts";

/** Enough to meet what is rare, few enough to be quick. */
const DRAWS = 300;

export function drawOf(split: Split): Draw {
  return new Draw(new RandomStream(1, `test of ${split}`), split);
}

/** What comes of so many draws of training and of the test. */
export function bothSides<T>(
  make: (draw: Draw) => T,
  count = DRAWS,
): Readonly<Record<"train" | "test", readonly T[]>> {
  const drawn = (split: Split) => {
    const draw = drawOf(split);
    return Array.from({ length: count }, () => make(draw));
  };
  return { train: drawn("train"), test: drawn("test") };
}

/** What occurs on both sides. */
export function shared(train: readonly string[], test: readonly string[]): readonly string[] {
  const known = new Set(train);
  return [...new Set(test)].filter((one) => known.has(one));
}

export interface Expected {
  /** Which bare answers pass the check; all, unless a test says why not. */
  readonly passesBriefly?: (turn: Turn) => boolean;
}

/** Declares the tests that each skill has to pass. */
export function itTeaches(make: (draw: Draw) => Turn, { passesBriefly = () => true }: Expected = {}): void {
  const { train, test } = bothSides(make);
  const all = [...train, ...test];

  it("gives answers that pass their own check, and bare answers that do", () => {
    const failed = all.filter(({ check, reply }) => !passes(check, reply));
    expect(failed.map(({ user, reply }) => [user, reply])).toEqual([]);
    const short = all.filter(({ brief, check }) => brief !== undefined && !passes(check, brief));
    expect(short.filter(passesBriefly).map(({ user, brief }) => [user, brief])).toEqual([]);
  });

  it("leaves no slot and no choice", () => {
    expect(unfilled(all.flatMap(({ user, reply, brief = "-" }) => [user, reply, brief]))).toEqual([]);
  });

  it("asks nothing in the test that it asks in training", () => {
    const asked = (turns: readonly Turn[]) => turns.map(({ user }) => clean(user));
    expect(shared(asked(train), asked(test))).toEqual([]);
  });
}

export interface Watched<T> {
  readonly made: T;
  /** All that was chosen on the way: topics, values, phrases before their slots are filled. */
  readonly chosen: readonly unknown[];
}

/** The same as `make`, with what it chose. */
export function watched<T>(make: (draw: Draw) => T): (draw: Draw) => Watched<T> {
  return (draw) => {
    const choices = vi.spyOn(draw, "choose");
    const made = make(draw);
    const chosen = choices.mock.results.map(({ value }) => value);
    choices.mockRestore();
    return { made, chosen };
  };
}

/** Those of the turns that ask with a phrase of this bank, of which there have to be some. */
export function askedWith(bank: Phrases, turns: readonly Watched<Turn>[]): readonly Turn[] {
  const found = turns.filter(({ chosen }) => bank.some((phrase) => chosen.includes(phrase)));
  expect(found.length, bank[0]).toBeGreaterThan(5);
  return found.map(({ made }) => made);
}

export function passes(check: Check, answer: string): boolean {
  return judge(check, answer).right;
}

/** Texts in which something was forgotten. */
export function unfilled(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => /[{}[\]|]|\bundefined\b| {2}|^$/.test(text));
}
