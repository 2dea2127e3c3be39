import { describe, expect, it } from "vitest";
import { markedBar } from "../../src/shared/bars.ts";

describe("markedBar", () => {
  it("has its line at the mark, before, on or behind the bar's end", () => {
    expect(markedBar(0.5, 0.8, 10)).toBe("█████   │");
    expect(markedBar(0.5, 0.5, 10)).toBe("█████│");
    expect(markedBar(0.8, 0.2, 10)).toBe("██│█████");
    expect(markedBar(1, 1, 4)).toBe("███│");
    expect(markedBar(0, 0, 4)).toBe("│");
  });
});
