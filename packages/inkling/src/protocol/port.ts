/**
 * One end of a channel between two threads: a Worker, a worker's own scope, or a MessagePort, in a browser or in Node.
 *
 * Knows nothing of what is said through it.
 */

export interface Port {
  /** What is in `transfer` moves to the other side without a copy. */
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: object) => void): void;
  /** A MessagePort keeps its messages until it is started. */
  start?(): void;
}

export function listen(port: Port, listener: (message: unknown) => void): void {
  port.addEventListener("message", (event) => {
    if ("data" in event) listener(event.data);
  });
  port.start?.();
}
