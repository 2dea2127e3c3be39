import { describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";

const quick = ["bench", "--config", "shakespeare-char", "--seconds", "0.001", "--threads", "1"];

describe("inkling bench", () => {
  it("gives a program the three figures, and how they came about", async () => {
    const { code, err, lines } = await inkling([...quick, "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [figures] = lines() as [Record<string, unknown>];
    expect(Object.keys(figures).slice(0, 4)).toEqual([
      "trainTokensPerSecond",
      "decodeTokensPerSecond",
      "peakBytes",
      "peakRssBytes",
    ]);
    expect(figures).toMatchObject({
      config: "shakespeare-char",
      parameters: 809_856,
      backend: "wasm",
      threads: 1,
      decodeThreads: 1,
      fastMath: false,
      steps: 3,
    });
    const { trainTokensPerSecond, msPerStep, decodeTokensPerSecond, peakBytes, peakRssBytes, loss } =
      figures as Record<string, number> & { loss: [number, number] };
    expect(trainTokensPerSecond! * (msPerStep! / 1000)).toBeCloseTo(12 * 64, 3); // one step is B · T tokens
    expect(decodeTokensPerSecond).toBeGreaterThan(0);
    expect(peakBytes).toBeGreaterThan(4 * 4 * 809_856); // weights, gradients and two moments, in float32
    expect(peakRssBytes).toBeGreaterThan(peakBytes!);
    expect(loss[0]).toBeCloseTo(Math.log(65), 0);
    expect(loss[1]).toBeLessThan(loss[0]);
  });

  it("shows a person each figure with its unit and what it stands for", async () => {
    const { out } = await inkling(quick);
    expect(out).toMatch(/^shakespeare-char: 0\.81 M parameters, wasm\n/);
    expect(out).toMatch(/^training +[\d.,]+ tokens\/s +1 thread, 12 × 64 tokens in .* median of 3 steps$/m);
    expect(out).toMatch(/^decoding +[\d.,]+ tokens\/s +1 thread, /m);
    expect(out).toMatch(/^memory +[\d.,]+ MB +the engine's peak/m);
    expect(out).toMatch(/^loss +[\d.]+ nats +from [\d.]+ at the first step; ln 65 = 4\.17/m);
  });

  it("names the configurations there are, and refuses a budget of no time", async () => {
    expect(await inkling(["bench", "--config", "huge"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Allowed choices are guppy, shakespeare-char."),
    });
    expect((await inkling(["bench", "--seconds", "0"])).err).toContain("Expected a number from 0.001");
  });
});
