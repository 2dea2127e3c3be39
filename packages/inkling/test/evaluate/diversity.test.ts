import { describe, expect, it } from "vitest";
import { distinctN } from "../../src/evaluate/diversity.ts";

describe("distinctN", () => {
  it("is 1 if nothing is said twice, and falls with every repetition", () => {
    expect(distinctN(["a b c d"], 1)).toBe(1);
    expect(distinctN(["a b", "a b", "a b", "a b"], 1)).toBe(0.25);
    expect(distinctN(["a b c", "a b d"], 2)).toBe(3 / 4);
  });

  it("does not join answers, and is 0 where there is no run so long", () => {
    expect(distinctN(["a b", "c d"], 2)).toBe(1);
    expect(distinctN(["a", "b", ""], 2)).toBe(0);
  });

  it("compares words whatever their capitals and punctuation", () => {
    expect(distinctN(["Red.", "red"], 1)).toBe(0.5);
  });
});
