/**
 * What a thread of the pool does, all its life: wait for a job, take portions of it, say when there are none left.
 *
 * The function is sent to the thread as text, so that neither Node nor a browser nor a bundler has to find another
 * file; therefore it may use nothing but its parameter and globals.
 */

import type { CompiledModule, LinearMemory, WebAssemblyApi } from "./webAssembly.ts";

/** The block that all threads share: 16 integers, then the arguments of the kernel as doubles. */
export const LAYOUT = {
  /** Counts jobs; a change is the signal to begin. */
  generation: 0,
  /** The first unit nobody has taken yet. */
  next: 1,
  /** How many of those that joined the job have found no more units. */
  done: 2,
  /** How many threads sleep and must be woken. */
  sleeping: 3,
  /** How many threads have failed. */
  failed: 4,
  kernel: 5,
  units: 6,
  portion: 7,
  scratch: 8,
  /** Bytes from one thread's scratch memory to the next one's. */
  stride: 9,
  /** How many threads have joined the job; negative while none is open. */
  joined: 10,
  /** 1 while the caller sleeps until `done` changes. */
  waiting: 11,
  length: 16,
  /** The most arguments a kernel takes, after the first three. */
  arguments: 24,
} as const;

export interface ThreadStart {
  readonly module: CompiledModule;
  readonly memory: LinearMemory;
  readonly shared: SharedArrayBuffer;
  readonly layout: typeof LAYOUT;
  readonly kernelNames: readonly string[];
  /** Which thread this is; the caller is 0. */
  readonly thread: number;
}

export function threadMain(start: ThreadStart, ready: () => void): void {
  const at = start.layout;
  const looks = 20000; // about 100 µs: longer than the script between two kernels takes
  const control = new Int32Array(start.shared, 0, at.length);
  const args = new Float64Array(start.shared, at.length * 4, at.arguments);
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const { exports } = new wasm.Instance(start.module, { env: { memory: start.memory } });
  const kernels = start.kernelNames.map(
    (name) => (exports as Record<string, (...all: number[]) => void>)[name],
  );
  let seen = 0;
  ready();
  while (true) {
    let spins = 0;
    while (Atomics.load(control, at.generation) === seen) {
      if (++spins < looks) continue;
      Atomics.add(control, at.sleeping, 1);
      Atomics.wait(control, at.generation, seen);
      Atomics.sub(control, at.sleeping, 1);
    }
    seen = Atomics.load(control, at.generation);
    if (Atomics.add(control, at.joined, 1) < 0) continue; // too late: it was finished without this thread
    const kernel = kernels[control[at.kernel]];
    const units = control[at.units];
    const portion = control[at.portion];
    const scratch = control[at.scratch] + start.thread * control[at.stride];
    try {
      while (true) {
        const from = Atomics.add(control, at.next, portion);
        if (from >= units) break;
        kernel(from, Math.min(from + portion, units), scratch, ...args); // it ignores what it has no parameter for
      }
    } catch {
      Atomics.add(control, at.failed, 1);
    }
    Atomics.add(control, at.done, 1);
    if (Atomics.load(control, at.waiting) === 1) Atomics.notify(control, at.done);
  }
}
