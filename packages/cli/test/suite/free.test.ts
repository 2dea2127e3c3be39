import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outputFor } from "../../src/shared/output.ts";
import type { SuiteFlags } from "../../src/suite/flags.ts";
import { driftOf, type FreeResult, varietyOf } from "../../src/suite/free.ts";
import { freeSuite } from "../../src/suite/freeSuite.ts";
import { showFree } from "../../src/suite/showFree.ts";
import { fakeTerminal, inkling } from "../inkling.ts";
import { type Folders, makeModels, sampleText } from "../models.ts";

const said = (text: string, more: { ended?: boolean; special?: boolean } = {}) => ({
  text,
  ids: [],
  ended: true,
  special: false,
  ...more,
});

describe("varietyOf", () => {
  it("counts answers that differ, and their runs of words", () => {
    expect(varietyOf(["a b", "a b", "a c"].map((text) => said(text)))).toEqual({
      answers: 3,
      different: 2,
      distinct: [3 / 6, 2 / 3, 0],
    });
  });
});

describe("driftOf", () => {
  const talks = [
    { questions: ["I am Zed.", "And now?"], answers: [said("Hello Zed."), said("Hello Zed.")] },
    { questions: ["Hi.", "And now?"], answers: [said("Hello Zed."), said("Hello", { ended: false })] },
  ];
  const drift = driftOf(talks, (word) => word === "zed");

  it("gives each fault's share at each turn", () => {
    expect(drift.drift.map(({ turn, any }) => [turn, any])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(drift.drift[1].faults).toMatchObject({ "parrots itself": 0.5, endless: 0.5, loops: 0 });
  });

  it("takes a word for known that the user said before, in this conversation only", () => {
    expect(drift.drift.map((turn) => turn.unknownWords)).toEqual([0.5, 0]);
    expect(drift.unknownWords).toEqual(["zed"]);
  });

  it("keeps the first example of each fault that came up", () => {
    expect(drift.examples.map(({ fault, turn, question }) => [fault, turn, question])).toEqual([
      ["endless", 2, "And now?"],
      ["parrots itself", 2, "And now?"],
      ["unknown words", 1, "Hi."],
    ]);
  });

  it("is empty where nobody talked", () => {
    expect(driftOf([], () => false)).toEqual({ talks: 0, drift: [], examples: [], unknownWords: [] });
  });
});

describe("showFree", () => {
  it("fits 80 columns even when everything goes wrong", () => {
    const long = "word after word ".repeat(20);
    const turns = Array.from({ length: 10 }, () => said(`${long}\u001b[2J`, { ended: false, special: true }));
    const talk = { questions: turns.map(() => long), answers: turns };
    const copied = [8, 16, 32].map((length) => ({ length, runs: 123_456, found: 123_456 }));
    const variety = { answers: 1000, different: 1000, distinct: [1, 1, 1] };
    const result: FreeResult = {
      suite: "free",
      seed: 2 ** 31,
      sampling: { temperature: 0.8, topK: 40, topP: 0.9 },
      prompts: "questions",
      copied,
      natural: copied,
      answers: variety,
      sameQuestion: { question: long, ...variety },
      ...driftOf([talk], () => true),
      naturalUnknownWords: 1,
    };
    for (const tty of [false, true]) {
      const { terminal, written } = fakeTerminal({ tty, env: { NO_COLOR: "1" } });
      showFree(result, outputFor(terminal, {}));
      for (const line of written.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
      if (tty) expect(written.out).not.toContain("\u001b");
    }
  });
});

describe("inkling eval --suite free", () => {
  const counts = { prompts: 20, askings: 5, talks: 3, turns: 4 };
  let models: Folders;
  let root: string;
  const file = (name: string) => join(root, name);
  beforeAll(async () => {
    models = await makeModels();
    root = await mkdtemp(join(tmpdir(), "inkling-free-"));
    const chat = (question: string, answer: string) =>
      JSON.stringify({
        messages: [
          { role: "user", content: question },
          { role: "assistant", content: answer },
        ],
      });
    const long = "the cat sat on the mat and the mat sat under the cat";
    await writeFile(file("chats.jsonl"), `${chat(long, "A dark fluid!")}\n${chat("What is ink?", long)}\n`);
    await writeFile(file("asked.jsonl"), `${chat(long, "A dark fluid!")}\n`);
    await writeFile(file("hello.jsonl"), `${chat("Hello", long)}\n`);
    await writeFile(file("lines.txt"), `${sampleText}${long}\n`);
  });
  afterAll(async () => {
    await models.remove();
    await rm(root, { recursive: true });
  });

  async function run(flags: Partial<SuiteFlags>): Promise<FreeResult> {
    const { terminal, written } = fakeTerminal();
    const all = {
      documents: { kind: "line" },
      json: true,
      threads: 1,
      model: models.chat,
      ...flags,
    } as const;
    await freeSuite(all, terminal, counts);
    return JSON.parse(written.out);
  }

  it("talks, and says the same with the same seed only", async () => {
    const flags = { train: [file("chats.jsonl")], seed: 3 };
    const result = await run(flags);
    expect(result).toMatchObject({ prompts: "questions", talks: 3, natural: [], seed: 3 });
    expect(result.answers.answers).toBe(20);
    expect(result.sameQuestion.answers).toBe(5);
    expect(result.drift.map(({ turn }) => turn)).toEqual([1, 2, 3, 4]);
    expect(await run(flags)).toEqual(result);
    expect(await run({ ...flags, seed: 4 })).not.toEqual(result);
  });

  it("asks what --prompts asks, and searches for what assistants say only", async () => {
    const chats = [file("chats.jsonl")];
    const { natural, sameQuestion } = await run({ train: chats, data: chats, prompts: chats });
    expect(sameQuestion.question).toMatch(/^(the cat sat .*|What is ink\?)$/);
    // Of the two answers, of 3 and of 13 words, the second has 6 runs of 8.
    expect(natural.map(({ runs, found }) => [runs, found])).toEqual([
      [6, 6],
      [0, 0],
      [0, 0],
    ]);
    const asked = await run({ train: [file("asked.jsonl")], data: chats, prompts: chats });
    expect(asked.natural[0]).toEqual({ length: 8, runs: 6, found: 0 });
    expect(asked.naturalUnknownWords).toBe(0); // the long answer's words were asked in training
    const other = await run({ train: [file("hello.jsonl")], data: chats, prompts: chats });
    expect(other.naturalUnknownWords).toBe(0.5); // only "A dark fluid!" has some
  });

  it("continues texts where the model does not chat", async () => {
    const lines = [file("lines.txt")];
    const result = await run({ model: models.char, train: lines, data: lines });
    expect(result).toMatchObject({ prompts: "openings", talks: 0, drift: [] });
    expect(result.answers.answers).toBe(20);
    // A character model: 16 tokens are 16 characters.
    expect(`${sampleText}the cat sat on the mat`).toContain(result.sameQuestion.question);
    expect(result.sameQuestion.question).toHaveLength(16);
  });

  it("says what is missing", async () => {
    const flags = ["eval", "--suite", "free", "--model", models.char];
    expect((await inkling(flags)).err).toContain("give --train PATH");
    const train = ["--train", file("lines.txt")];
    expect((await inkling([...flags, ...train])).err).toContain("does not chat: give --data PATH");
    const prompts = ["--prompts", file("chats.jsonl")];
    expect((await inkling([...flags, ...train, ...prompts])).err).toContain("--prompts are questions");
    await writeFile(file("short.txt"), "too short\n");
    const short = await inkling([...flags, ...train, "--data", file("short.txt")]);
    expect(short.err).toContain("no text of more than 16 tokens");
  });
});
