import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { conversationItems, readBlindExam } from "../../src/exam/blind.ts";

const text = readFileSync(new URL("../../exam/blind.json", import.meta.url), "utf8");

describe("the blind exam", () => {
  it("is the one that was written before any training, to the last letter", () => {
    expect(createHash("sha256").update(text).digest("hex")).toBe(
      "5f11170eb0c240251b5ad43e3b8c747085cf3668882bdb7750770b31bbaa94be",
    );
  });

  it("has 300 questions and 30 conversations, 140 answers of which are judged", () => {
    const exam = readBlindExam(text);
    expect([exam.questions.length, exam.conversations.length]).toEqual([300, 30]);
    expect(conversationItems(exam)).toHaveLength(140);
  });
});

const exam = (parts: object) =>
  JSON.stringify({
    questions: [{ id: "q", skill: "one-hop", turns: ["Who?"], accept: [["ada"]] }],
    conversations: [{ id: "c", turns: [{ user: "Hi" }, { user: "Who?", accept: [["ada"]] }] }],
    ...parts,
  });

describe("readBlindExam", () => {
  it("judges an answer of a conversation after all that was said before", () => {
    const [item] = conversationItems(readBlindExam(exam({})));
    expect(item).toMatchObject({
      skill: "conversation",
      turns: ["Hi", "Who?"],
      check: { accept: [["ada"]] },
    });
  });

  it("says what is wrong with a file from elsewhere, and where", () => {
    expect(() => readBlindExam("{}")).toThrow(/questions.*a list/);
    expect(() => readBlindExam(exam({ questions: [{ id: "q", skill: "x", turns: [3] }] }))).toThrow(
      /question 1: a text/,
    );
    const conversations = [{ id: "c", turns: [{ user: "Hi", accept: "ada" }] }];
    expect(() => readBlindExam(exam({ conversations }))).toThrow(/conversation 1/);
  });
});
