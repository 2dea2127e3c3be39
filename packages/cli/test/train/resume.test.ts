import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createEngine, InklingError } from "inkling";
import { saveModel } from "inkling/node";
import { beforeEach, describe, expect, it } from "vitest";
import type { Save } from "../../src/run/checkpointing.ts";
import { openNewRun } from "../../src/run/open.ts";
import { openResumedRun } from "../../src/run/resume.ts";
import { train } from "../../src/run/run.ts";
import {
  inklingTrain,
  jsonLines,
  type TestTerminal,
  testTerminal,
  tiny,
  useFolder,
  writeText,
} from "./harness.ts";

const at = useFolder();
beforeEach(() => writeText(at("text.txt")));

const steps = ["--steps", "10", "--dropout", "0.1", "--accumulation", "2"];
const begin = (out: string, terminal = testTerminal(), flags: readonly string[] = []) =>
  inklingTrain(["--data", at("text.txt"), "--out", at(out), ...tiny, ...steps, ...flags], terminal);
const resume = (out: string, terminal = testTerminal(), flags: readonly string[] = []) =>
  inklingTrain(["--out", at(out), "--resume", ...flags], terminal);

/** A terminal on which Ctrl-C is pressed as soon as this step has been reported. */
function stoppingAt(step: number): TestTerminal {
  const terminal: TestTerminal = testTerminal({
    watch: (line) => {
      if (line.startsWith(`{"step":${step},`)) terminal.interrupt();
    },
  });
  return terminal;
}

