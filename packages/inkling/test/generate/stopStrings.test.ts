import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StopStrings } from "../../src/generate/stopStrings.ts";

function stream(pieces: readonly string[], stops: readonly string[]): string {
  const matcher = new StopStrings(stops);
  return pieces.map((piece) => matcher.push(piece)).join("") + matcher.end();
}

describe("StopStrings", () => {
  it("cuts at the earliest stop string, wherever the pieces break", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 3 })), (pieces) => {
        const text = pieces.join("");
        const places = ["ab", "cca"].map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
        expect(stream(pieces, ["ab", "cca"])).toBe(
          places.length > 0 ? text.slice(0, Math.min(...places)) : text,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("passes text on as soon as it can't begin a stop string", () => {
    const matcher = new StopStrings(["User:"]);
    expect(matcher.push("Hello Us")).toBe("Hello ");
    expect(matcher.push("ual")).toBe("Usual");
    expect(matcher.stopped).toBe(false);
    expect(matcher.push("\nUser:")).toBe("\n");
    expect(matcher.stopped).toBe(true);
    expect(matcher.push("more")).toBe("");
  });
});
