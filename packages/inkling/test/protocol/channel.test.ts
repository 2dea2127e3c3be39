import type { MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { EngineClient, EngineFault } from "../../src/protocol/client.ts";
import { type CallContext, serve } from "../../src/protocol/serve.ts";

type Calls = {
  count: { ask: { readonly to: number }; item: number; answer: string };
  fail: { ask: { readonly expected: boolean }; item: never; answer: never };
  wait: { ask: undefined; item: number; answer: string };
};

/** What happened on the engine's side. */
const seen = { yielded: 0, gaveBack: 0, contexts: [] as CallContext[] };
const ports: MessagePort[] = [];

function connect(): EngineClient<Calls> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  Object.assign(seen, { yielded: 0, gaveBack: 0, contexts: [] });
  serve<Calls>(port1, {
    async *count({ to }) {
      try {
        for (let i = 0; i < to; i++) {
          seen.yielded++;
          yield i;
        }
        return `counted to ${to}`;
      } finally {
        seen.gaveBack++;
      }
    },
    async fail({ expected }) {
      throw expected ? new InklingError("Give a number.") : new TypeError("x is undefined");
    },
    async *wait(_, context) {
      seen.contexts.push(context);
      yield 0;
      while (!context.cancelled()) await new Promise((resolve) => setTimeout(resolve, 1));
      return "never heard";
    },
  });
  return new EngineClient<Calls>(port2);
}

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Until messages that are on their way have arrived. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

describe("a channel", () => {
  it("brings every item in order, and the answer behind them", async () => {
    const items = connect().stream("count", { to: 100 });
    const got: number[] = [];
    while (true) {
      const { done, value } = await items.next();
      if (done === true) {
        expect(value).toBe("counted to 100");
        break;
      }
      got.push(value);
    }
    expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it("sends no more items than there is room for, until some are used", async () => {
    const items = connect().stream("count", { to: 1000 });
    await items.next();
    await settled();
    const ahead = seen.yielded;
    expect(ahead).toBeLessThan(20);
    for (let i = 0; i < 50; i++) await items.next();
    await settled();
    expect(seen.yielded).toBeGreaterThan(50);
    expect(seen.yielded).toBeLessThan(51 + ahead);
    await items.return(undefined);
  });

  it("ends the work when whoever asked leaves the loop", async () => {
    for await (const item of connect().stream("count", { to: 1e9 })) if (item === 5) break;
    await settled();
    expect(seen.gaveBack).toBe(1);
    expect(seen.yielded).toBeLessThan(30);
  });

  it("ends the work on a signal, and answers nothing then", async () => {
    const engine = connect();
    const abort = new AbortController();
    const waiting = engine.call("wait", undefined, { signal: abort.signal });
    await settled();
    expect(seen.contexts[0].cancelled()).toBe(false);
    abort.abort();
    expect(await waiting).toBeUndefined();
    expect(seen.contexts[0].cancelled()).toBe(true);
    expect(await engine.call("count", { to: 1 }, { signal: abort.signal })).toBeUndefined();
    expect(seen.yielded).toBe(0);
  });

  it("keeps many calls apart", async () => {
    const engine = connect();
    const all = [3, 1, 2].map((to) => engine.call("count", { to }));
    expect(await Promise.all(all)).toEqual(["counted to 3", "counted to 1", "counted to 2"]);
  });

  it("tells an error written for people from a fault of ours", async () => {
    const engine = connect();
    await expect(engine.call("fail", { expected: true })).rejects.toThrow(new InklingError("Give a number."));
    const fault = await engine.call("fail", { expected: false }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EngineFault);
    expect(fault).not.toBeInstanceOf(InklingError);
    await expect(engine.call("no such" as "fail", { expected: true })).rejects.toThrow(/no call "no such"/);
  });

  it("fails what is open, and all that comes later, once the engine is gone", async () => {
    const engine = connect();
    const open = engine.call("wait", undefined);
    const failure = expect(open).rejects.toThrow(new EngineFault("The worker ended."));
    await settled();
    engine.lost("The worker ended.");
    await failure;
    await expect(engine.call("count", { to: 1 })).rejects.toThrow("The worker ended.");
  });
});
