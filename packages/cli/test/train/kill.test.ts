/**
 * SIGKILL, which no program can catch: twenty times, at seeded random moments of starting, training and saving. What is
 * left is always a whole checkpoint, never older than the last step that was reported, and the run that goes on from
 * it ends with the unbroken run's bytes.
 */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createEngine } from "inkling";
import { openModel } from "inkling/node";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inklingTrain, jsonLines, testTerminal, tiny, useFolder, writeText } from "./harness.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const bin = join(root, "packages/cli/bin/inkling.js");
const at = useFolder();
beforeAll(() => {
  // The process runs what is built. When nothing has changed, this takes a second.
  spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "packages/cli"], {
    cwd: root,
  });
});
beforeEach(() => writeText(at("text.txt")));

const KILLS = 20;
const STEPS = 500;
const begin = (out: string) => {
  const steps = ["--steps", String(STEPS), "--dropout", "0.1", "--eval-every", "50"];
  return ["--data", at("text.txt"), "--out", at(out), ...tiny, ...steps, "--threads", "2", "--json"];
};

/** Numbers from 0 up to `limit`, the same ones in every run (a linear congruence, Knuth's MMIX constants cut to 32 bits). */
let state = 20261124;
function below(limit: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

/** When to kill: while it starts, some time after a number of steps, or as soon as it is seen saving after them. */
type Moment =
  | { readonly kind: "starting"; readonly ms: number }
  | { readonly kind: "training"; readonly steps: number; readonly ms: number }
  | { readonly kind: "saving"; readonly steps: number };
const moments = Array.from({ length: KILLS }, (_, i): Moment => {
  if (i % 5 === 4) return { kind: "starting", ms: below(600) };
  const steps = 1 + below(12);
  return i % 2 === 0 ? { kind: "saving", steps } : { kind: "training", steps, ms: below(15) };
});

const isSaving = (out: string) =>
  readdirSync(at(out)).some((name) => name.startsWith(".staging-") || name === ".commit");

/** Runs `inkling train` until its moment has come; gives the steps it had reported. */
async function killed(argv: readonly string[], out: string, moment: Moment): Promise<number[]> {
  const child = spawn(process.execPath, [bin, "train", ...argv], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<string>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`)),
  );
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += String(chunk);
  });
  const steps: number[] = [];
  const enough = new Promise<void>((resolve) => {
    if (moment.kind === "starting") return resolve();
    createInterface(child.stdout).on("line", (line) => {
      const { step }: { step?: number } = JSON.parse(line);
      if (step !== undefined && steps.push(step) === moment.steps) resolve();
    });
  });
  await Promise.race([enough, ended]);
  if (moment.kind !== "saving") await pause(moment.ms);
  else while (child.exitCode === null && !isSaving(out)) await pause(0);
  child.kill("SIGKILL");
  expect({ how: await ended, err }).toEqual({ how: "SIGKILL", err: "" });
  return steps;
}

describe("a run that is killed without warning", () => {
  it(`${KILLS} times, also while starting and saving, always goes on and ends as the unbroken run`, async () => {
    const unbroken = testTerminal();
    expect(await inklingTrain(begin("whole"), unbroken)).toBe(0);

    const resume = ["--out", at("cut"), "--resume", "--json"];
    const engine = await createEngine();
    let reached = 0;
    let inSaves = 0;
    for (const [i, moment] of moments.entries()) {
      const argv = i === 0 ? [...begin("cut"), "--save-every", "1"] : resume;
      const steps = await killed(argv, "cut", moment);
      if (isSaving("cut")) inSaves++;
      reached = Math.max(reached, ...steps);
      const { model, set } = await openModel(engine, at("cut"));
      expect(set.manifest?.step, `kill ${i + 1}, ${moment.kind}`).toBeGreaterThanOrEqual(reached - 1);
      for (const { tensor } of model.parameters) engine.free(tensor);
    }
    engine.dispose();
    expect(inSaves).toBeGreaterThan(0);
    expect(reached).toBeLessThan(STEPS);

    const rest = testTerminal();
    expect(await inklingTrain(resume, rest)).toBe(0);
    const final = (terminal: typeof rest) => ({
      ...Object(jsonLines(terminal).at(-1)?.["final"]),
      tokensPerSecond: 0,
    });
    expect(final(rest)).toEqual(final(unbroken));
    expect(final(rest)).toMatchObject({
      steps: STEPS,
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const metrics = (out: string) => readFile(at(`${out}/metrics.jsonl`), "utf8");
    expect(await metrics("cut")).toBe(await metrics("whole"));
  }, 300_000);
});
