import { describe, expect, it } from "vitest";
import { transferReport } from "../../src/hub/transferReport.ts";
import { outputFor } from "../../src/shared/output.ts";
import { fakeTerminal } from "../inkling.ts";

/** A second passes with each piece. */
function told(
  json: boolean,
  of: number,
  pieces: readonly number[],
  already = 0,
): { out: string; err: string } {
  const { terminal, written } = fakeTerminal();
  let now = 0;
  const report = transferReport(terminal, outputFor(terminal, { json }), "fetching", () => now);
  report.begin(of, already);
  report.file("x");
  for (const bytes of pieces) {
    now += 1000;
    report.moved(bytes);
  }
  report.close();
  return written;
}

describe("transferReport", () => {
  it("tells a log each tenth once, with speed and time left", () => {
    const pieces = Array.from({ length: 100 }, () => 100_000);
    const lines = told(false, 10_000_000, pieces).err.trimEnd().split("\n");
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe("fetching: 1.0 MB of 10.0 MB, 100 KB/s, 1 min 30 s left");
    expect(lines[9]).toBe("fetching: 10.0 MB of 10.0 MB, 100 KB/s, 0 s left");
  });

  it("counts what came earlier, but not as speed", () => {
    const { out } = told(true, 1_000, [100], 800);
    expect(JSON.parse(out)).toEqual({ progress: { file: "x", done: 900, of: 1_000, bytesPerSecond: 100 } });
  });

  it("goes back where something has to come again", () => {
    const lines = told(true, 1_000, [-500, 900], 500).out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).progress.done)).toEqual([900]);
  });

  it("keeps a log free of what takes no time", () => {
    expect(told(false, 500_000, [500_000])).toMatchObject({ out: "", err: "" });
  });
});
