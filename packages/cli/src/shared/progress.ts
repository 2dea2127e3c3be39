/** A progress bar on stderr where a person is watching; silence elsewhere. */
import { SingleBar } from "cli-progress";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

export interface Progress {
  /** `note` is a word on what is going on, shown behind the bar. */
  update(done: number, of: number, note?: string): void;
  /** Takes the bar away. Call it whatever happens. */
  stop(): void;
}

export function progressBar(terminal: Terminal, output: Output, label: string): Progress {
  const stream = terminal.stderr;
  if (stream.isTTY !== true || output.asJson) return { update() {}, stop() {} };
  const format = `${label} ${output.noteColors.cyan("{bar}")} {percentage}% {note}`;
  const bar = new SingleBar({
    stream,
    format,
    barsize: 24,
    barCompleteChar: "━",
    barIncompleteChar: " ",
    clearOnComplete: true,
    gracefulExit: false, // Ctrl-C is ours (interrupt.ts)
  });
  let started = false;
  return {
    update(done, of, note = "") {
      if (!started) bar.start(of, done, { note });
      else {
        if (bar.getTotal() !== of) bar.setTotal(of);
        bar.update(done, { note });
      }
      started = true;
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
