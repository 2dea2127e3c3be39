import { describe, expect, it } from "vitest";
import type { Turn } from "../../src/conversation/turn.ts";
import { judge } from "../../src/exam/judge.ts";
import { clean } from "../../src/language/voices.ts";
import { personaNames } from "../../src/phrases/names.ts";
import { tonePhrases } from "../../src/phrases/persona.ts";
import { type Persona, persona, plainPersona } from "../../src/skills/persona.ts";
import { bothSides, shared, unfilled, watched } from "../turns.ts";

const { train, test } = bothSides(persona);
const all = [...train, ...test];

const long: Turn = {
  user: "Where does Ada live?",
  reply: "On Gull Lane. It is nice there.",
  brief: "Gull Lane",
  check: {},
};
const withoutBrief: Turn = { user: "Hello!", reply: "Hello! I am well.", check: {} };
const exact: Turn = { user: "Say: rope.", reply: "rope", brief: "rope", check: { exact: "rope" } };

/** What becomes of the three answers. */
const dressed: Readonly<Record<keyof typeof tonePhrases | "plain", readonly string[]>> = {
  cheerful: ["Hooray! On Gull Lane. It is nice there.", "Hooray! Hello! I am well.", "rope"],
  pirate: ["Arr, matey! On Gull Lane. It is nice there.", "Arr, matey! Hello! I am well.", "rope"],
  polite: [
    "Thank you kindly, dear friend. On Gull Lane. It is nice there.",
    "Thank you kindly, dear friend. Hello! I am well.",
    "rope",
  ],
  oneWord: ["Gull Lane", "Hello!", "rope"],
  capitals: ["ON GULL LANE. IT IS NICE THERE.", "HELLO! I AM WELL.", "ROPE"],
  short: ["On Gull Lane.", "Hello!", "rope"],
  plain: ["On Gull Lane. It is nice there.", "Hello! I am well.", "rope"],
};

describe("persona", () => {
  it("dresses answers in the tone that the prompt asks for", () => {
    const met = new Set<string>();
    for (const { made, chosen } of bothSides(watched(persona)).train) {
      const tone = toneOf(chosen);
      met.add(tone);
      const answers = [long, withoutBrief, exact].map((turn) => made.dress(turn));
      expect(answers, made.system).toEqual(dressed[tone]);
    }
    expect([...met].sort()).toEqual(Object.keys(dressed).sort());
  });

  it("judges an answer by what it says and how it says it", () => {
    const right: Turn = { ...long, check: { accept: [["gull lane"]] } };
    for (const { made, chosen } of bothSides(watched(persona)).test) {
      const tone = toneOf(chosen);
      const passes = (answer: string) => judge(made.check(right), answer).right;
      expect(passes(made.dress(right)), made.system).toBe(true);
      expect(passes(made.dress({ ...right, reply: "On Mill Street.", brief: "Mill Street" }))).toBe(false);
      expect(passes(right.reply), made.system).toBe(tone === "plain" || tone === "short");
    }
  });

  it("answers by the name in the prompt, and as Inkling where there is none", () => {
    for (const { system, speaker } of all) {
      if (speaker.name === "Inkling")
        expect(personaNames.filter((name) => system.includes(name))).toEqual([]);
      else expect(system).toMatch(new RegExp(`\\b${speaker.name}\\b`));
    }
    const named = all.filter(({ speaker }) => speaker.name !== "Inkling");
    expect(Math.abs(named.length / all.length - 0.5)).toBeLessThan(0.1);
  });

  it("has other names and other prompts on each side, and leaves no slot", () => {
    const names = (side: readonly Persona[]) =>
      side.map(({ speaker }) => speaker.name).filter((name) => name !== "Inkling");
    expect(new Set(names(test)).size).toBeGreaterThan(5);
    expect(shared(names(train), names(test))).toEqual([]);
    const prompts = (side: readonly Persona[]) => side.map(({ system }) => clean(system));
    expect(shared(prompts(train), prompts(test))).toEqual([]);
    expect(unfilled(all.map(({ system }) => system))).toEqual([]);
  });
});

describe("plainPersona", () => {
  it("is Inkling without a prompt", () => {
    expect(plainPersona).toMatchObject({ system: "", speaker: { name: "Inkling" } });
    expect(plainPersona.dress(long)).toBe(long.reply);
  });
});

/** The tone whose phrases were chosen from. */
function toneOf(chosen: readonly unknown[]): keyof typeof dressed {
  const tones = Object.keys(tonePhrases) as (keyof typeof tonePhrases)[];
  const found = tones.filter((tone) => {
    const phrases: readonly unknown[] = [...tonePhrases[tone].ask, ...tonePhrases[tone].askNamed];
    return chosen.some((choice) => phrases.includes(choice));
  });
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0] ?? "plain";
}
