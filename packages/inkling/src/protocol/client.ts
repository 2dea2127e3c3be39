/**
 * The driver's side of the channel: asks the engine, and hands out what comes back.
 *
 *   const engine = new EngineClient<Calls>(worker);
 *   for await (const token of engine.stream("generate", ask)) …      leaving the loop cancels the call
 *   const facts = await engine.call("open", ask);
 */
import { InklingError } from "../errors.ts";
import type { AnyCalls, FromEngine, ToEngine } from "./messages.ts";
import { listen, type Port } from "./port.ts";

/** Items that may be on their way before the first of them was used: enough that the engine need not wait for each. */
const CREDIT = 8;

export interface CallOptions {
  /** Cancels the call; it then ends as if it had been left. */
  readonly signal?: Abortable;
  /** Buffers of `ask` that move to the engine without a copy. */
  readonly transfer?: ArrayBuffer[];
}

/** The part of an AbortSignal that is used here. */
export interface Abortable {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The engine has failed or is gone: not for what was asked of it, but by a fault. */
export class EngineFault extends Error {}

export class EngineClient<Calls extends AnyCalls> {
  readonly #port: Port;
  readonly #open = new Map<number, Inbox<Calls>>();
  #next = 0;
  #lost: string | undefined;

  constructor(port: Port) {
    this.#port = port;
    listen(port, (data) => {
      const message = data as FromEngine<Calls>;
      this.#open.get(message.id)?.add(message);
    });
  }

  /** For calls whose items don't matter. Undefined if it was cancelled. */
  async call<Name extends keyof Calls>(
    name: Name,
    ask: Calls[Name]["ask"],
    options: CallOptions = {},
  ): Promise<Calls[Name]["answer"] | undefined> {
    const items = this.stream(name, ask, options);
    while (true) {
      const { done, value } = await items.next();
      if (done === true) return value;
    }
  }

  /** Items as they come; the answer is what the generator returns: undefined if the call was cancelled. */
  async *stream<Name extends keyof Calls>(
    name: Name,
    ask: Calls[Name]["ask"],
    { signal, transfer = [] }: CallOptions = {},
  ): AsyncGenerator<Calls[Name]["item"], Calls[Name]["answer"] | undefined, void> {
    if (this.#lost !== undefined) throw new EngineFault(this.#lost);
    const isAborted = () => signal?.aborted === true;
    if (isAborted()) return undefined;
    const id = this.#next++;
    const inbox = new Inbox<Calls>();
    this.#open.set(id, inbox);
    const flag = typeof SharedArrayBuffer === "undefined" ? undefined : new SharedArrayBuffer(4);
    const cancel = () => {
      if (flag) Atomics.store(new Int32Array(flag), 0, 1);
      this.#send({ kind: "cancel", id });
    };
    signal?.addEventListener("abort", cancel);
    let ended = false;
    try {
      this.#send({ kind: "call", id, name, ask, credit: CREDIT, ...(flag && { flag }) }, transfer);
      while (true) {
        const message = await inbox.take();
        if (message.kind === "item") {
          if (isAborted()) continue; // it was on its way; the end follows
          yield message.item;
          this.#send({ kind: "credit", id, count: 1 });
          continue;
        }
        ended = true;
        if (message.kind === "answer") return message.answer;
        if (message.kind === "end") return undefined;
        throw message.expected ? new InklingError(message.message) : new EngineFault(message.message);
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#open.delete(id);
      if (!ended) cancel();
    }
  }

  /** Whoever sees the engine's thread end says so here: every open call fails, and so does every later one. */
  lost(why: string): void {
    this.#lost ??= why;
    for (const [id, inbox] of this.#open) inbox.add({ kind: "failure", id, message: why, expected: false });
  }

  #send(message: ToEngine<Calls>, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

/** Messages of one call that nobody has taken yet. */
class Inbox<Calls extends AnyCalls> {
  readonly #waiting: FromEngine<Calls>[] = [];
  #wake: () => void = () => {};

  add(message: FromEngine<Calls>): void {
    this.#waiting.push(message);
    this.#wake();
  }

  async take(): Promise<FromEngine<Calls>> {
    while (true) {
      const message = this.#waiting.shift();
      if (message) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
