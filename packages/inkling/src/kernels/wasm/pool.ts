/**
 * Threads that share the linear memory. Each runs the same compiled code; a call deals its units out in portions, and
 * whoever is free takes the next one.
 *
 *   caller                                  every other thread (threadMain.ts)
 *   writes the job, opens it: JOINED = 0
 *   GENERATION += 1                         spins a while, then sleeps, until GENERATION changes
 *   takes portions until none is left       JOINED += 1; if it was open: takes portions until none is left,
 *   closes it: JOINED = CLOSED              then DONE += 1
 *   waits until DONE is what JOINED was
 *
 * So the caller waits only for threads that have work in hand: one that is slow to wake, or has no core to run on, delays
 * nobody. Waking a sleeping thread takes longer than most kernels, so between kernels nobody sleeps: waiting is a loop
 * first and a sleep only when nothing came for a while. A job allocates nothing in linear memory.
 */
import { InklingError } from "../../errors.ts";
import type { CompiledKernel, CompiledKernels, KernelName } from "./exports.ts";
import { kernelNames } from "./exports.ts";
import { startThread, type Thread } from "./startThread.ts";
import { LAYOUT } from "./threadMain.ts";
import type { CompiledModule, LinearMemory } from "./webAssembly.ts";

/** A portion is at least a kernel's grain; and there are about this many for each thread, so that none waits long. */
const PORTIONS = 8;
/** After so long without an answer, a thread is given up. No portion takes a tenth of it. */
const PATIENCE_MS = 30_000;
/** How often the caller looks before it sleeps, about 100 µs; and how long it sleeps before it looks at the clock. */
const LOOKS = 20_000;
const NAP_MS = 10;
/** In JOINED while no job is open: so low that no number of late threads makes it positive. */
const CLOSED = -0x4000_0000;

export interface PoolOptions {
  readonly threads: number;
  readonly module: CompiledModule;
  readonly memory: LinearMemory;
  readonly patienceMs?: number;
}

export class Pool {
  readonly threads: number;
  readonly #control: Int32Array;
  readonly #arguments: Float64Array;
  readonly #kernels: readonly CompiledKernel[];
  readonly #workers: Thread[] = [];
  readonly #patienceMs: number;
  readonly #maySleep: boolean;
  #broken: string | undefined;

  private constructor(options: PoolOptions, shared: SharedArrayBuffer, kernels: CompiledKernels) {
    this.threads = options.threads;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#control = new Int32Array(shared, 0, LAYOUT.length);
    this.#control[LAYOUT.joined] = CLOSED;
    this.#maySleep = maySleep(this.#control);
    this.#arguments = new Float64Array(shared, LAYOUT.length * 4);
    this.#kernels = kernelNames.map((name) => kernels[name]);
  }

  /** Starts `threads − 1` workers and waits until all are ready. If one can't be started it throws, with the others ended. */
  static async start(options: PoolOptions, kernels: CompiledKernels): Promise<Pool> {
    const shared = new SharedArrayBuffer(LAYOUT.length * 4 + LAYOUT.arguments * 8);
    const pool = new Pool(options, shared, kernels);
    const { module, memory } = options;
    try {
      for (let thread = 1; thread < pool.threads; thread++) {
        const lost = (why: string) => {
          pool.#broken ??= `Thread ${thread + 1} of ${pool.threads} ended: ${why}`;
        };
        pool.#workers.push(
          startThread({ module, memory, shared, layout: LAYOUT, kernelNames, thread }, lost),
        );
      }
      await Promise.all(pool.#workers.map(({ ready }) => ready));
    } catch (error) {
      pool.dispose();
      throw error;
    }
    return pool;
  }

  /** Runs a kernel's units on all threads; returns when every one is done. */
  run(
    kernel: KernelName,
    units: number,
    grain: number,
    scratch: number,
    stride: number,
    args: readonly number[],
  ): void {
    if (this.#broken) throw this.#failure(this.#broken);
    const control = this.#control;
    const index = kernelNames.indexOf(kernel);
    const portion = Math.max(grain, Math.ceil(units / (this.threads * PORTIONS)));
    control[LAYOUT.kernel] = index;
    control[LAYOUT.units] = units;
    control[LAYOUT.portion] = portion;
    control[LAYOUT.scratch] = scratch;
    control[LAYOUT.stride] = stride;
    this.#arguments.set(args);
    Atomics.store(control, LAYOUT.next, 0);
    Atomics.store(control, LAYOUT.done, 0);
    Atomics.store(control, LAYOUT.joined, 0);
    Atomics.add(control, LAYOUT.generation, 1);
    if (Atomics.load(control, LAYOUT.sleeping) > 0) Atomics.notify(control, LAYOUT.generation);

    try {
      this.#takePortions(this.#kernels[index], units, portion, scratch, args);
    } catch (error) {
      this.#broken ??= `A kernel failed (${String(error)})`;
    }
    this.#awaitOthers();
    if (Atomics.load(control, LAYOUT.failed) > 0) this.#broken ??= "A thread failed inside a kernel";
    if (this.#broken) throw this.#failure(this.#broken);
  }

  dispose(): void {
    this.#broken = "The engine was disposed of.";
    for (const worker of this.#workers) worker.end();
  }

  #takePortions(
    compute: CompiledKernel,
    units: number,
    portion: number,
    scratch: number,
    args: readonly number[],
  ): void {
    while (true) {
      const from = Atomics.add(this.#control, LAYOUT.next, portion);
      if (from >= units) return;
      compute(from, Math.min(from + portion, units), scratch, ...args);
    }
  }

  /** Closes the job and waits for the threads that joined it. */
  #awaitOthers(): void {
    const control = this.#control;
    const joined = Atomics.exchange(control, LAYOUT.joined, CLOSED);
    for (let look = 0; look < LOOKS; look++) {
      if (Atomics.load(control, LAYOUT.done) === joined) return;
    }
    Atomics.store(control, LAYOUT.waiting, 1);
    let waited = 0;
    let before = performance.now();
    for (let looks = 1; waited < this.#patienceMs; looks++) {
      const done = Atomics.load(control, LAYOUT.done);
      if (done === joined) break;
      if (this.#maySleep) Atomics.wait(control, LAYOUT.done, done, NAP_MS);
      else if (looks % LOOKS !== 0) continue;
      const now = performance.now();
      waited += Math.min(now - before, 2 * NAP_MS); // more was the whole machine's sleep, not this thread's silence
      before = now;
    }
    Atomics.store(control, LAYOUT.waiting, 0);
    if (Atomics.load(control, LAYOUT.done) !== joined) {
      this.#broken ??= `A thread did not answer for ${this.#patienceMs / 1000} s`;
    }
  }

  #failure(what: string): InklingError {
    return new InklingError(
      `${what}. The engine can't go on; what was saved before is safe. Start again; if it happens again, with one thread.`,
    );
  }
}

/** A page's own script may not sleep; a worker, and Node, may. */
function maySleep(control: Int32Array): boolean {
  try {
    Atomics.wait(control, LAYOUT.waiting, 0, 0);
    return true;
  } catch {
    return false;
  }
}
