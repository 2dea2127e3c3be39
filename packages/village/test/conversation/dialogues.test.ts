import { describe, expect, it } from "vitest";
import { dialogues } from "../../src/conversation/dialogues.ts";
import { Contamination } from "../../src/exam/contamination.ts";
import { items, question, standardExam } from "../../src/exam/items.ts";
import { hashOf } from "../../src/language/phrases.ts";
import { clean } from "../../src/language/voices.ts";

const some = [...dialogues({ split: "train", count: 2000, seed: 1 })];

describe("dialogues", () => {
  it("takes turns, beginning with the user behind a system prompt if there is one", () => {
    for (const { messages, clean: said } of some) {
      const turns = messages[0].role === "system" ? messages.slice(1) : messages;
      turns.forEach(({ role }, i) => {
        expect(role).toBe(i % 2 === 0 ? "user" : "assistant");
      });
      expect(turns).toHaveLength(2 * said.length);
      for (const { content } of messages) expect(content.trim()).not.toBe("");
    }
  });

  it("has three turns or more on average", () => {
    const turns = some.reduce((sum, { clean: said }) => sum + said.length, 0);
    expect(turns / some.length).toBeGreaterThanOrEqual(3);
  });

  it("leaves no slot and no choice unfilled", () => {
    const texts = some.flatMap(({ messages }) => messages.map(({ content }) => content));
    expect(texts.filter((text) => /[{}[\]|]/.test(text))).toEqual([]);
    expect(texts.filter((text) => /\bundefined\b| {2}/.test(text))).toEqual([]);
  });

  it("never says the same twice", () => {
    const said = some.map(
      ({ messages, clean: messages_ }) => `${messages[0].content} ${clean(messages_.join(" "))}`,
    );
    expect(new Set(said).size).toBe(said.length);
  });

  it("gives the same conversations for the same seed, and others for another", () => {
    const text = (seed: number) =>
      hashOf(
        JSON.stringify([...dialogues({ split: "train", count: 100, seed })].map(({ messages }) => messages)),
      );
    expect(text(1)).toBe(text(1));
    expect(text(2)).not.toBe(text(1));
  });

  it("shares no prompt and no question with the exam", () => {
    const contamination = new Contamination();
    for (const dialogue of some) contamination.add(dialogue);
    const report = contamination.report(items(standardExam));
    expect(report).toMatchObject({
      dialogues: 2000,
      duplicateDialogues: 0,
      sharedPrompts: 0,
      sharedQuestions: 0,
    });
  });
});

describe("the test side", () => {
  it("would be caught if it leaked into training", () => {
    const contamination = new Contamination();
    const [leak] = dialogues({ split: "test", count: 1, seed: 1 });
    contamination.add(leak);
    const turns = [leak.clean[0]];
    const item = { skill: "one-hop", turns, check: {}, expected: "" };
    expect(question(item)).toBe(clean(leak.clean[0]));
    const system = leak.messages[0].role === "system" ? { system: leak.messages[0].content } : {};
    expect(contamination.report([{ ...item, ...system }])).toMatchObject({
      sharedPrompts: 1,
      sharedQuestions: 1,
    });
  });
});
