/**
 * What is sent, counted while it goes. fetch tells nobody how far it is; so a PUT's body is wrapped in a Blob whose
 * stream counts. (Not in a bare stream: that would be sent without a length, which the hub's storage refuses.)
 *
 * Knows nothing of what is sent. Try it: `counting(hub.api, (bytes) => report.moved(bytes))`
 */
import type { Fetch } from "./signedFetch.ts";

/** A fetch that tells of each piece of a PUT that leaves, and takes it back when it has to be sent again. */
export function counting(inner: Fetch, moved: (bytes: number) => void): Fetch {
  return (input, init) => {
    if (init?.method !== "PUT" || !(init.body instanceof Blob)) return inner(input, init);
    return inner(input, { ...init, body: new CountedBlob(init.body, moved) });
  };
}

class CountedBlob extends Blob {
  readonly #inner: Blob;
  readonly #moved: (bytes: number) => void;
  override readonly size: number;
  #sent = 0;

  constructor(inner: Blob, moved: (bytes: number) => void) {
    super([]);
    this.size = inner.size;
    this.#inner = inner;
    this.#moved = moved;
  }

  override stream(): ReturnType<Blob["stream"]> {
    this.#moved(-this.#sent);
    this.#sent = 0;
    const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        this.#sent += bytes.length;
        this.#moved(bytes.length);
        controller.enqueue(bytes);
      },
    });
    return this.#inner.stream().pipeThrough(count);
  }
}
