/** Worker threads that a test can get hold of, or replace. */
import process from "node:process";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { vi } from "vitest";

type Start = (code: string, options: WorkerOptions, started: number) => Worker;

/**
 * From now on (until vi.restoreAllMocks) every thread the engine starts is made by `start` and kept in the list
 * returned.
 */
export function useWorkers(start: Start = (code, options) => new Worker(code, options)): {
  readonly started: readonly Worker[];
} {
  const started: Worker[] = [];
  const original = process.getBuiltinModule;
  /** `new` on it gives what `start` returns: a constructor may return another object. */
  function Started(code: string, options: WorkerOptions): Worker {
    const worker = start(code, options, started.length);
    started.push(worker);
    return worker;
  }
  vi.spyOn(process, "getBuiltinModule").mockImplementation(((name: string) =>
    name === "node:worker_threads" ? { Worker: Started } : original(name)) as typeof original);
  return { started };
}
