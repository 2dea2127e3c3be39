import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { inklingTrain, jsonLines, testTerminal, tiny, useFolder, writeText } from "./harness.ts";

const at = useFolder();
beforeEach(() => writeText(at("text.txt")));

async function trained(out: string, flags: readonly string[] = [], terminal = testTerminal()) {
  const code = await inklingTrain(["--data", at("text.txt"), "--out", at(out), ...tiny, ...flags], terminal);
  return { code, terminal };
}

const bytesOf = (path: string) => readFile(path, "base64");

/** Everything a run's result consists of, to be compared to the byte. */
async function resultOf(out: string) {
  const files =
    "model.safetensors optimizer.safetensors metrics.jsonl config.json tokenizer.json best/model.safetensors";
  const entries = files.split(" ").map(async (name) => [name, await bytesOf(at(join(out, name)))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

describe("inkling train", () => {
  it("tells a program every step and the result as JSON lines", async () => {
    const { code, terminal } = await trained("run", ["--steps", "6", "--json"]);
    expect(code).toBe(0);
    const lines = jsonLines(terminal);
    expect(lines.flatMap((line) => ("step" in line ? [line["step"]] : []))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lines.filter((line) => "evaluation" in line)).toHaveLength(3); // before, after 4, at the end
    const { final } = lines.at(-1) ?? {};
    expect(final).toEqual({
      steps: 6,
      parameters: expect.any(Number),
      trainLoss: expect.any(Number),
      valLoss: expect.any(Number),
      tokensPerSecond: expect.any(Number),
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("takes the learning rate that suits the preset, unless one is given", async () => {
    const settingsOf = async (out: string, flags: readonly string[]) => {
      await trained(out, ["--steps", "1", ...flags]);
      return JSON.parse(await readFile(at(join(out, "inkling.json")), "utf8")).training.settings;
    };
    const names = ["--preset", "names"];
    expect(await settingsOf("plain", [])).toMatchObject({ lr: 1e-3, minLr: 1e-4 });
    expect(await settingsOf("names", names)).toMatchObject({ lr: 3e-3, minLr: 3e-4 });
    expect(await settingsOf("given", [...names, "--lr", "2e-3"])).toMatchObject({ lr: 2e-3, minLr: 2e-4 });
  });

  it("says in at most thirty lines what is learned, how it goes, and what to type next", async () => {
    const { terminal } = await trained("run", ["--steps", "40"]);
    const lines = terminal.out().trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(30);
    const text = lines.join("\n");
    expect(text).toMatch(/1 document, 1,\d\d\d characters/);
    expect(text).toMatch(/ln \d+ = \d\.\d{3}/);
    expect(text).toContain("sample: ");
    expect(text).toContain(`inkling generate --model ${at("run")}`);
  });

  it("makes the same weights from the same command", async () => {
    await trained("a", ["--steps", "5", "--dropout", "0.1"]);
    await trained("b", ["--steps", "5", "--dropout", "0.1"]);
    expect(await resultOf("b")).toEqual(await resultOf("a"));
    await trained("c", ["--steps", "5", "--dropout", "0.1", "--seed", "7"]);
    expect((await resultOf("c"))["model.safetensors"]).not.toEqual(
      (await resultOf("a"))["model.safetensors"],
    );
  });

  it("keeps a BPE trained on the training text, and a chat template where there are conversations", async () => {
    const chat = (i: number) => ({
      messages: [
        { role: "user", content: `What is number ${i}?` },
        { role: "assistant", content: `Number ${i} is the whale.` },
      ],
    });
    await writeFile(
      at("chats.jsonl"),
      Array.from({ length: 40 }, (_, i) => JSON.stringify(chat(i))).join("\n"),
    );
    const flags = ["--data", at("chats.jsonl"), "--out", at("run"), ...tiny, "--steps", "2"];
    expect(await inklingTrain([...flags, "--tokenizer", "bpe", "--vocab-size", "270"], testTerminal())).toBe(
      0,
    );
    const config = JSON.parse(await readFile(at("run/tokenizer_config.json"), "utf8"));
    expect(config.chat_template).toContain("<|im_start|>");
    const tokenizer = JSON.parse(await readFile(at("run/tokenizer.json"), "utf8"));
    expect(tokenizer.model.merges).toHaveLength(270 - 259);
    expect(JSON.parse(await readFile(at("run/inkling.json"), "utf8")).training.chat).toBe(true);
  });

  it("takes a tokenizer.json that another run made", async () => {
    await trained("a", ["--steps", "1"]);
    const { code } = await trained("b", ["--steps", "1", "--tokenizer", at("a/tokenizer.json")]);
    expect(code).toBe(0);
    expect(await bytesOf(at("b/tokenizer.json"))).toBe(await bytesOf(at("a/tokenizer.json")));
  });

  it("shows a bar on a terminal, and takes it away at the end", async () => {
    const terminal = testTerminal({ tty: true });
    await trained("run", ["--steps", "3"], terminal);
    expect(terminal.out()).toContain("Done: 3 steps");
    expect(terminal.err()).toContain("guessing blindly");
    expect(terminal.err().lastIndexOf("\u001b[?25h")).toBeGreaterThan(
      terminal.err().lastIndexOf("\u001b[?25l"),
    );
  });

  it("tells how much of the held-out text is read, and leaves its bar whole at Ctrl-C", async () => {
    const text = Array.from({ length: 4000 }, (_, i) => `The whale is number ${i}.`).join("\n");
    await writeFile(at("text.txt"), text);
    const terminal = testTerminal({ tty: true });
    const done = trained("run", ["--steps", "3"], terminal);
    while (!/\d\d% read/.test(terminal.err())) await setTimeout(5);
    terminal.interrupt();
    expect((await done).code).toBe(130);
    expect(terminal.err()).toMatch(/Stopping, with all saved that was learned\..*\n/);
    expect(terminal.out()).toContain("Stopped after step 0; all is saved.");
  });

  it("stops while the data is read, with nothing half-made", async () => {
    const pressed = (handler: () => void) => {
      handler(); // Ctrl-C, as soon as anyone listens
      return () => {};
    };
    const terminal = { ...testTerminal(), onInterrupt: pressed };
    expect((await trained("run", ["--steps", "3"], terminal)).code).toBe(130);
    expect(await readdir(at("run")).catch(() => [])).toEqual([]);
    expect((await trained("run", ["--steps", "1"])).code).toBe(0);
  });
});

describe("what inkling train refuses", () => {
  const refused = async (flags: readonly string[], message: RegExp, out = "run") => {
    const terminal = testTerminal();
    const code = await inklingTrain([...flags, "--out", at(out), ...tiny, "--steps", "2"], terminal);
    expect(terminal.err()).toMatch(message);
    expect(code).toBe(1);
    // Nothing but the cache may be there: no half of a run.
    const left = await readdir(at(out)).catch(() => []);
    expect(left.filter((name) => !name.startsWith("."))).toEqual([]);
  };

  it("missing, empty and binary data", async () => {
    await refused(["--data", at("nowhere.txt")], /nowhere\.txt: no such file/);
    await writeFile(at("empty.txt"), "  \n");
    await refused(["--data", at("empty.txt")], /no text in .*empty\.txt/);
    await writeFile(at("picture.txt"), Uint8Array.of(0x89, 0x50, 0x00, 0x47));
    await refused(["--data", at("picture.txt")], /picture\.txt is not UTF-8 text/);
  });

  it("a context longer than the corpus", async () => {
    const terminal = testTerminal();
    const flags = ["--data", at("text.txt"), "--out", at("run"), ...tiny, "--context", "5000"];
    expect(await inklingTrain(flags, terminal)).toBe(1);
    expect(terminal.err()).toMatch(/too few for a context of 5000/);
  });

  it("a vocabulary too large for the corpus, and one for characters", async () => {
    const data = ["--data", at("text.txt")];
    await refused([...data, "--tokenizer", "bpe", "--vocab-size", "5000"], /allows only \d+/);
    await refused([...data, "--vocab-size", "500"], /--vocab-size belongs to --tokenizer bpe/);
    await refused([...data, "--tokenizer", "bep"], /no such file. Say char, bpe/);
  });

  it("a tokenizer.json that is none, by its name", async () => {
    await writeFile(at("mine.json"), "[1]");
    const flags = ["--data", at("text.txt"), "--tokenizer", at("mine.json")];
    await refused(flags, /mine\.json is \[1\]; Inkling can honour only an object/);
  });

  it("an unknown preset, naming the nearest, and heads that do not divide the width", async () => {
    const data = ["--data", at("text.txt")];
    await refused([...data, "--preset", "nmaes"], /Did you mean "names"/);
    const terminal = testTerminal();
    const heads = [...tiny, "--n-heads", "3", "--n-kv-heads", "3"];
    expect(await inklingTrain([...data, "--out", at("run"), ...heads], terminal)).toBe(1);
    expect(terminal.err()).toMatch(/dModel \(8\) does not divide by nHeads \(3\)/);
  });

  it("to write over a run, or among somebody's files", async () => {
    await trained("run", ["--steps", "2"]);
    const before = await resultOf("run");
    const { code, terminal } = await trained("run", ["--steps", "2"]);
    expect(code).toBe(1);
    expect(terminal.err()).toMatch(/already holds a run.*--resume/);
    expect(await resultOf("run")).toEqual(before);
    await mkdir(at("mine"));
    await writeFile(at("mine/README.md"), "mine");
    const mine = await trained("mine", ["--steps", "2"]);
    expect(mine.code).toBe(1);
    expect(await readFile(at("mine/README.md"), "utf8")).toBe("mine");
  });

  it("a command line without data", async () => {
    const terminal = testTerminal();
    expect(await inklingTrain(["--out", at("run")], terminal)).toBe(2);
    expect(terminal.err()).toContain("--data");
  });

  it("an unknown flag, naming the nearest, before it misses another", async () => {
    const terminal = testTerminal();
    expect(await inklingTrain(["--dta", at("text.txt")], terminal)).toBe(2);
    expect(terminal.err()).toContain("Did you mean --data?");
    const without = testTerminal();
    expect(await inklingTrain(["--data", at("text.txt")], without)).toBe(2);
    expect(without.err()).toContain("--out <dir> is missing");
  });
});
