import type { Edit } from "inkling";
import { describe, expect, it } from "vitest";
import { readFragment, writeFragment } from "../src/state/fragment.ts";
import {
  append,
  branch,
  chosenOf,
  type Exchange,
  highestSeed,
  type Step,
  stepsOf,
} from "../src/talk/tree.ts";

const exchange = (question: string, seed: number, system = ""): Exchange => ({
  question,
  seed,
  system,
  tokens: [],
});

/** "Hi" and "Who?", then at the first place "Hello" instead. */
function talked(): Step {
  const root = append(undefined, exchange("Hi", 1));
  append(root, exchange("Who? “ß”", 2));
  branch(root, exchange("Hello", 3, "Be kind."));
  return root;
}
const questions = (root: Step | undefined) => stepsOf(root).map((step) => chosenOf(step).question);

describe("a conversation's tree", () => {
  it("shows one branch and keeps the others", () => {
    const root = talked();
    expect(questions(root)).toEqual(["Hello"]);
    append(root, exchange("And?", 4));
    expect(questions(root)).toEqual(["Hello", "And?"]);
    root.chosen = 0;
    expect(questions(root)).toEqual(["Hi", "Who? “ß”"]);
    expect(questions(undefined)).toEqual([]);
  });

  it("knows the highest seed on any branch", () => {
    expect(highestSeed(talked())).toBe(3);
    expect(highestSeed(undefined)).toBe(0);
  });
});

describe("the address", () => {
  it("holds all branches, seeds, and how far a stopped answer came", () => {
    const root = talked();
    Object.assign(root.versions[0], { limit: 2, why: "stopped" });
    const read = readFragment(writeFragment({ system: "Be kind.", talk: root }));
    expect(read?.system).toBe("Be kind.");
    expect(
      read?.talk?.versions.map(({ question, system, seed, limit }) => [question, system, seed, limit]),
    ).toEqual([
      ["Hi", "", 1, 2],
      ["Hello", "Be kind.", 3, undefined],
    ]);
    expect(read?.talk?.versions[0].next?.versions[0].question).toBe("Who? “ß”");
    expect(read?.talk?.chosen).toBe(1);
  });

  it("holds the moment that is looked into, and what is changed there", () => {
    const edits: Edit[] = [
      { kind: "ablate", at: { layer: 1, head: 2 } },
      { kind: "patch", at: { hook: "blocks.0.hook_resid_pre", position: 3 }, from: { ids: [1, 2] } },
    ];
    const look = { depth: 0, place: 4, edits, at: { layer: 1, head: 0, position: 7 } };
    expect(readFragment(writeFragment({ system: "", talk: talked(), look }))?.look).toEqual(look);
    for (const broken of [
      { ...look, edits: [{ kind: "ablate", at: { head: 1 } }] },
      { ...look, edits: [{ kind: "smash", at: { layer: 1 } }] },
      { ...look, place: -1 },
      { ...look, at: { layer: 1 } },
      { depth: 0, place: 1 },
    ]) {
      const text = JSON.stringify({ system: "", look: broken });
      expect(readFragment(`#1.${btoa(text).replace(/=+$/, "")}`)).toBeUndefined();
    }
  });

  it("holds which weights it was made with", () => {
    const model = { name: "inkling", sha256: "ab" };
    expect(readFragment(writeFragment({ model, system: "x", talk: undefined }))?.model).toEqual(model);
  });

  it("is empty where it would be longer than programs pass on", () => {
    const long = append(undefined, exchange("a".repeat(9000), 1));
    expect(writeFragment({ system: "", talk: long })).toBe("");
  });

  it("is empty where nothing was said", () => {
    expect(writeFragment({ system: "", talk: undefined })).toBe("");
    expect(readFragment("")).toBeUndefined();
  });

  it("takes nothing that is not a state", () => {
    const as = (value: unknown) => `#1.${btoa(JSON.stringify(value)).replace(/=+$/, "")}`;
    const step = { chosen: 0, versions: [{ question: "Hi", seed: 1 }] };
    expect(readFragment(as({ system: "", talk: step }))?.talk?.versions).toHaveLength(1);
    let deep: object = step;
    for (let i = 0; i < 600; i++) deep = { chosen: 0, versions: [{ question: "Hi", seed: 1, next: deep }] };
    for (const broken of [
      null,
      { system: 1 },
      { system: "", talk: { ...step, chosen: 1 } },
      { system: "", talk: { ...step, chosen: -1 } },
      { system: "", talk: { chosen: 0, versions: [] } },
      { system: "", talk: { chosen: 0, versions: [{ question: "Hi", seed: 1.5 }] } },
      { system: "", talk: { chosen: 0, versions: [{ question: 5, seed: 1 }] } },
      { system: "", talk: deep },
      { system: "", talk: { chosen: 0, versions: Array(300).fill({ question: "Hi", seed: 1 }) } },
    ]) {
      expect(readFragment(as(broken)), JSON.stringify(broken)?.slice(0, 80)).toBeUndefined();
    }
    expect(readFragment("#2.abc")).toBeUndefined();
    expect(readFragment("#1.!!")).toBeUndefined();
  });
});
