import { readFile, stat, truncate } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";
import { beforeEach, describe, expect, it } from "vitest";
import type { RunRequest } from "../../src/run/request.ts";
import { bar } from "../../src/shared/bars.ts";
import { mobyDick } from "../../src/start/mobyDick.ts";
import { Paper } from "../../src/start/paper.ts";
import { firstRun } from "../../src/start/recipe.ts";
import { sparkline } from "../../src/start/show.ts";
import { start } from "../../src/start/start.ts";
import { testTerminal, useFolder, writeText } from "../train/harness.ts";

const at = useFolder();
let request: RunRequest;
const asked = () => request;
beforeEach(async () => {
  await writeText(at("text.txt"));
  request = {
    out: at("first"),
    data: [at("text.txt")],
    preset: "first",
    shape: { nLayers: 1, nHeads: 2, nKvHeads: 2, dModel: 8, dMlp: 16, contextLength: 8 },
    settings: { steps: 6, batchSize: 2, evalEvery: 3, warmup: 2 },
    command: "npm start",
  };
});

describe("npm start -- learn without a terminal", () => {
  it("learns, prints a sample and what to do next, and ends with 0", async () => {
    const terminal = testTerminal();
    expect(await start(terminal, asked)).toBe(0);
    expect(terminal.out()).toMatch(/% below the \d\.\d\d of/);
    expect(terminal.out()).toMatch(/\d+ of \d+ words? (is|are) real/);
    expect(terminal.out()).toContain("A sample");
    expect(terminal.out()).toContain("npx inkling train");
    expect(terminal.err()).toBe(""); // the engine had nothing to excuse itself for
    expect(terminal.out()).not.toContain("\r"); // nothing is redrawn in a log file
  });

  it("uses a finished model again, and goes on with one that was stopped", async () => {
    const stopped = testTerminal({
      watch: (text) => {
        if (text.startsWith("  step 0")) stopped.interrupt();
      },
    });
    expect(await start(stopped, asked)).toBe(130);
    const second = testTerminal();
    expect(await start(second, asked)).toBe(0);
    expect(second.out()).toContain("Welcome back");
    const weights = await readFile(at("first/model.safetensors"), "base64");
    const third = testTerminal();
    expect(await start(third, asked)).toBe(0);
    expect(third.out()).toContain("learned earlier");
    expect(third.out()).toContain("A sample");
    expect(await readFile(at("first/model.safetensors"), "base64")).toBe(weights);
  });
});

describe("npm start -- learn on a terminal", () => {
  it("goes on behind what is typed, until /quit", async () => {
    const terminal = testTerminal({
      tty: true,
      typed: [
        ["›", "The whale"],
        ["›", ""],
        ["›", "/quit"],
      ],
    });
    expect(await start(terminal, asked)).toBe(0);
    const out = stripVTControlCharacters(terminal.out());
    expect(out).toContain("Your turn.");
    expect(out.split("›").length - 1).toBeGreaterThanOrEqual(3); // once before each line
    expect(out).toMatch(/ {4}The whale/); // the text it wrote begins with ours
    expect(out).toContain("Where to next?");
  });

  it("offers the model of last time, or trains anew for who says n", async () => {
    await start(testTerminal(), asked);
    const before = (await stat(at("first/inkling.json"))).mtimeMs;
    const keep = testTerminal({
      tty: true,
      typed: [
        ["Enter:", ""],
        ["›", "/quit"],
      ],
    });
    expect(await start(keep, asked)).toBe(0);
    expect(keep.out()).toContain("There is a model from last time");
    expect((await stat(at("first/inkling.json"))).mtimeMs).toBe(before);
    const anew = testTerminal({
      tty: true,
      typed: [
        ["Enter:", "n"],
        ["›", "/quit"],
      ],
    });
    expect(await start(anew, asked)).toBe(0);
    expect((await stat(at("first/inkling.json"))).mtimeMs).toBeGreaterThan(before);
  });

  it("never deletes a run that is not its own, and says what to do about a damaged one", async () => {
    await start(testTerminal(), () => ({ ...request, command: "inkling train --data mine.txt" }));
    const weights = await readFile(at("first/model.safetensors"), "base64");
    const terminal = testTerminal({ tty: true, typed: [["Enter:", "n"]] });
    await expect(start(terminal, asked)).rejects.toThrow(/holds a run of yours.*mine\.txt/);
    expect(await readFile(at("first/model.safetensors"), "base64")).toBe(weights);
    await truncate(at("first/model.safetensors"), 10);
    await expect(start(testTerminal(), asked)).rejects.toThrow(
      /not the file that was saved.*npm start -- learn begins anew/,
    );
  });
});

describe("what npm start -- learn is made of", () => {
  it("finds the 139 parts of Moby-Dick in the book's order", () => {
    const names = mobyDick().map((path) => path.replace(/^.*[\\/]/, ""));
    expect(names).toHaveLength(139);
    expect(names.slice(0, 4)).toEqual(["contents.txt", "etymology.txt", "extracts.txt", "chapter_1.txt"]);
    expect(names.slice(-2)).toEqual(["chapter_135.txt", "epilogue.txt"]);
  });

  it("asks less of plain loops: far fewer steps of a smaller model", () => {
    const work = (backend: "wasm" | "reference") => {
      const { shape, settings } = firstRun(at("first"), backend);
      const { nLayers = 0, dModel = 0, contextLength = 0 } = shape ?? {};
      const { steps = 0, batchSize = 0 } = settings ?? {};
      return steps * batchSize * contextLength * nLayers * dModel ** 2; // in proportion to the sums, for blocks of one form
    };
    expect(work("wasm")).toBeGreaterThan(20 * work("reference"));
  });

  it("draws a bar as long as the loss, and a line that falls with it", () => {
    expect(bar(1, 36)).toBe("█".repeat(36));
    expect(bar(0.51, 36)).toBe(`${"█".repeat(18)}▍`);
    expect(bar(0, 36)).toBe("");
    expect(sparkline([4, 4, 2, 2, 0, 0], 4, 3)).toBe("█▅▁");
  });

  it("writes letters as they come, in lines that break at spaces and without empty ones", () => {
    let text = "";
    const paper = new Paper({ ...silent, text: (more: string) => (text += more) });
    for (const piece of [
      "\n\n",
      "one ",
      "two".repeat(10),
      " three ".repeat(8),
      "fo",
      "ur\n\n\nfive",
      " six",
    ]) {
      paper.write(piece);
    }
    paper.end();
    const lines = text.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(4 + 72 + 1);
    expect(text.replace(/\s+/g, " ").trim()).toBe(
      `one ${"two".repeat(10)} ${"three ".repeat(8)}four five six`,
    );
    expect(lines.every((line) => line === "" || /^ {4}\S/.test(line))).toBe(true);
    expect(lines.filter((line) => line === "")).toHaveLength(1); // behind the last
  });
});

const silent = {
  asJson: false,
  live: false,
  colors: picocolors.createColors(false),
  noteColors: picocolors.createColors(false),
  json() {},
  note() {},
};
