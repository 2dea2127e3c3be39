/**
 * What a command says, and to whom.
 *
 *   text(…)   the result for a person: stdout, and left out with --json
 *   json(…)   the result for a program: one JSON value on one line of stdout, only with --json
 *   note(…)   a remark for a person: stderr, so that it never gets between a program and its JSON
 */
import { type Colors, colorsFor, type Terminal } from "./terminal.ts";

export interface Output {
  readonly asJson: boolean;
  /** A person is watching stdout. */
  readonly live: boolean;
  /** For text(…). */
  readonly colors: Colors;
  /** For note(…). */
  readonly noteColors: Colors;
  /** As it is: end a line with "\n". */
  text(text: string): void;
  json(value: unknown): void;
  /** A line of its own. */
  note(line: string): void;
}

export function outputFor(terminal: Terminal, options: { readonly json?: boolean }): Output {
  const { stdout, stderr } = terminal;
  const asJson = options.json === true;
  return {
    asJson,
    live: stdout.isTTY === true && !asJson,
    colors: colorsFor(stdout, terminal),
    noteColors: colorsFor(stderr, terminal),
    text(text) {
      if (!asJson) stdout.write(text);
    },
    json(value) {
      if (asJson) stdout.write(`${JSON.stringify(value)}\n`);
    },
    note(line) {
      stderr.write(`${line}\n`);
    },
  };
}
