/**
 * The engine of a page that is one file: in a thread that runs the page's own script, since there is no other file to run; where
 * no thread may be started, in the page itself. There it computes a few words at a time and lets the page breathe in between: the
 * channel holds no more of them than that.
 */
import { createEngine, EngineClient, engineHandlers, type Port, serve } from "inkling";
import type { LabEngine } from "../engine/connect.ts";

/** What the thread does: answers through its own scope. */
export function serveThread(): void {
  const thread: Port = {
    postMessage: (message, transfer) => self.postMessage(message, { transfer }),
    addEventListener: (type, listener) => self.addEventListener(type, listener),
  };
  serve(thread, engineHandlers(createEngine()));
}

/**
 * @param script the page's own
 * @param lost called if the thread ends
 */
export async function startEngine(script: string, lost: () => void): Promise<LabEngine> {
  return (await startThread(script, lost)) ?? inPage();
}

/** Undefined if there can be none. */
async function startThread(script: string, lost: () => void): Promise<LabEngine | undefined> {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const thread = new Worker(url);
    const engine: LabEngine = new EngineClient(thread);
    let runs = false;
    thread.addEventListener("error", ({ message }) => {
      engine.lost(message);
      if (runs) lost();
    });
    await engine.call("hello", undefined);
    runs = true;
    return engine;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function inPage(): LabEngine {
  const { port1, port2 } = new MessageChannel();
  serve(port1, engineHandlers(createEngine()));
  return new EngineClient(port2);
}
