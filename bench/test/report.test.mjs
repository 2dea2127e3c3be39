/** From figures to tables. */
import { describe, expect, it } from "vitest";
import { report } from "../lib/report.mjs";
import { merge } from "../lib/results.mjs";

describe("a report of a contest", () => {
  const machine = { cpu: "Abacus", cores: 2, memoryGB: 1, system: "linux", node: "v20", commit: "abc" };
  const row = {
    name: "Inkling",
    detail: "strict",
    inkling: true,
    version: "Inkling 1",
    perSecond: 3e6,
    seconds: 0.5,
    rounds: 9,
  };
  const result = {
    kind: "contest",
    title: "Tokenising",
    date: "2026-11-24T10:00:00.000Z",
    machine,
    unit: "MB/s",
    what: "a text",
    rows: [
      { ...row, evidence: { last: { tokens: 7 } } },
      {
        name: "Other",
        detail: "x",
        version: "Other 2",
        perSecond: 1e6,
        seconds: 1.5,
        rounds: 3,
        inklingIs: { strict: 3 },
      },
      { name: "Third", detail: "y", error: "not installed" },
    ],
  };

  it("has a row for each that was measured, and a line for each that was not", () => {
    const { head, rows, notes, about } = report(result);
    expect(head).toContain("Inkling strict is");
    expect(rows.map((cells) => cells.slice(0, 6))).toEqual([
      ["Inkling", "strict", "3.00", "9", "500 ms", ""],
      ["Other", "x", "1.00", "3", "1,500 ms", "3.00×"],
    ]);
    expect(rows[0].at(-1)).toBe("7 tokens");
    expect(notes).toEqual(["a text; Inkling 1, Other 2", "Third (y) was not measured: not installed"]);
    expect(about).toBe("2026-11-24, Abacus, 2 cores, 1 GB, linux, Node v20, commit abc");
  });
});

describe("merging results", () => {
  it("puts a new result in the place of the old one, in the order of cases, and forgets cases that are gone", () => {
    const old = [{ id: "a", n: 1 }, { id: "gone" }, { id: "c", n: 1 }];
    expect(
      merge(
        old,
        [
          { id: "b", n: 2 },
          { id: "a", n: 2 },
        ],
        ["a", "b", "c"],
      ),
    ).toEqual([
      { id: "a", n: 2 },
      { id: "b", n: 2 },
      { id: "c", n: 1 },
    ]);
  });
});
