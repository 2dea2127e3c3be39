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

/** @param leave how to leave at once; tests look on */
export function listenForStop(
  terminal: Terminal,
  leave: () => void = () => process.exit(exitCodes.interrupted),
): Stopping {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) leave();
    controller.abort(new Interrupted());
    terminal.stderr.write("\nStopping after this step, then saving. Ctrl-C again leaves at once.\n");
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
