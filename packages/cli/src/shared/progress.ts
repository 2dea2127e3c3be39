/** A progress bar on stderr where a person is watching; silence elsewhere. */
import { SingleBar } from "cli-progress";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

export interface Progress {
  /** `note` is a word on what is going on, shown behind the bar. `of` is 0 while nobody knows how much there is. */
  update(done: number, of: number, note?: string): void;
  /** Takes the bar away. Call it whatever happens. */
  stop(): void;
}

/** So much that the bar stays empty. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

export function progressBar(terminal: Terminal, output: Output, label: string): Progress {
  const stream = terminal.stderr;
  if (stream.isTTY !== true || output.asJson) return { update() {}, stop() {} };
  const format = `${label} ${output.noteColors.cyan("{bar}")} {share} {note}`;
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
      const total = of === 0 ? UNKNOWN : of;
      const shown = { note, share: of === 0 ? "" : `${Math.floor((100 * done) / of)}%` };
      if (!started) bar.start(total, done, shown);
      else {
        if (bar.getTotal() !== total) bar.setTotal(total);
        bar.update(done, shown);
      }
      started = true;
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
