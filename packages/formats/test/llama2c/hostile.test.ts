import fc from "fast-check";
import { bytesAsSource } from "inkling";
import { describe, expect, it } from "vitest";
import { llama2cSource } from "../../src/index.ts";
import { expectReadOrRefused, mutated, mutations, RUNS } from "../hostile.ts";
import { tinyCheckpoint, tinyTokenizer } from "./tinyFiles.ts";

async function outcomesOf(bytes: Uint8Array, size: number, open: Parameters<typeof expectReadOrRefused>[1]) {
  const outcomes = { read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(mutations(size), async (changes) => {
      outcomes[await expectReadOrRefused(mutated(bytes, changes), open)]++;
    }),
    { seed: 12, numRuns: RUNS },
  );
  return outcomes;
}

describe("llama2cSource", () => {
  it("reads or refuses every mutation of a checkpoint", async () => {
    const outcomes = await outcomesOf(tinyCheckpoint(), 40, (source) => llama2cSource(source, undefined));
    expect(outcomes.refused).toBeGreaterThan(RUNS / 2);
  });

  it("reads or refuses every mutation of a tokenizer", async () => {
    const bytes = tinyTokenizer();
    const model = bytesAsSource("hostile.file", tinyCheckpoint());
    const outcomes = await outcomesOf(bytes, bytes.length, (source) => llama2cSource(model, source));
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(RUNS / 50);
  });
});
