/** What the machine can do to a run in the middle of a step: the run ends, says why, and its last checkpoint is whole. */
import { readFile } from "node:fs/promises";
import process from "node:process";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { createEngine } from "inkling";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openNewRun } from "../../src/run/open.ts";
import { train } from "../../src/run/run.ts";
import { inklingTrain, jsonLines, testTerminal, tiny, useFolder, writeText } from "./harness.ts";

const at = useFolder();
beforeEach(() => writeText(at("text.txt")));
afterEach(() => vi.restoreAllMocks());

/** So many that a thread's end is told long before the last, however busy the machine. */
const steps = "--steps 200 --save-every 10 --eval-every 100 --json".split(" ");
/** Wide enough that threads share the work. */
const shape = [...tiny, "--d-model", "64", "--d-mlp", "256"];
const begin = (out: string, terminal = testTerminal()) =>
  inklingTrain(["--data", at("text.txt"), "--out", at(out), ...shape, ...steps, "--threads", "2"], terminal);

describe("inkling train", () => {
  it("whose thread dies behind step 15 keeps its last checkpoint, and resumes to the unbroken run's bytes", async () => {
    await begin("whole");
    const threads: Worker[] = [];
    const original = process.getBuiltinModule;
    function Kept(code: string, options: WorkerOptions): Worker {
      threads.push(new Worker(code, options));
      return threads[threads.length - 1];
    }
    vi.spyOn(process, "getBuiltinModule").mockImplementation(((name: string) =>
      name === "node:worker_threads" ? { Worker: Kept } : original(name)) as typeof original);

    const terminal = testTerminal({
      watch: (line) => {
        if (line.startsWith('{"step":15,')) void threads[0].terminate();
      },
    });
    expect(await begin("cut", terminal)).toBe(1);
    expect(threads).toHaveLength(1);
    const told = /Thread 2 of 2 ended.*with one thread.*The checkpoint of step (\d+) is whole/s;
    const saved = Number(terminal.err().match(told)?.[1]);
    expect(saved).toBeGreaterThanOrEqual(10);

    vi.restoreAllMocks();
    const rest = testTerminal();
    expect(await inklingTrain(["--out", at("cut"), "--resume", "--json"], rest)).toBe(0);
    expect(jsonLines(rest)[0]).toMatchObject({ step: saved + 1 });
    const weights = (out: string) => readFile(at(`${out}/model.safetensors`));
    expect((await weights("cut")).equals(await weights("whole"))).toBe(true);
  });

  it("that runs out of memory says how much was asked for, and keeps its checkpoint", async () => {
    const engine = await createEngine({ memoryLimit: 8_000_000 });
    const settings = { steps: 3, batchSize: 256 }; // too many for 8 MB in the first step
    const shape = { nLayers: 1, nHeads: 2, nKvHeads: 2, dModel: 64, dMlp: 512, contextLength: 32 };
    const data = [at("text.txt")];
    const run = await openNewRun(engine, { out: at("full"), data, command: "", settings, shape });
    await expect(train(run, {})).rejects.toThrow(
      /out of memory: .* more were asked for.*smaller batch.*The checkpoint of step 0 is whole/,
    );
    await run.close();
    engine.dispose();

    const again = testTerminal();
    expect(await inklingTrain(["--out", at("full"), "--resume", "--json"], again)).toBe(0);
    expect(jsonLines(again).at(-1)).toMatchObject({ final: { steps: 3 } });
  });
});
