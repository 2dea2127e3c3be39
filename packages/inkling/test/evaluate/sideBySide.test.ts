import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filledUp, groupsOf } from "../../src/evaluate/sideBySide.ts";

describe("groupsOf", () => {
  it("puts texts of like length together, within the limit", () => {
    // At a width of 2, 24 numbers are 12 positions: three texts of up to 4, or two of 5 or 6.
    expect(groupsOf([3, 6, 4, 4, 5, 20], 2, 24)).toEqual([
      { members: [0, 2, 3], length: 4 },
      { members: [4, 1], length: 6 },
      { members: [5], length: 20 },
    ]);
    expect(groupsOf([], 2)).toEqual([]);
  });

  it("keeps every text once, and none longer than its group (any lengths)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 })),
        fc.integer({ min: 1, max: 500 }),
        (lengths, most) => {
          const groups = groupsOf(lengths, 3, most);
          expect(groups.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual([...lengths.keys()]);
          for (const { members, length } of groups) {
            expect(Math.max(...members.map((i) => lengths[i]))).toBe(length);
            expect(members.length === 1 || members.length * length * 3 <= most).toBe(true);
          }
        },
      ),
    );
  });
});

describe("filledUp", () => {
  it("is row after row, each filled up at its end", () => {
    expect([...filledUp([[1, 2], Int32Array.of(3)], 3, -1)]).toEqual([1, 2, -1, 3, -1, -1]);
  });
});
