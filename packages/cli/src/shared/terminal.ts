/**
 * Where a command reads and writes: the process's own streams, or a test's.
 *
 * Every command's `register(program, terminal)` is given one, and nothing else in this package touches
 * `process.stdout`: so a test can run the whole program in-process and look at what a person would see.
 */
import type { Readable, Writable } from "node:stream";
import picocolors from "picocolors";

export type InputStream = Readable & { readonly isTTY?: boolean };
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Terminal {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls `handler` at every Ctrl-C, in place of leaving at once, until the function it returns is called. */
  onInterrupt(handler: () => void): () => void;
}

/** The process's own. */
export function processTerminal(): Terminal {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    onInterrupt(handler) {
      process.on("SIGINT", handler);
      return () => void process.off("SIGINT", handler);
    },
  };
}

/** Colours on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is a dumb one; otherwise none. */
export function colorsFor(stream: OutputStream, { env }: Terminal): Colors {
  const refused = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return picocolors.createColors(stream.isTTY === true && !refused);
}
