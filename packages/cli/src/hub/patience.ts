/**
 * Patience with a network: what fails for the moment is tried again after a while.
 *
 * Only what can be asked twice without harm is (reading, and PUT, which says the whole of what shall be there).
 * Knows nothing of what is asked. Try it: `await patiently(() => fetch(url), { pause, signal })`
 */
import { setTimeout as after } from "node:timers/promises";
import { InklingError } from "inkling";

/** Too many requests; the hub or something before it is restarting, overloaded, or out of breath. */
const PASSING = [429, 500, 502, 503, 504];
/** Before the second, third, … attempt. */
const WAITS_MS = [200, 1_000, 3_000, 9_000];
/** A server may ask for more patience (Retry-After), but not for the rest of the day. */
const LONGEST_WAIT_MS = 30_000;
/** Nobody is there at all: soon told, as somebody without a network need not be kept waiting. */
const NOBODY = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH"];

export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pauseFor: Pause = async (ms, signal) => {
  await after(ms, undefined, { signal }).catch(() => {});
  signal.throwIfAborted();
};

/** No answer, after all attempts. */
export class Unreachable extends Error {
  override name = "Unreachable";
  /** The system's word for it: "ENOTFOUND". */
  readonly reason: string;

  constructor(reason: string, cause: unknown) {
    super(`No answer (${reason}).`, { cause });
    this.reason = reason;
  }
}

export interface Patience {
  readonly pause: Pause;
  readonly signal: AbortSignal;
  /** No second attempt. */
  readonly once?: boolean;
}

/**
 * The answer to the first attempt that is not turned away for the moment; if none is, the last answer.
 * @throws Unreachable if there is none
 */
export async function patiently(
  attempt: () => Promise<Response>,
  { pause, signal, once = false }: Patience,
): Promise<Response> {
  for (let tries = 0; ; tries++) {
    let wait = once ? undefined : WAITS_MS[tries];
    try {
      const response = await attempt();
      if (wait === undefined || !PASSING.includes(response.status)) return response;
      wait = Math.max(wait, retryAfter(response));
      await response.body?.cancel();
    } catch (error) {
      signal.throwIfAborted();
      const reason = networkReason(error);
      if (reason === undefined) throw error;
      if (wait === undefined || (tries > 0 && NOBODY.includes(reason))) throw new Unreachable(reason, error);
    }
    await pause(wait, signal);
  }
}

function retryAfter({ headers }: Response): number {
  const seconds = Number(headers.get("Retry-After") ?? 0);
  return seconds > 0 ? Math.min(LONGEST_WAIT_MS, 1000 * seconds) : 0;
}

/** The system's word for what went wrong on the way; undefined if it was something else. */
export function networkReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof InklingError) return undefined;
  if (error.name === "TimeoutError") return "no answer in time";
  // fetch wraps what the system says: TypeError: fetch failed { cause: { code } }, or "terminated" amid an answer.
  if (!(error instanceof TypeError) || !/^(fetch failed|terminated)$/.test(error.message)) return undefined;
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "the connection broke";
}
