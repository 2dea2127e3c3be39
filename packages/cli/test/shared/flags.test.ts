import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addSettingFlags, parseSetting, settingsFrom } from "../../src/shared/flags.ts";

const table = {
  topK: { label: "Top-k", help: "The k likeliest.", kind: "integer", min: 0, max: 1_000_000, default: 0 },
  contextLength: {
    label: "Context",
    help: "How far it sees.",
    kind: "integer",
    min: 1,
    max: 99,
    default: 64,
  },
  lr: { label: "Rate", help: "How far.", kind: "number", min: 0, max: 10, default: 1e-3 },
} as const;

const names = { contextLength: "context" };

function parsed(...argv: string[]) {
  const command = addSettingFlags(new Command(), table, { names }).exitOverride();
  return settingsFrom(
    command
      .configureOutput({ writeErr() {} })
      .parse(argv, { from: "user" })
      .opts(),
    table,
    { names },
  );
}

describe("flags from settings", () => {
  it("gives only what was given, under the setting's name", () => {
    expect(parsed()).toEqual({});
    expect(parsed("--top-k", "5", "--context", "8", "--lr", "1e-2")).toEqual({
      topK: 5,
      contextLength: 8,
      lr: 0.01,
    });
  });

  it("shows bounds and default in the help", () => {
    const help = addSettingFlags(new Command(), table, { names }).helpInformation().replace(/\s+/g, " ");
    expect(help).toContain("--top-k <integer> The k likeliest. (0 to 1e6; default: 0)");
    expect(help).toContain("--context <integer> How far it sees. (1 to 99; default: 64)");
    expect(
      addSettingFlags(new Command(), table, { defaultText: "the preset's" }).helpInformation(),
    ).toContain("default: the preset's");
  });

  it("refuses what is no number, or out of bounds, and says what was expected", () => {
    for (const text of ["", " 1", "x", "0x10", "1e400", "Infinity", "NaN", "-1", "1000001", "1.5", "1_0"]) {
      expect(() => parseSetting(text, table.topK), text).toThrow("Expected a whole number from 0 to 1e6.");
    }
    expect(() => parseSetting("10.1", table.lr)).toThrow("Expected a number from 0 to 10.");
    expect(parseSetting("1e1", table.topK)).toBe(10);
    expect(parseSetting(".5", table.lr)).toBe(0.5);
  });
});
