import { describe, expect, it } from "vitest";
import { plainPersona } from "../../src/skills/persona.ts";
import { chat, goodbye, greeting } from "../../src/skills/smallTalk.ts";
import { subjects } from "../../src/world/subjects.ts";
import { bothSides, itTeaches, passes } from "../turns.ts";

const { speaker } = plainPersona;

describe("greeting", () => {
  itTeaches((draw) => greeting(draw, speaker));

  it("says every other time by what name it answers", () => {
    const { train } = bothSides((draw) => greeting(draw, { name: "Pip" }));
    const named = train.filter(({ reply }) => reply.includes("I am Pip"));
    expect(Math.abs(named.length / train.length - 0.5)).toBeLessThan(0.1);
    for (const { reply } of train) expect(reply).not.toContain("Inkling");
  });
});

describe("chat", () => {
  itTeaches((draw) => chat(draw, speaker));

  it("passes with its first sentence alone, as short answers need it", () => {
    for (const { reply, check } of bothSides((draw) => chat(draw, speaker)).train) {
      const [first] = reply.split(/(?<=[.!?]) /, 1);
      expect(passes(check, first), first).toBe(true);
    }
  });

  it("tells facts of somebody or something in the table", () => {
    const form = /^Here is (?:something about Quill|one thing I know): (.*)\.$/;
    const told = bothSides((draw) => chat(draw, speaker)).train.flatMap(
      ({ reply }) => form.exec(reply)?.[1] ?? [],
    );
    expect(told.length).toBeGreaterThan(5);
    for (const fact of told) {
      const of = subjects.filter(({ name }) => new RegExp(`^${name}\\b`).test(fact));
      expect(of, fact).toHaveLength(1);
      expect(
        Object.values(of[0].values).some((value) => fact.includes(value)),
        fact,
      ).toBe(true);
    }
  });
});

describe("goodbye", () => {
  itTeaches((draw) => goodbye(draw, speaker));

  it("wishes a good night to who goes to bed", () => {
    for (const { user, reply } of bothSides((draw) => goodbye(draw, speaker)).train) {
      if (/\b(bed|good night|sweet dreams)\b/i.test(user)) expect(reply).toMatch(/^Good night/);
    }
  });
});
