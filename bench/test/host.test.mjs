/** The process of a JavaScript contestant, with Inkling in it: the real thing, at its smallest. */
import { expect, it, onTestFinished } from "vitest";
import { Contestant } from "../lib/contestant.mjs";
import { inkling } from "../lib/programs.mjs";

const shape = { vocabSize: 40, contextLength: 16, nLayers: 1, nHeads: 2, dModel: 16, dMlp: 32, batchSize: 2 };
const ids = Array.from({ length: 33 }, (_, i) => (i * 7) % 40);

function start() {
  const contestant = new Contestant(inkling());
  onTestFinished(() => contestant.stop());
  return contestant;
}

it("trains, and proves it by a loss that begins near ln V and falls", async () => {
  const contestant = start();
  const prepared = await contestant.ask({ ask: "prepare", task: "train", shape, ids, threads: 1 });
  expect(prepared).toEqual({ version: expect.stringMatching(/^Inkling \d/), work: 32 });
  const { seconds, evidence, peakBytes } = await contestant.ask({ ask: "measure", seconds: 0.05 });
  expect(seconds.length).toBeGreaterThan(0);
  expect(evidence.first.loss).toBeCloseTo(Math.log(40), 0);
  expect(evidence.last.loss).toBeLessThan(evidence.first.loss);
  expect(peakBytes).toBeGreaterThan(0);
});

it("decodes and reads prompts", async () => {
  for (const [task, work] of [
    ["decode", 8],
    ["prefill", 16],
  ]) {
    const contestant = start();
    const request = { ask: "prepare", task, shape, ids, threads: 1 };
    expect(await contestant.ask(request)).toMatchObject({ work });
    const { seconds } = await contestant.ask({ ask: "measure", seconds: 0 });
    expect(seconds).toHaveLength(1);
  }
});

it("reports what a contestant can't do as an error, and stays", async () => {
  const contestant = start();
  await expect(contestant.ask({ ask: "prepare", task: "fly" })).rejects.toThrow(
    /has no task "fly", only train, /,
  );
  await expect(contestant.ask({ ask: "prepare", task: "train", shape, threads: 0 })).rejects.toThrow(
    "threads is 0",
  );
});
