import { describe, expect, it } from "vitest";
import { readFragment, writeFragment } from "../src/state/fragment.ts";
import { append, branch, chosenOf, highestSeed, type Step, stepsOf } from "../src/talk/tree.ts";

/** "Hi" and "Who?", then at the first place "Hello" instead. */
function talked(): Step {
  const root = append(undefined, "Hi", 1);
  append(root, "Who? “ß”", 2);
  branch(root, "Hello", 3);
  return root;
}
const questions = (root: Step | undefined) => stepsOf(root).map((step) => chosenOf(step).question);

describe("a conversation's tree", () => {
  it("shows one branch and keeps the others", () => {
    const root = talked();
    expect(questions(root)).toEqual(["Hello"]);
    append(root, "And?", 4);
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
    const token = { id: 1, probability: 0.5, text: "a", likeliest: [] };
    Object.assign(root.versions[0], { tokens: [token, token], why: "stopped" });
    const read = readFragment(writeFragment({ system: "Be kind.", talk: root }));
    expect(read?.system).toBe("Be kind.");
    expect(read?.talk?.versions.map(({ question, seed, limit }) => [question, seed, limit])).toEqual([
      ["Hi", 1, 2],
      ["Hello", 3, undefined],
    ]);
    expect(read?.talk?.versions[0].next?.versions[0].question).toBe("Who? “ß”");
    expect(read?.talk?.chosen).toBe(1);
  });

  it("holds the moment that is looked into, and what is off there", () => {
    const look = { depth: 0, place: 4, off: [{ layer: 1, head: 2 }, { layer: 0 }] };
    expect(readFragment(writeFragment({ system: "", talk: talked(), look }))?.look).toEqual(look);
    for (const broken of [
      { ...look, off: [{ head: 1 }] },
      { ...look, place: -1 },
      { depth: 0, place: 1 },
    ]) {
      const text = JSON.stringify({ system: "", look: broken });
      expect(readFragment(`#1.${btoa(text).replace(/=+$/, "")}`)).toBeUndefined();
    }
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
    ]) {
      expect(readFragment(as(broken)), JSON.stringify(broken)?.slice(0, 80)).toBeUndefined();
    }
    expect(readFragment("#2.abc")).toBeUndefined();
    expect(readFragment("#1.!!")).toBeUndefined();
  });
});
