/**
 * The engine's side of the channel: takes calls, runs their handlers, sends what they yield and return.
 *
 *   serve<Calls>(self, { async *count({ to }) { for (let i = 0; i < to; i++) yield i; return "done"; } });
 */
import { InklingError } from "../errors.ts";
import type { AnyCalls, CallMessage, FromEngine, ToEngine } from "./messages.ts";
import { listen, type Port } from "./port.ts";

/** What a handler can ask about its call. */
export interface CallContext {
  /** Whoever called wants nothing more. Long work looks now and then, and returns. */
  cancelled(): boolean;
}

/** One for each name of Calls: an async generator that yields items and returns the answer, or where there are no items, a promise. */
export type Handlers<Calls extends AnyCalls> = {
  readonly [Name in keyof Calls]: (
    ask: Calls[Name]["ask"],
    context: CallContext,
  ) => AsyncGenerator<Calls[Name]["item"], Calls[Name]["answer"], void> | Promise<Calls[Name]["answer"]>;
};

/** Answers every call that comes through `port`, for as long as it is there. */
export function serve<Calls extends AnyCalls>(port: Port, handlers: Handlers<Calls>): void {
  const open = new Map<number, OpenCall>();
  listen(port, (data) => {
    const message = data as ToEngine<Calls>;
    if (message.kind === "credit") open.get(message.id)?.add(message.count);
    else if (message.kind === "cancel") open.get(message.id)?.cancel();
    else {
      const call = new OpenCall(message.credit, message.flag);
      open.set(message.id, call);
      void answer(port, handlers, message, call).finally(() => open.delete(message.id));
    }
  });
}

/** What the driver has said about one call so far. */
class OpenCall implements CallContext {
  #credit: number;
  #cancelled = false;
  readonly #flag: Int32Array | undefined;
  #wake: () => void = () => {};

  constructor(credit: number, flag: SharedArrayBuffer | undefined) {
    this.#credit = credit;
    this.#flag = flag && new Int32Array(flag);
  }

  add(count: number): void {
    this.#credit += count;
    this.#wake();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#wake();
  }

  cancelled(): boolean {
    return this.#cancelled || (this.#flag !== undefined && Atomics.load(this.#flag, 0) === 1);
  }

  /** Until an item may be sent, or nobody wants one. */
  async room(): Promise<void> {
    while (this.#credit === 0 && !this.cancelled()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#credit--;
  }
}

async function answer<Calls extends AnyCalls>(
  port: Port,
  handlers: Handlers<Calls>,
  { id, name, ask }: CallMessage<Calls>,
  call: OpenCall,
): Promise<void> {
  const send = (message: FromEngine<Calls>) => port.postMessage(message, []);
  try {
    if (!Object.hasOwn(handlers, name)) throw new InklingError(`The engine has no call "${String(name)}".`);
    const run = handlers[name](ask, call);
    if (run instanceof Promise) {
      const only = await run;
      return send(call.cancelled() ? { kind: "end", id } : { kind: "answer", id, answer: only });
    }
    while (true) {
      const { done, value } = await run.next();
      if (call.cancelled()) {
        await run.return(undefined as never); // its finally blocks give back what it holds
        return send({ kind: "end", id });
      }
      if (done === true) return send({ kind: "answer", id, answer: value });
      await call.room();
      if (call.cancelled()) {
        await run.return(undefined as never);
        return send({ kind: "end", id });
      }
      send({ kind: "item", id, item: value });
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: "failure", id, message, expected: error instanceof InklingError });
  }
}
