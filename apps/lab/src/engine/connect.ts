/** Starts the engine's thread and says when it is lost. */
import { type EngineCalls, EngineClient } from "inkling";

export type LabEngine = EngineClient<EngineCalls>;

/** A new engine, behind a channel. `lost` is called if its thread fails. */
export function startEngine(lost: () => void): LabEngine {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const engine: LabEngine = new EngineClient(worker);
  worker.addEventListener("error", ({ message }) => {
    engine.lost(message);
    lost();
  });
  return engine;
}
