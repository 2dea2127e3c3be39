/** What a person types, or a pipe brings, line by line. */
import { createInterface } from "node:readline";
import { Interrupted } from "./errors.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** The lines of stdin until it ends. @throws Interrupted if Ctrl-C is typed in place of a line */
export function inputLines(terminal: Terminal, output: Output, prompt: string): AsyncGenerator<string> {
  return terminal.stdin.isTTY === true ? typedLines(terminal, output, prompt) : pipedLines(terminal);
}

async function* pipedLines({ stdin }: Terminal): AsyncGenerator<string> {
  yield* createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

/** What was typed in one go: one line; or several, and the beginning of another, if it was pasted. */
interface Typed {
  readonly lines: readonly string[];
  readonly rest: string;
  readonly history: string[];
}

/**
 * Each time a new editor, closed before its lines are given out: while an answer is written, the terminal is as the
 * shell left it, and Ctrl-C is a signal again.
 */
async function* typedLines(terminal: Terminal, output: Output, prompt: string): AsyncGenerator<string> {
  let before: Typed = { lines: [], rest: "", history: [] };
  for (;;) {
    const typed = await typedOnce(terminal, output, prompt, before);
    if (typed === undefined) return;
    yield* typed.lines;
    before = typed;
  }
}

/** Waits for Enter; undefined at Ctrl-D. */
function typedOnce(
  { stdin, stdout, stderr }: Terminal,
  { asJson }: Output,
  prompt: string,
  before: Typed,
): Promise<Typed | undefined> {
  return new Promise((resolve, reject) => {
    const screen = asJson ? stderr : stdout;
    let history = before.history;
    const editor = createInterface({ input: stdin, output: screen, terminal: true, prompt, history });
    const lines: string[] = [];
    editor.on("history", (lines: string[]) => {
      history = lines;
    });
    editor.on("line", (line) => {
      // More lines of the same paste come before the next turn of the event loop.
      if (lines.push(line) === 1) {
        setImmediate(() => {
          resolve({ lines, rest: editor.line, history });
          editor.close();
        });
      }
    });
    editor.on("SIGINT", () => {
      reject(new Interrupted());
      editor.close();
    });
    editor.on("close", () => resolve(undefined)); // Ctrl-D, unless it is settled already
    editor.prompt();
    if (before.rest !== "") editor.write(before.rest);
  });
}
