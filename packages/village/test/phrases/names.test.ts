import { describe, expect, it } from "vitest";
import * as lists from "../../src/phrases/names.ts";
import { animals, boats, people } from "../../src/world/table.ts";

describe("names", () => {
  it("are on one list each, and nobody's and nothing's in the village", () => {
    const inQuill = [people, animals, boats].flatMap((list) => list.map(({ name }) => name));
    const all = [...Object.values(lists).flat(), ...inQuill];
    expect(Object.keys(lists)).toHaveLength(6);
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
  });
});
