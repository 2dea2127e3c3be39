/**
 * Ctrl-C, or a polite kill (SIGTERM), while a run runs: the first asks it to stop at a good place, the second leaves
 * at once. That is safe as well: the last checkpoint is whole at every moment.
 */
import { exitCodes, Interrupted } from "../shared/errors.ts";
import type { Terminal } from "../shared/terminal.ts";

export interface Stopping {
  readonly signal: AbortSignal;
  /** Stops listening. */
  end(): void;
}

export interface StopOptions {
  /** How to say that Ctrl-C was heard: a bar must not be written into. */
  readonly say?: ((line: string) => void) | undefined;
  /** How to leave at once; tests look on. */
  readonly leave?: () => void;
}

export function listenForStop(terminal: Terminal, options: StopOptions = {}): Stopping {
  const { say = (line) => terminal.stderr.write(`\n${line}\n`) } = options;
  const { leave = () => process.exit(exitCodes.interrupted) } = options;
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) leave();
    controller.abort(new Interrupted());
    say("Stopping, with all saved that was learned. Ctrl-C again leaves at once.");
  };
  const endInterrupt = terminal.onInterrupt(onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    end() {
      endInterrupt();
      process.off("SIGTERM", onSignal);
    },
  };
}
