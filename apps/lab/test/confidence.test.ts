import { describe, expect, it } from "vitest";
import { binOf, binsFrom, confidenceOf } from "../src/talk/confidence.ts";
import { grouped, percent, visible } from "../src/words/numbers.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const bin = (low: number, accuracy: number, count = 100) => ({
  low,
  high: low + 0.5,
  count,
  confidence: low + 0.25,
  accuracy,
});

describe("confidence", () => {
  it("goes by what was right when the model was so sure", () => {
    const bins = [bin(0, 0.2), bin(0.5, 0.6)];
    expect(confidenceOf(0.9, bins)).toBe("leaning");
    expect(confidenceOf(1, bins)).toBe("leaning");
    expect(confidenceOf(0.4, bins)).toBe("guessing");
  });

  it("goes by what the model claims where nothing was measured, or too little", () => {
    expect([0.99, 0.9, 0.6, 0.3].map((share) => confidenceOf(share, []))).toEqual([
      "certain",
      "sure",
      "leaning",
      "guessing",
    ]);
    expect(binOf(0.9, [bin(0.5, 0.1, 5)])).toBeUndefined();
  });

  it("is read from evaluation.json, and from nothing else", () => {
    expect(binsFrom(bytes({ text: { calibration: { bins: [bin(0, 1)] } } }))).toHaveLength(1);
    for (const other of [
      null,
      {},
      { text: { calibration: { bins: "x" } } },
      { text: { calibration: { bins: [{}] } } },
    ])
      expect(binsFrom(bytes(other))).toEqual([]);
    expect(binsFrom(new TextEncoder().encode("{ broken"))).toEqual([]);
  });
});

describe("numbers", () => {
  it("have no more digits than mean something", () => {
    expect([0, 0.0001, 0.004, 0.5, 0.994, 1].map(percent)).toEqual([
      "0.0%",
      "under 0.1%",
      "0.4%",
      "50%",
      "99.4%",
      "100%",
    ]);
    expect(grouped(1758880)).toBe("1\u202F758\u202F880");
  });

  it("show what is invisible in a token", () => {
    expect(visible(" the\n")).toBe("␣the⏎");
    expect(["", "\u0007", "\u00A0"].map(visible)).toEqual(["∅", "⟨07⟩", "⟨a0⟩"]);
  });
});
