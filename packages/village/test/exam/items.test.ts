import { describe, expect, it } from "vitest";
import { items, question, standardExam } from "../../src/exam/items.ts";
import { judge } from "../../src/exam/judge.ts";

const exam = items(standardExam);
const skills = [...new Set(exam.map(({ skill }) => skill))];

describe("the exam", () => {
  it("has at least 200 different questions of each skill that has a target", () => {
    for (const skill of skills.filter((skill) => skill !== "declining" && skill !== "small-talk")) {
      const questions = exam.filter((item) => item.skill === skill).map((item) => item.turns.join(" | "));
      expect.soft(questions.length, skill).toBeGreaterThanOrEqual(200);
    }
  });

  it("is passed by the answers that the conversations would give", () => {
    const failed = exam.filter(({ check, expected }) => !judge(check, expected).right);
    expect(failed.map((item) => [item.skill, question(item), item.expected])).toEqual([]);
  });

  it("is failed by saying nothing, and by answering something else", () => {
    for (const [i, { check, skill }] of exam.entries()) {
      expect(judge(check, "").right, skill).toBe(false);
      if (skill === "one-hop") {
        const other = exam.filter((item) => item.skill === "declining")[i % 100];
        expect(judge(check, other.expected).right, question(exam[i])).toBe(false);
      }
    }
  });

  it("asks for what was said one to six turns back", () => {
    const turns = exam.filter(({ skill }) => skill === "recall").map((item) => item.turns.length - 1);
    expect([...new Set(turns)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
