/**
 * The hub as this package sees it: one address, and two ways to ask it.
 *
 *   hub.fetch   patient, signed, bounded in time; the answer as it is
 *   hub.api     the same for @huggingface/hub: a refusal is thrown with what the hub says, and an answer's size is bounded
 *
 * Knows nothing of models. Try it: `listFiles({ repo, hubUrl: hub.endpoint, fetch: hub.api })`
 */
import { InklingError } from "inkling";
import { type Patience, patiently } from "./patience.ts";
import { refusalOf } from "./refusal.ts";
import { type Fetch, signedFetch } from "./signedFetch.ts";
import { redacted, type Token } from "./token.ts";

export interface Hub {
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** Where the token comes from; undefined if there is none. */
  readonly tokenFrom: string | undefined;
  readonly fetch: Fetch;
  readonly api: Fetch;
  /** A text without the token. */
  redact(text: string): string;
}

export interface HubOptions extends Patience {
  readonly endpoint: string;
  readonly token: Token | undefined;
}

/** From asking to the end of a small answer. What takes longer (a file, a commit) brings its own signal. */
const PATIENCE_MS = 60_000;
/** A list of a thousand files has 300 KB. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

export function openHub({ endpoint, token, signal, pause }: HubOptions): Hub {
  const signed = signedFetch(endpoint, token?.value);
  const redact = (text: string) => redacted(text, token);
  const hubFetch: Fetch = (input, init = {}) => {
    const attempt = () => {
      const own = init.signal ?? AbortSignal.timeout(PATIENCE_MS);
      return signed(input, { ...init, signal: AbortSignal.any([signal, own]) });
    };
    // What was sent may have been done, even if no answer came: a commit is not made twice.
    return patiently(attempt, { pause, signal, once: init.method === "POST" });
  };
  return {
    endpoint,
    tokenFrom: token?.from,
    redact,
    fetch: hubFetch,
    async api(input, init) {
      const response = await hubFetch(input, init);
      if (!response.ok) throw await refusalOf(response, redact);
      const { status, headers, body } = response;
      return new Response(body?.pipeThrough(bounded()) ?? null, { status, headers });
    },
  };
}

function bounded(): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(bytes, controller) {
      size += bytes.length;
      if (size > LARGEST_ANSWER) {
        controller.error(
          new InklingError(`The hub's answer is larger than ${LARGEST_ANSWER} bytes. Try again later.`),
        );
      } else controller.enqueue(bytes);
    },
  });
}
