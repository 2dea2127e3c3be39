import { describe, expect, it } from "vitest";
import type { Turn } from "../../src/conversation/turn.ts";
import type { Draw } from "../../src/language/draw.ts";
import { clean } from "../../src/language/voices.ts";
import { fact, facts, falsePremise, followUp, valueCheck, which, yesNo } from "../../src/skills/facts.ts";
import { valuesOf } from "../../src/world/subjects.ts";
import { bothSides, itTeaches, passes, shared } from "../turns.ts";

const people = facts.filter(({ subject }) => subject.kind === "person");
const whichOf = (draw: Draw): Turn => which(draw, draw.choose(facts)) ?? whichOf(draw);

describe("fact", () => {
  itTeaches((draw) => fact(draw, draw.choose(facts)));

  it("asks for one and the same fact in other words on each side", () => {
    const { train, test } = bothSides((draw) => clean(fact(draw, facts[0]).user));
    expect(new Set(train).size).toBeGreaterThan(30);
    expect(shared(train, test)).toEqual([]);
  });

  it("says who it is, where the question calls a person by title", () => {
    const home = people.find(({ subject, attribute }) => subject.name === "Ada" && attribute === "street")!;
    const { train } = bothSides((draw) => fact(draw, home));
    const byTitle = train.filter(({ user }) => user.toLowerCase().includes("the baker"));
    expect(byTitle.length).toBeGreaterThan(30);
    for (const { reply } of byTitle) expect(reply).toContain("Ada the baker");
    for (const { user, reply } of train) expect(user.includes("Ada")).toBe(!reply.includes("the baker"));
  });
});

// Of people only: boats and animals share phrases, which are divided for each, and both are "it".
describe("followUp", () => {
  itTeaches((draw) => followUp(draw, draw.choose(people)));

  it("says she, he or it in place of the name", () => {
    const { train } = bothSides((draw) => {
      const one = draw.choose(facts);
      return { name: one.subject.name.toLowerCase(), turn: followUp(draw, one) };
    });
    for (const { name, turn } of train) {
      expect(` ${clean(turn.user)} `).not.toContain(` ${name} `);
      expect(turn.reply.toLowerCase()).toContain(name);
    }
  });
});

describe("which", () => {
  itTeaches(whichOf);

  it("names all who have the value, and one of them alone is not enough", () => {
    const inn = people.find(({ attribute, value }) => attribute === "work" && value === "the inn")!;
    const { train } = bothSides((draw) => which(draw, inn)!);
    for (const { reply, check } of train) {
      expect(reply).toContain("Greta and Yan");
      expect(passes(check, "Greta works at the inn.")).toBe(false);
    }
  });
});

describe("yesNo", () => {
  // A bare "No" does not say what is true instead, and the check asks for it.
  itTeaches((draw) => yesNo(draw, draw.choose(facts)), { passesBriefly: ({ brief }) => brief !== "No" });

  it("says yes half of the time, and the opposite is wrong", () => {
    const { train } = bothSides((draw) => yesNo(draw, draw.choose(facts)));
    const yes = train.filter(({ reply }) => reply.endsWith(", so yes."));
    expect(Math.abs(yes.length / train.length - 0.5)).toBeLessThan(0.1);
    for (const { reply, check } of train) {
      const opposite = reply.replace(/(yes|no)\.$/, (_, word) => (word === "yes" ? "no." : "yes."));
      expect(passes(check, opposite), opposite).toBe(false);
    }
  });
});

describe("falsePremise", () => {
  itTeaches((draw) => falsePremise(draw, draw.choose(facts)));

  it("denies what was taken for granted before it tells what is true", () => {
    const { train } = bothSides((draw) => falsePremise(draw, draw.choose(facts)));
    for (const { reply } of train) {
      const [denied, told] = reply.split(/(?<=\.) /);
      expect(denied).toMatch(/\b(not|never|no|nobody|nothing|wrong|isn't|doesn't)\b/i);
      expect(told).toBeTruthy();
    }
  });
});

describe("valueCheck", () => {
  it("takes the value, and no other one, alone or beside it", () => {
    let compared = 0;
    for (const { subject, attribute, value } of facts) {
      const check = valueCheck(subject, attribute);
      expect(passes(check, value), `${subject.name} ${attribute}`).toBe(true);
      const apart = (other: string) =>
        [value, subject.name].every((own) => !within(own, other) && !within(other, own));
      for (const other of valuesOf(subject.kind, attribute).filter(apart)) {
        compared++;
        expect(passes(check, other), `${subject.name} ${attribute}: ${other}`).toBe(false);
        expect(passes(check, `${value} or ${other}`), `${value} or ${other}`).toBe(false);
      }
    }
    expect(compared).toBeGreaterThan(5000);
  });
});

/** Does one occur in the other, and be it as part of a word? */
function within(one: string, other: string): boolean {
  return other.toLowerCase().includes(one.toLowerCase());
}
