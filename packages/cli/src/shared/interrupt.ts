/**
 * Ctrl-C while something long is running: the work sees a signal and ends at a good place.
 *
 * Computing never leaves JavaScript's microtasks, so a signal is only noticed where the work calls `breathe()`.
 */
import { setImmediate } from "node:timers/promises";
import { Interrupted } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

/** Runs `work` with a signal that Ctrl-C aborts. */
export async function untilInterrupted<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stopListening = terminal.onInterrupt(() => controller.abort(new Interrupted()));
  try {
    return await work(controller.signal);
  } finally {
    stopListening();
  }
}

/** Lets timers, keys and signals have their turn; call it between tokens, batches, steps. */
export async function breathe(): Promise<void> {
  await setImmediate();
}
