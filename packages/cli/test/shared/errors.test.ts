import { InklingError } from "inkling";
import { describe, expect, it } from "vitest";
import { Interrupted, reportError, UsageError } from "../../src/shared/errors.ts";
import { fakeTerminal } from "../inkling.ts";

function reported(error: unknown, argv: string[] = [], tty = false) {
  const { terminal, written } = fakeTerminal({ tty });
  return { code: reportError(error, argv, terminal), ...written };
}

describe("reportError", () => {
  it("shows what the user can mend without a stack: 1; wrong usage: 2; Ctrl-C says nothing: 130", () => {
    expect(reported(new InklingError("No ink."))).toEqual({ code: 1, out: "", err: "error: No ink.\n" });
    expect(reported(new UsageError("No flag."))).toEqual({ code: 2, out: "", err: "error: No flag.\n" });
    expect(reported(new Interrupted())).toEqual({ code: 130, out: "", err: "" });
  });

  it("shows a bug with its stack, and where to report it: 70", () => {
    const { code, err } = reported(new TypeError("x is not a function"));
    expect(code).toBe(70);
    expect(err).toContain("TypeError: x is not a function\n    at ");
    expect(err).toContain("bug in Inkling");
  });

  it("adds a line of JSON where --json was asked for, and not where it is only text", () => {
    expect(reported(new InklingError("No ink."), ["eval", "--json"]).out).toBe('{"error":"No ink."}\n');
    expect(reported(new TypeError("oh"), ["eval", "--json"]).out).toBe('{"error":"oh"}\n');
    expect(reported(new InklingError("No ink."), ["tokenize", "--", "--json"]).out).toBe("");
  });

  it("colours on a terminal only", () => {
    expect(reported(new InklingError("No ink."), [], true).err).toContain("\u001b[31merror:");
  });
});