/** All files of a run that must not depend on where it was cut. */
async function resultOf(out: string): Promise<Record<string, string>> {
  const names = "model.safetensors optimizer.safetensors metrics.jsonl inkling.json README.md";
  const files = [...names.split(" "), "best/model.safetensors", "best/inkling.json"];
  const entries = files.map(async (name) => {
    const text = await readFile(at(`${out}/${name}`), "latin1");
    return [name, text.replaceAll(`--out ${out}`, "").replaceAll(`# ${out}`, "")] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Without what inkling.json says of README.md, which names the folder. */
function comparable(result: Record<string, string>) {
  const strip = (text = "") => text.replace(/"README.md": \{[^}]*\}/, "");
  return {
    ...result,
    "inkling.json": strip(result["inkling.json"]),
    "best/inkling.json": strip(result["best/inkling.json"]),
  };
}

describe("inkling train --resume", () => {
  it("equals the unbroken run to the byte, wherever Ctrl-C cut it", async () => {
    const unbroken = testTerminal();
    await begin("whole", unbroken, ["--json"]);
    const expected = comparable(await resultOf("whole"));
    for (const cut of [1, 4, 7, 10]) {
      const terminal = stoppingAt(cut);
      expect(await begin(`cut${cut}`, terminal, ["--json"])).toBe(130);
      expect(jsonLines(terminal).at(-1)).toEqual({ interrupted: { step: cut } });
      const rest = testTerminal();
      expect(await resume(`cut${cut}`, rest, ["--json"])).toBe(0);
      expect(comparable(await resultOf(`cut${cut}`))).toEqual(expected);
      const final = (lines: Record<string, unknown>[]) => ({
        ...Object(lines.at(-1)?.["final"]),
        tokensPerSecond: 0,
      });
      expect(final(jsonLines(rest))).toEqual(final(jsonLines(unbroken)));
    }
  });

  it("equals it after being cut twice, and after a kill that left later lines and a later best behind", async () => {
    await begin("whole");
    const expected = comparable(await resultOf("whole"));
    await begin("twice", stoppingAt(3), ["--json"]);
    await resume("twice", stoppingAt(5), ["--json"]);
    // What a kill in step 8 leaves: the checkpoint of step 5 beside the best and the lines of later steps.
    await cp(at("twice"), at("old"), { recursive: true });
    await resume("twice", stoppingAt(8), ["--json"]);
    await rm(at("old/best"), { recursive: true });
    await cp(at("twice/best"), at("old/best"), { recursive: true });
    await writeFile(
      at("old/metrics.jsonl"),
      `${await readFile(at("twice/metrics.jsonl"), "utf8")}{"step":9,"lo`,
    );
    await rm(at("twice"), { recursive: true });
    await cp(at("old"), at("twice"), { recursive: true });
    expect(await resume("twice")).toBe(0);
    expect(comparable(await resultOf("twice"))).toEqual(expected);
  });

  it("tells how to go on, and says so too of a run that is finished", async () => {
    const terminal = testTerminal();
    await begin("run", stoppingAt(2), ["--json"]);
    await resume("run", terminal);
    expect(terminal.out()).toContain("goes on behind step 2");
    const again = testTerminal();
    const before = await resultOf("run");
    expect(await resume("run", again)).toBe(0);
    expect(again.out()).toContain("finished: 10 steps of");
    expect(again.out()).toContain("Done: 10 steps.");
    expect(await resultOf("run")).toEqual(before);
  });

  it("finds data that was moved, and refuses data that was changed", async () => {
    await begin("run", stoppingAt(2), ["--json"]);
    await cp(at("text.txt"), at("moved.txt"));
    await writeFile(at("text.txt"), "Something else entirely. ".repeat(50));
    const before = await resultOf("run");
    const terminal = testTerminal();
    expect(await resume("run", terminal)).toBe(1);
    expect(terminal.err()).toMatch(/data is not what this run was begun with.*text\.txt/);
    expect(await resultOf("run")).toEqual(before);
    expect(await resume("run", testTerminal(), ["--data", at("moved.txt")])).toBe(0);
  });

  it("names every flag that would change the result, and takes those that would not", async () => {
    await begin("run", stoppingAt(2), ["--json"]);
    const terminal = testTerminal();
    const flags = [
      "--lr",
      "0.5",
      "--d-model",
      "16",
      "--preset",
      "names",
      "--seed",
      "42",
      "--tokenizer",
      "bpe",
      "--windows",
      "documents",
    ];
    expect(await resume("run", terminal, flags)).toBe(1);
    for (const said of [
      "--lr 0.5 (begun with 0.001)",
      "--d-model 16",
      "--preset names",
      "--tokenizer bpe",
      "--windows documents (begun with anywhere)",
    ])
      expect(terminal.err()).toContain(said);
    expect(terminal.err()).not.toContain("--seed");
    expect(
      await resume("run", testTerminal(), [...tiny, ...steps, "--save-every", "3", "--threads", "1"]),
    ).toBe(0);
  });

  it("does not mix strict and fast steps in one run", async () => {
    await begin("run", stoppingAt(2), ["--json"]);
    const fast = testTerminal();
    expect(await resume("run", fast, ["--fast-math"])).toBe(1);
    expect(fast.err()).toContain("was begun with strict arithmetic");
    await begin("fast", stoppingAt(2), ["--json", "--fast-math"]);
    const strict = testTerminal();
    expect(await resume("fast", strict)).toBe(1);
    expect(strict.err()).toContain("was begun with --fast-math");
    expect(await resume("fast", testTerminal(), ["--fast-math"])).toBe(0);
  });

  it("refuses a run whose documents were laid out in another order, as before they were shuffled", async () => {
    await begin("run", stoppingAt(2), ["--json"]);
    const manifest = JSON.parse(await readFile(at("run/inkling.json"), "utf8"));
    delete manifest.training.corpus.format;
    await writeFile(at("run/inkling.json"), JSON.stringify(manifest));
    const terminal = testTerminal();
    expect(await resume("run", terminal)).toBe(1);
    expect(terminal.err()).toContain("laid the documents out in another order");
  });

  it("refuses a damaged checkpoint by the file's name, and leaves the best as it was", async () => {
    await begin("run", stoppingAt(5), ["--json"]);
    const best = await readFile(at("run/best/model.safetensors"));
    await truncate(at("run/optimizer.safetensors"), 100);
    const terminal = testTerminal();
    expect(await resume("run", terminal)).toBe(1);
    expect(terminal.err()).toMatch(/optimizer\.safetensors is not the file that was saved/);
    expect(await readFile(at("run/best/model.safetensors"))).toEqual(best);
  });

  it("refuses a folder without a run, and best/ which is only a result", async () => {
    const terminal = testTerminal();
    expect(await resume("nowhere", terminal)).toBe(1);
    expect(terminal.err()).toContain("nowhere");
    await begin("run");
    const best = testTerminal();
    expect(await resume("run/best", best)).toBe(1);
    expect(best.err()).toMatch(/no optimizer\.safetensors.*a result, not a run/);
  });
});

describe("a run that fails", () => {
  /** What `begin` asks for, without the command line. */
  const request = () => ({
    out: at("run"),
    data: [at("text.txt")],
    shape: { nLayers: 1, nHeads: 2, nKvHeads: 2, dModel: 8, dMlp: 16, contextLength: 8 },
    settings: { batchSize: 2, evalEvery: 4, warmup: 2, steps: 10, dropout: 0.1, accumulation: 2 },
    command: "inkling train",
  });

  it("keeps its last checkpoint when the disk is full, and goes on from there", async () => {
    await begin("whole");
    let saves = 0;
    const fullAtFourth: Save = async (dir, model) => {
      if (++saves === 4) throw new InklingError("The disk is full.");
      await saveModel(dir, model);
    };
    const engine = await createEngine();
    const run = await openNewRun(engine, request());
    await expect(train(run, { save: fullAtFourth })).rejects.toThrow(
      /The disk is full\. The checkpoint of step 0 is whole, in /,
    );
    await run.close();
    const again = await openResumedRun(engine, { out: at("run"), data: [], command: "" });
    expect((await train(again, {}))?.steps).toBe(10);
    await again.close();
    engine.dispose();
    const weights = (out: string) => readFile(at(`${out}/model.safetensors`), "base64");
    expect(await weights("run")).toBe(await weights("whole"));
  });

  it("stops at the first number that is not finite, with the last checkpoint in place", async () => {
    const engine = await createEngine();
    const run = await openNewRun(engine, request());
    const [weight] = run.model.parameters;
    const spoil = { step: ({ step }: { step: number }) => step === 6 && poison() };
    const poison = () => {
      if (weight) engine.kernels.write(weight.tensor, new Float32Array(weight.tensor.size).fill(Number.NaN));
    };
    await expect(train(run, { reporter: spoil })).rejects.toThrow(
      /stopped in step 7.*not a finite number any more.*embed\.W_E.*The checkpoint of step 4 is whole, in /,
    );
    await run.close();
    engine.dispose();
    expect(await resume("run")).toBe(0);
    await begin("whole");
    const weights = (out: string) => readFile(at(`${out}/model.safetensors`), "base64");
    expect(await weights("run")).toBe(await weights("whole"));
  });
});
