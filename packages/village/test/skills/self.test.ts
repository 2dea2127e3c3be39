import { describe, expect, it } from "vitest";
import { topics } from "../../src/phrases/self.ts";
import { plainPersona } from "../../src/skills/persona.ts";
import { self } from "../../src/skills/self.ts";
import { bothSides, itTeaches, passes, unfilled } from "../turns.ts";

describe("self", () => {
  itTeaches((draw) => self(draw, plainPersona.speaker));

  it("answers by the name it was given", () => {
    const { train, test } = bothSides((draw) => self(draw, { name: "Pip" }));
    const named = [...train, ...test].filter(({ reply }) => reply.includes("Pip"));
    expect(named.length).toBeGreaterThan(20);
    for (const { reply, check } of named) expect(passes(check, reply), reply).toBe(true);
  });

  it("is not passed by an answer to something else, whatever the topic", () => {
    for (const { check, user } of bothSides((draw) => self(draw, plainPersona.speaker)).train) {
      expect(passes(check, "Ada lives on Gull Lane."), user).toBe(false);
    }
  });

  it("gives no two topics the same question", () => {
    const questions = topics.flatMap(({ ask }) => ask);
    expect(questions.filter((question, i) => questions.indexOf(question) !== i)).toEqual([]);
    expect(
      unfilled(topics.flatMap(({ reply }) => reply.map((text) => text.replace(/\{\w+\}/g, "Pip")))),
    ).toEqual([]);
  });
});
