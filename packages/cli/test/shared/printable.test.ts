import { describe, expect, it } from "vitest";
import { outputFor } from "../../src/shared/output.ts";
import { printable } from "../../src/shared/printable.ts";
import { fakeTerminal } from "../inkling.ts";

describe("printable", () => {
  it("shows control characters on a terminal instead of obeying them, and leaves a pipe's alone", () => {
    const text = "a\u001b[2J\r\u0007\u007f\u009b1m\tb\né😀";
    expect(printable(text, outputFor(fakeTerminal({ tty: true }).terminal, {}))).toBe(
      "a␛[2J␍␇␡\ufffd1m\tb\né😀",
    );
    expect(printable(text, outputFor(fakeTerminal().terminal, {}))).toBe(text);
  });
});
