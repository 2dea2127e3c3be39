/** How long does something take that is done over and over? */
import { breathe } from "../shared/interrupt.ts";

export interface Budget {
  /** Rounds go on until this much time has passed, warming up not counted. */
  readonly seconds: number;
  /** Rounds that are not counted: code is compiled and memory is asked for in the first ones. */
  readonly warmUps: number;
  /** So many rounds are timed, however long they take. */
  readonly atLeast: number;
  readonly signal?: AbortSignal;
  /** Called after each round with the share of the budget that is used up, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** The seconds of each timed round. */
export async function timeRounds(round: () => Promise<unknown>, budget: Budget): Promise<number[]> {
  const { seconds, warmUps, atLeast, signal, onProgress } = budget;
  for (let i = 0; i < warmUps; i++) await round();
  const times: number[] = [];
  const started = performance.now();
  while (true) {
    const used = (performance.now() - started) / 1000;
    onProgress?.(Math.min(1, Math.min(used / seconds, times.length / atLeast)));
    if (used >= seconds && times.length >= atLeast) return times;
    await breathe();
    signal?.throwIfAborted();
    const before = performance.now();
    await round();
    times.push((performance.now() - before) / 1000);
  }
}
