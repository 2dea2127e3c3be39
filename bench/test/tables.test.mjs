import { describe, expect, it } from "vitest";
import { figure, markdownTable, megabytes, milliseconds, percent, textTable } from "../lib/tables.mjs";

describe("figures", () => {
  it("keep three digits", () => {
    expect([123456, 1234.5, 99.96, 12.345, 0.012345, 0].map(figure)).toEqual([
      "123,000",
      "1,230",
      "100",
      "12.3",
      "0.0123",
      "0.00",
    ]);
  });

  it("say nothing where nothing was measured", () => {
    expect([
      figure(undefined),
      figure(Number.NaN),
      megabytes(undefined),
      milliseconds(undefined),
      percent(undefined),
    ]).toEqual(["", "", "", "", ""]);
  });

  it("carry their unit", () => {
    expect([megabytes(1_264_000_000), milliseconds(0.0366), percent(0.804), percent(0.012)]).toEqual([
      "1,260 MB",
      "36.6 ms",
      "80%",
      "1.2%",
    ]);
  });
});

describe("tables", () => {
  const head = ["", "who", "tokens/s"];
  const rows = [
    ["1", "Inkling", "1,230"],
    ["2", "a | b", "9"],
  ];

  it("line words up on the left and figures on the right", () => {
    expect(textTable(head, rows)).toBe(
      ["   who      tokens/s", "─  ───────  ────────", "1  Inkling     1,230", "2  a | b           9"].join(
        "\n",
      ),
    );
  });

  it("are Markdown, in which a bar inside a cell is escaped", () => {
    expect(markdownTable(head, rows)).toBe(
      [
        "|  | who | tokens/s |",
        "| --- | --- | ---: |",
        "| 1 | Inkling | 1,230 |",
        "| 2 | a \\| b | 9 |",
      ].join("\n"),
    );
  });
});
