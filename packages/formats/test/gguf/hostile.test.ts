import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ggufSource } from "../../src/index.ts";
import { expectReadOrRefused, mutated, mutations, RUNS } from "../hostile.ts";
import { fixtureBytes } from "./fixtures.ts";

describe("ggufSource", () => {
  it.each(["tiny.gguf", "mixed.gguf"])("reads or refuses every mutation of %s", async (name) => {
    const bytes = fixtureBytes(name);
    const outcomes = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(mutations(Math.min(bytes.length, 6000)), async (changes) => {
        outcomes[await expectReadOrRefused(mutated(bytes, changes), ggufSource)]++;
      }),
      { seed: 12, numRuns: RUNS },
    );
    // A test that only ever saw refusals, or only harmless changes, would prove little.
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(RUNS / 50);
  });
});
