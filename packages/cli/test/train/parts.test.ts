import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/run/commandLine.ts";
import { linesUntil } from "../../src/run/metrics.ts";
import { listenForStop } from "../../src/run/stop.ts";
import { cut, duration, grouped, onOneLine, wrapped } from "../../src/run/words.ts";
import { testTerminal } from "./harness.ts";

describe("the parts of a run", () => {
  it("keeps the metrics a checkpoint knows of, and drops later, repeated and half-written lines", () => {
    const lines = [
      '{"evaluation":{"step":0,"valLoss":4}}',
      '{"step":1,"loss":4}',
      '{"step":2,"loss":3}',
      '{"evaluation":{"step":2,"valLoss":3}}',
      '{"step":3,"loss":2}',
    ];
    const text = `${lines.join("\n")}\n{"step":2,"lo`;
    const until = (step: number, evaluatedAt: number) =>
      linesUntil(text, { step, evaluatedAt, bestLoss: undefined });
    expect(until(2, 0)).toBe(`${lines.slice(0, 3).join("\n")}\n`);
    expect(until(2, 2)).toBe(`${lines.slice(0, 4).join("\n")}\n`);
    expect(until(0, -1)).toBe("");
  });

  it("stops politely at the first Ctrl-C and at once at the second", () => {
    const terminal = testTerminal();
    let left = 0;
    const stop = listenForStop(terminal, { leave: () => left++ });
    terminal.interrupt();
    expect([stop.signal.aborted, left]).toEqual([true, 0]);
    expect(terminal.err()).toContain("Ctrl-C again leaves at once");
    terminal.interrupt();
    expect(left).toBe(1);
    stop.end();
    terminal.interrupt();
    expect(left).toBe(1);
  });

  it("writes down the command without the folders it was typed in", () => {
    const flags = { data: ["some/where/my book.txt"], out: "runs/a", documents: "^---$", preset: "names" };
    expect(commandLine(flags, { contextLength: 64, nLayers: 2 })).toBe(
      "inkling train --data 'my book.txt' --out a --documents '^---$' --preset names --context 64 --n-layers 2",
    );
  });

  it("says numbers and texts as people and terminals can read them", () => {
    expect([grouped(999), grouped(1234567)]).toEqual(["999", "1,234,567"]);
    expect([duration(59.4), duration(95), duration(7260)]).toEqual(["59 s", "1 min 35 s", "2 h 1 min"]);
    expect(onOneLine("a\r\nb\u001b[31m")).toBe("a⏎b [31m");
    expect([cut("whale", 5), cut("whales", 5)]).toEqual(["whale", "whal…"]);
    expect(wrapped("the white whale swims", 10)).toEqual(["the white", "whale", "swims"]);
  });
});
