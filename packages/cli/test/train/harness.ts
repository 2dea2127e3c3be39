/** The command run in-process: its words, its exit code, and a Ctrl-C that a test can press. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { afterEach, beforeEach } from "vitest";
import { run } from "../../src/main.ts";
import type { Terminal } from "../../src/shared/terminal.ts";

export interface TestTerminal extends Terminal {
  /** What was written so far. */
  out(): string;
  err(): string;
  /** Presses Ctrl-C. */
  interrupt(): void;
}

/**
 * @param tty a person watches
 * @param typed what they type, each line as soon as stdout has shown the text before it
 * @param watch called with each piece of stdout
 */
export function testTerminal({
  tty = false,
  typed = [] as readonly (readonly [after: string, line: string])[],
  watch = (_: string): void => {},
} = {}): TestTerminal {
  const handlers = new Set<() => void>();
  const stdin = new PassThrough();
  if (typed.length === 0) stdin.end();
  const toType = [...typed];
  let out = "";
  let err = "";
  const into = (keep: (text: string) => void) =>
    Object.assign(
      new Writable({
        decodeStrings: false,
        write(chunk, _encoding, done) {
          keep(String(chunk));
          done();
        },
      }),
      tty ? { isTTY: true, columns: 80 } : {},
    );
  const stdout = into((text) => {
    out += text;
    if (toType[0] && text.includes(toType[0][0])) stdin.write(`${toType.shift()?.[1]}\n`);
    watch(text);
  });
  return {
    stdin: Object.assign(stdin, tty ? { isTTY: true } : {}),
    stdout,
    stderr: into((text) => {
      err += text;
    }),
    env: {},
    onInterrupt(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    out: () => out,
    err: () => err,
    interrupt: () => {
      for (const handler of handlers) handler();
    },
  };
}

/** Runs `inkling train …` and gives the exit code. */
export function inklingTrain(argv: readonly string[], terminal: TestTerminal): Promise<number> {
  return run(["train", ...argv], terminal);
}

/** A folder of its own for each test, and paths in it. */
export function useFolder(): (name: string) => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "inkling-train-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

/** Some 2,000 characters with a little to learn in them. */
export async function writeText(path: string): Promise<void> {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `The ${["whale", "ship", "sea"][i % 3]} is number ${i}.`,
  );
  await writeFile(path, `${lines.join("\n")}\n`);
}

/** A model of a few hundred numbers: a step takes milliseconds. */
export const tiny = [
  ..."--n-layers 1 --n-heads 2 --n-kv-heads 2 --d-model 8 --d-mlp 16 --context 8".split(" "),
  ..."--batch-size 2 --eval-every 4 --warmup 2".split(" "),
];

/** Every line of JSON that was written. */
export function jsonLines(terminal: TestTerminal): Record<string, unknown>[] {
  return terminal
    .out()
    .trimEnd()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
}
