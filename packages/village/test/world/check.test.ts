import { describe, expect, it } from "vitest";
import { checkWorld, type Village } from "../../src/world/check.ts";
import { factCount, listOf, subjectOf, subjects, subjectsWith } from "../../src/world/subjects.ts";
import * as village from "../../src/world/table.ts";

describe("the village", () => {
  it("does not contradict itself", () => {
    expect(checkWorld).not.toThrow();
  });

  it.each<[string, (village: Village) => Partial<Village>, RegExp]>([
    [
      "a friend who is not there",
      ({ people: [a, ...rest] }) => ({ people: [{ ...a, friend: "Nobody" }, ...rest] }),
      /friend is "Nobody"/,
    ],
    [
      "a friend who is the same",
      ({ people: [a, ...rest] }) => ({ people: [{ ...a, friend: a.name }, ...rest] }),
      /same person/,
    ],
    [
      "work at no place",
      ({ people: [a, ...rest] }) => ({ people: [{ ...a, work: "the moon" }, ...rest] }),
      /work is "the moon"/,
    ],
    [
      "a sibling who has another",
      ({ people: [a, b, ...rest] }) => ({ people: [{ ...a, sibling: b.name }, b, ...rest] }),
      /sibling is/,
    ],
    [
      "two of a name",
      ({ boats, things: [a, ...rest] }) => ({ things: [{ ...a, name: boats[0].name }, ...rest] }),
      /two of the name/,
    ],
    [
      "two boats of one owner",
      ({ boats: [a, b, ...rest] }) => ({ boats: [a, { ...b, owner: a.owner }, ...rest] }),
      /owns two/,
    ],
    [
      "a feast at no place",
      ({ feasts: [a, ...rest] }) => ({ feasts: [{ ...a, place: "the sky" }, ...rest] }),
      /place is "the sky"/,
    ],
    [
      "a thing made by nobody",
      ({ things: [a, ...rest] }) => ({ things: [{ ...a, maker: "Nobody" }, ...rest] }),
      /maker is "Nobody"/,
    ],
    [
      "a home that is none",
      ({ inkling }) => ({ inkling: { ...inkling, home: "the moon" } }),
      /home is "the moon"/,
    ],
  ])("is told of %s", (_, change, message) => {
    expect(() => checkWorld({ ...village, ...change(village) })).toThrow(message);
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
