/** Runs the `inkling` command in-process, and keeps what a person and a program would see. */
import { PassThrough, Readable, Writable } from "node:stream";
import { run } from "../src/main.ts";
import type { InputStream, OutputStream, Terminal } from "../src/shared/terminal.ts";

export interface FakeOptions {
  /** What is piped in, or a stream that a test writes keys into. */
  readonly stdin?: string | Uint8Array | PassThrough;
  /** Both ends are a terminal. */
  readonly tty?: boolean;
  readonly env?: Record<string, string>;
  /** Called after each write to stdout, with all that was written so far. */
  readonly onOut?: (out: string, keys: { interrupt(): void }) => void;
}

export function fakeTerminal({ stdin = "", tty = false, env = {}, onOut = () => {} }: FakeOptions = {}) {
  const handlers = new Set<() => void>();
  const interrupt = () => {
    for (const handler of handlers) handler();
  };
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): OutputStream => {
    const writable = new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        if (name === "out") onOut(written.out, { interrupt });
        done();
      },
    });
    return Object.assign(writable, { isTTY: tty, columns: 100 });
  };
  const input = stdin instanceof PassThrough ? stdin : Readable.from([Buffer.from(stdin)]);
  const terminal: Terminal = {
    stdin: Object.assign(input, { isTTY: tty }) satisfies InputStream,
    stdout: stream("out"),
    stderr: stream("err"),
    env,
    onInterrupt(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  };
  return { terminal, written, interrupt };
}

export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Each line of stdout as JSON; throws if one isn't. */
  lines(): unknown[];
}

export async function inkling(argv: readonly string[], options: FakeOptions = {}): Promise<Result> {
  const { terminal, written } = fakeTerminal(options);
  const code = await run(argv, terminal);
  const lines = () => (written.out === "" ? [] : written.out.trimEnd().split("\n").map(parse));
  return { code, ...written, lines };
}

function parse(line: string): unknown {
  return JSON.parse(line);
}
