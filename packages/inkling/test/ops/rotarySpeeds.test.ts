import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigFields } from "../../src/checkpoint/configFields.ts";
import { readRope } from "../../src/checkpoint/huggingfaceRope.ts";
import { rotarySpeeds } from "../../src/ops/rotarySpeeds.ts";

interface Case {
  readonly name: string;
  readonly head_dim: number;
  readonly rope_parameters: object;
  readonly inv_freq: readonly number[];
}
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("fixtures/rotary_speeds.json", import.meta.url), "utf8"),
);

describe("how fast rotary pairs turn", () => {
  it.each(cases)(
    "is what transformers computes for $name, to the bit",
    ({ head_dim, rope_parameters, inv_freq }) => {
      const { ropeTheta, ropeScaling } = readRope(new ConfigFields({ rope_parameters }), 131072);
      expect([...rotarySpeeds(head_dim, ropeTheta, ropeScaling)]).toEqual(inv_freq);
    },
  );

  it("llama3 leaves fast pairs alone, slows slow ones by the factor, and blends between", () => {
    const scaling = { kind: "llama3", factor: 8, low: 1, high: 4, originalContext: 8192 } as const;
    const [plain, slowed] = [rotarySpeeds(128, 500000), rotarySpeeds(128, 500000, scaling)];
    const turns = [...plain].map((speed) => (8192 * speed) / (2 * Math.PI));
    const ratios = [...plain].map((speed, i) => speed / slowed[i]);
    expect(ratios.filter((_, i) => turns[i] > 4).every((ratio) => ratio === 1)).toBe(true);
    expect(ratios.filter((_, i) => turns[i] < 1).every((ratio) => ratio === 8)).toBe(true);
    const between = ratios.filter((_, i) => turns[i] >= 1 && turns[i] <= 4);
    expect(between.length).toBeGreaterThan(3);
    expect(between.every((ratio, i) => ratio > 1 && ratio < 8 && ratio > (between[i - 1] ?? 0))).toBe(true);
  });
});
