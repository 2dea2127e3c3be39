import { describe, expect, it } from "vitest";
import { pronounced } from "../../src/language/grammar.ts";
import { fill } from "../../src/language/phrases.ts";
import { facts, followUp } from "../../src/skills/facts.ts";
import { drawOf } from "../turns.ts";

describe("pronounced", () => {
  const said = (phrase: string, pronoun: "she" | "he" | "it") =>
    pronounced((slots) => fill(phrase, slots, () => 0), { pronoun });

  it.each([
    ["What does {s} do?", "What does she do?"],
    ["What do they pay {s} to do?", "What do they pay her to do?"],
    ["Tell me where {s} works.", "Tell me where she works."],
    ["{s} works where?", "she works where?"],
    ["What makes {s} happiest?", "What makes her happiest?"],
    ["On which instrument would I hear {s} play?", "On which instrument would I hear her play?"],
    ["What is {s's} job?", "What is her job?"],
    ["Which boat is {s's}?", "Which boat is hers?"],
    ["If {s} took off a hat, what would we see?", "If she took off a hat, what would we see?"],
    ["What about {s}?", "What about her?"],
  ])("%s", (phrase, expected) => {
    expect(said(phrase, "she")).toBe(expected);
  });

  it("says there of a place", () => {
    expect(said("Who works at {s}?", "it")).toBe("Who works there?");
    expect(said("At {s}, who leads?", "it")).toBe("there, who leads?");
  });

  it("never has she or he behind a preposition or a verb that asks for her or him", () => {
    const draw = drawOf("train");
    const asked = Array.from({ length: 5000 }, () => followUp(draw, draw.choose(facts)).user);
    expect(asked.filter((text) => /\bs?he\b/i.test(text)).length).toBeGreaterThan(500);
    expect(
      asked.filter((text) =>
        /\b(of|about|for|to|with|from|by|pay|feed|describe|frighten|makes|scares|meet|ask) s?he\b(?! (is|was|has|does|likes|works|lives))/i.test(
          text,
        ),
      ),
    ).toEqual([]);
  });
});
