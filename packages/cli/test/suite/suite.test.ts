import { type Item, items, standardExam } from "@inkling/village";
import { describe, expect, it } from "vitest";
import { known, typedWays } from "../../src/suite/figures.ts";
import { type Answered, resultsOf } from "../../src/suite/suite.ts";
import { targets } from "../../src/suite/targets.ts";

const item = (skill: string, check: Item["check"] = { accept: [["red"]] }): Item => ({
  skill,
  turns: ["What colour?"],
  check,
  expected: "Red.",
});
const answered = (skill: string, right: boolean, more: Partial<Answered> = {}): Answered => ({
  item: item(skill),
  answer: "",
  right,
  unknown: false,
  namesMiddle: false,
  ...more,
});

describe("resultsOf", () => {
  it("counts skill by skill, in the order in which they come up", () => {
    const results = resultsOf([
      answered("b", true),
      answered("a", false, { unknown: true }),
      answered("b", false),
      answered("b", true),
    ]);
    expect(results.map(({ skill, score }) => [skill, score.right, score.of])).toEqual([
      ["b", 2, 3],
      ["a", 0, 1],
    ]);
    expect(results[1].unknown.share).toBe(1);
    expect(results[0].namesMiddle).toBeUndefined();
  });

  it("counts named middles apart, where a question has one", () => {
    const hops = { item: item("two-hops", { accept: [["red"]], middle: ["wren"] }) };
    const [result] = resultsOf([
      answered("two-hops", true, { ...hops, namesMiddle: true }),
      answered("two-hops", true, hops),
    ]);
    expect(result.score.share).toBe(1);
    expect(result.namesMiddle?.share).toBe(0.5);
  });
});

describe("targets", () => {
  it("and figures are of skills that the exam has: a slip of the pen would switch one off", () => {
    const skills = new Set(items({ ...standardExam, perSkill: 2 }).map(({ skill }) => skill));
    for (const skill of [...targets.map((target) => target.skill), ...known]) expect(skills).toContain(skill);
    for (const how of typedWays) expect(skills).toContain(`typed ${how}`);
  });

  it("ask for no more than they aim at", () => {
    for (const { must = 0, aim = 1 } of targets) expect(must).toBeLessThanOrEqual(aim);
  });
});
