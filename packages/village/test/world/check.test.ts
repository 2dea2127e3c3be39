import { describe, expect, it } from "vitest";
import { checkWorld } from "../../src/world/check.ts";
import { factCount, listOf, subjectOf, subjects, subjectsWith } from "../../src/world/subjects.ts";

describe("the village", () => {
  it("does not contradict itself", () => {
    expect(checkWorld).not.toThrow();
  });

  it("has at least 40 inhabitants, places and things, and 400 facts", () => {
    expect(subjects.length).toBeGreaterThanOrEqual(40);
    expect(factCount).toBeGreaterThanOrEqual(400);
  });

  it("knows a boat from its owner's side too", () => {
    expect(subjectOf("Ada")?.values["boat"]).toBe("the Wren");
    expect(subjectOf("the Wren")?.values["owner"]).toBe("Ada");
    expect(subjectOf("the inn")?.values["worker"]).toBe("Greta and Yan");
    expect(subjectsWith("person", "job", "pupil").map(({ name }) => name)).toEqual(["Kit", "Zia"]);
  });
});

describe("listOf", () => {
  it("joins names as a sentence does", () => {
    expect(listOf(["Ada"])).toBe("Ada");
    expect(listOf(["Ada", "Bram", "Cora"])).toBe("Ada, Bram and Cora");
  });
});
