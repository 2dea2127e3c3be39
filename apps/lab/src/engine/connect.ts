/** Starts the engine's thread and says when it is lost. */
import { type EngineCalls, EngineClient } from "inkling";

export type LabEngine = EngineClient<EngineCalls>;

/** A new engine, behind a channel. `lost` is called if its thread fails, once. */
export function startEngine(lost: (why: string) => void): { readonly engine: LabEngine; end(): void } {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const engine: LabEngine = new EngineClient(worker);
  worker.addEventListener("error", ({ message }) => {
    engine.lost(message);
    lost(message);
  });
  return { engine, end: () => worker.terminate() };
}
