import { describe, expect, it } from "vitest";
import { boys, girls, petNames } from "../../src/phrases/names.ts";
import { change, notTold, recall, remember, rememberTwo } from "../../src/skills/recall.ts";
import { bothSides, drawOf, itTeaches, passes, shared } from "../turns.ts";

const names = new Set([...girls, ...boys, ...petNames]);

describe("remember", () => {
  itTeaches((draw) => remember(draw).turn);

  it("has other names on each side", () => {
    const { train, test } = bothSides((draw) => remember(draw).remembered.value);
    const told = {
      train: train.filter((value) => names.has(value)),
      test: test.filter((value) => names.has(value)),
    };
    expect(new Set(told.test).size).toBeGreaterThan(20);
    expect(shared(told.train, told.test)).toEqual([]);
  });

  it("hears the value from the user", () => {
    for (const { turn, remembered } of bothSides(remember).train) {
      expect(turn.user.toLowerCase()).toContain(remembered.value.toLowerCase());
    }
  });
});

describe("rememberTwo", () => {
  itTeaches((draw) => rememberTwo(draw).turn);

  it("hears two things of different kinds, and repeats both", () => {
    for (const { turn, remembered } of bothSides(rememberTwo).train) {
      const [one, other] = remembered;
      expect(one.kind).not.toBe(other.kind);
      for (const { value } of remembered) {
        expect(turn.user.toLowerCase()).toContain(value.toLowerCase());
        expect(turn.reply).toContain(value);
      }
    }
  });
});

describe("recall", () => {
  itTeaches((draw) => recall(draw, remember(draw).remembered));

  it("gives back what was told, which is not in the question", () => {
    for (const { remembered, turn } of bothSides((draw) => {
      const { remembered } = remember(draw);
      return { remembered, turn: recall(draw, remembered) };
    }).train) {
      expect(turn.reply).toContain(remembered.value);
      expect(turn.brief).toBe(remembered.value);
      expect(passes(turn.check, turn.user), turn.user).toBe(false);
    }
  });
});

describe("notTold", () => {
  itTeaches(notTold);

  it("asks for none of what was told", () => {
    const draw = drawOf("train");
    const told = Array.from({ length: 2000 }, () => remember(draw).remembered); // of every kind
    const rest = told.filter(({ kind }) => kind !== "colour");
    for (const { reply } of bothSides((draw) => notTold(draw, rest)).train) {
      expect(reply).toContain("your favourite colour");
    }
  });
});

describe("change", () => {
  itTeaches((draw) => change(draw, remember(draw).remembered).turn);

  it("keeps the kind, takes another value, and remembers that one", () => {
    for (const { before, after } of bothSides((draw) => {
      const before = remember(draw).remembered;
      return { before, after: change(draw, before) };
    }).train) {
      expect(after.remembered.kind).toBe(before.kind);
      expect(after.remembered.value).not.toBe(before.value);
      expect(after.turn.reply).toContain(after.remembered.value);
    }
  });
});
