import { describe, expect, it } from "vitest";
import { colorsFor } from "../../src/shared/terminal.ts";
import { fakeTerminal } from "../inkling.ts";

describe("colorsFor", () => {
  it("colours on a terminal, unless NO_COLOR or a dumb terminal forbids it", () => {
    const red = (tty: boolean, env: Record<string, string> = {}) => {
      const { terminal } = fakeTerminal({ tty, env });
      return colorsFor(terminal.stdout, terminal).red("x");
    };
    expect(red(true)).not.toBe("x");
    expect(red(true, { NO_COLOR: "" })).not.toBe("x"); // an empty one doesn't count (no-color.org)
    expect(red(true, { NO_COLOR: "1" })).toBe("x");
    expect(red(true, { TERM: "dumb" })).toBe("x");
    expect(red(false)).toBe("x");
  });
});
