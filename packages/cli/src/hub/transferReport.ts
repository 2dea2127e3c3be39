/**
 * How far a transfer is: a bar where a person watches, a line for each tenth where a log does, JSON for a program.
 *
 *   {"progress":{"file","done","of","bytesPerSecond"}}
 *
 * Knows nothing of files or networks. Try it: `transferReport(terminal, output, "fetching").begin(1e6)`
 */
import { performance } from "node:perf_hooks";
import { duration } from "../run/words.ts";
import type { Output } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { inBytes } from "./words.ts";

export interface TransferReport {
  /** So many bytes make the whole; so many of them came in an earlier attempt. */
  begin(of: number, already?: number): void;
  /** Whose bytes are next. */
  file(name: string): void;
  /** Less than 0 where something has to come again. */
  moved(bytes: number): void;
  readonly done: number;
  readonly of: number;
  close(): void;
}

/** Less than this is there before a log would have anything to say. */
const WORTH_LINES = 1_000_000;

/** @param verb what is going on: "fetching" @param clock milliseconds */
export function transferReport(
  terminal: Terminal,
  output: Output,
  verb: string,
  clock: () => number = () => performance.now(),
): TransferReport {
  const bar = progressBar(terminal, output, verb);
  const watched = terminal.stderr.isTTY === true && !output.asJson;
  let name = "";
  let done = 0;
  let of = 0;
  let base = 0;
  let since = clock();
  /** How many tenths (for a log) or hundredths (for a program) have been told. */
  let told = 0;
  const parts = output.asJson ? 100 : 10;

  const tell = () => {
    const seconds = (clock() - since) / 1000;
    const speed = seconds > 0 ? Math.max(0, done - base) / seconds : 0;
    const left = speed > 0 ? `${duration((of - done) / speed)} left` : "";
    const words = [`${inBytes(Math.max(0, done))} of ${inBytes(of)}`, `${inBytes(speed)}/s`, left];
    if (watched) bar.update(Math.max(0, done), of, [...words, name].join("   "));
    const reached = Math.floor((parts * done) / of);
    if (watched || reached <= told) return;
    told = reached;
    output.json({ progress: { file: name, done, of, bytesPerSecond: Math.round(speed) } });
    if (!output.asJson && of >= WORTH_LINES) output.note(`${verb}: ${words.join(", ")}`);
  };
  return {
    get done() {
      return done;
    },
    get of() {
      return of;
    },
    begin(bytes, already = 0) {
      of = bytes;
      done = already;
      base = already;
      since = clock();
    },
    file(next) {
      name = next;
    },
    moved(bytes) {
      done += bytes;
      if (of > 0) tell();
    },
    close: () => bar.stop(),
  };
}
