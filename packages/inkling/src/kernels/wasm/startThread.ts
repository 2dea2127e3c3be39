/**
 * Starts a thread: a Web Worker in a browser, a worker thread in Node.
 *
 * Node's module is reached by `process.getBuiltinModule` (Node ≥ 20.16) rather than imported: the same file must load in
 * a page, where a bundler would stumble over node:*.
 */
import { type ThreadStart, threadMain } from "./threadMain.ts";

export interface Thread {
  /** Settles when the thread waits for its first job. */
  readonly ready: Promise<void>;
  end(): void;
}

interface NodeWorker {
  on(event: "message" | "error" | "exit", listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): unknown;
}

interface WebWorker {
  onmessage: (() => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

interface NodeModules {
  readonly "node:worker_threads": { readonly Worker: NodeWorkerClass };
  readonly "node:v8": { setFlagsFromString(flag: string): void };
}

type NodeWorkerClass = new (
  code: string,
  options: { eval: boolean; execArgv: readonly string[]; workerData: unknown },
) => NodeWorker;

/** The parts of the two platforms that are used here. */
interface Platform {
  readonly process?: { getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] };
  readonly Worker?: new (url: string) => WebWorker;
  readonly Blob?: new (parts: string[], options: { type: string }) => object;
  readonly URL?: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void };
  readonly SharedArrayBuffer?: unknown;
}

const platform = globalThis as Platform;

/** Why this machine can't have more than one thread; undefined if it can. */
export function whyNoThreads(): string | undefined {
  if (platform.SharedArrayBuffer === undefined) {
    return "shared memory is missing (a page needs the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)";
  }
  if (platform.process?.getBuiltinModule || platform.Worker) return undefined;
  return "worker threads are missing (Node 20.16 or newer has them)";
}

/** Node 20 has relaxed SIMD behind a flag, which it takes until code is compiled; newer ones need none, and complain of it. */
export function allowRelaxedSimd(): void {
  platform.process?.getBuiltinModule?.("node:v8").setFlagsFromString("--experimental-wasm-relaxed-simd");
}

/** `lost` is called if the thread ends by itself. */
export function startThread(start: ThreadStart, lost: (why: string) => void): Thread {
  const node = platform.process?.getBuiltinModule?.("node:worker_threads");
  const thread = node ? startInNode(node.Worker, start, lost) : startInBrowser(start, lost);
  thread.ready.catch(() => undefined); // whoever awaits it hears of it; if nobody does, that is no second failure
  return thread;
}

function startInNode(Worker: NodeWorkerClass, start: ThreadStart, lost: (why: string) => void): Thread {
  const code = `const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
    (${threadMain})(workerData, () => parentPort.postMessage("ready"));`;
  // Without the program's own flags: --import or --input-type would make something else of the code above.
  const worker = new Worker(code, { eval: true, execArgv: [], workerData: start });
  const ready = new Promise<void>((resolve, reject) => {
    worker.on("message", () => {
      worker.unref(); // from here on it waits, and a thread that waits must not keep the program from ending
      resolve();
    });
    worker.on("error", (error) => {
      lost(String(error));
      reject(error);
    });
    worker.on("exit", (code) => {
      lost(`exit code ${code}`);
      reject(new Error(`A thread ended before it was ready (exit code ${code}).`));
    });
  });
  return { ready, end: () => void worker.terminate() };
}

function startInBrowser(start: ThreadStart, lost: (why: string) => void): Thread {
  const { Worker, Blob, URL } = platform;
  if (!Worker || !Blob || !URL) throw new TypeError("There are no workers here.");
  const code = `onmessage = ({ data }) => (${threadMain})(data, () => postMessage("ready"));`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url);
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve();
    };
    worker.onerror = ({ message = "unknown reason" }) => {
      lost(message);
      reject(new Error(`A thread could not be started: ${message}`));
    };
  });
  worker.postMessage(start);
  return { ready, end: () => worker.terminate() };
}
