/**
 * Threads that share the linear memory. Each runs the same compiled code; a call deals its units out in portions, and
 * whoever is free takes the next one.
 *
 *   caller                          every other thread (threadMain.ts)
 *   writes the job, GENERATION += 1 spins a while, then sleeps, until GENERATION changes
 *   takes portions until none left  takes portions until none left
 *   waits until DONE says all       DONE += 1
 *
 * Waking a sleeping thread takes longer than most kernels, so between kernels nobody sleeps: waiting is a loop first
 * and a sleep only when nothing came for a while. A job allocates nothing in linear memory.
 */
import { InklingError } from "../../errors.ts";
import type { CompiledKernel, CompiledKernels, KernelName } from "./exports.ts";
import { kernelNames } from "./exports.ts";
import { startThread, type Thread } from "./startThread.ts";
import { LAYOUT } from "./threadMain.ts";
import type { CompiledModule, LinearMemory } from "./webAssembly.ts";

/** A portion is at least a kernel's grain; and there are about this many for each thread, so that none waits long. */
const PORTIONS = 8;
/** After so long without an answer, a thread is given up. No kernel takes a tenth of it. */
const PATIENCE_MS = 60_000;
/** How often the caller looks before it asks for the time, and, where it may, sleeps a little. */
const LOOKS = 100_000;

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
  readonly #workers: readonly Thread[];
  readonly #patienceMs: number;
  #broken: string | undefined;

  private constructor(options: PoolOptions, shared: SharedArrayBuffer, kernels: CompiledKernels) {
    this.threads = options.threads;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#control = new Int32Array(shared, 0, LAYOUT.length);
    this.#arguments = new Float64Array(shared, LAYOUT.length * 4);
    this.#kernels = kernelNames.map((name) => kernels[name]);
    const { module, memory } = options;
    const lost = (thread: number, why: string) => {
      this.#broken ??= `Thread ${thread + 1} of ${this.threads} ended: ${why}`;
    };
    this.#workers = Array.from({ length: this.threads - 1 }, (_, i) =>
      startThread({ module, memory, shared, layout: LAYOUT, kernelNames, thread: i + 1 }, (why) =>
        lost(i + 1, why),
      ),
    );
  }

  /** Starts `threads − 1` workers and waits until all are ready. */
  static async start(options: PoolOptions, kernels: CompiledKernels): Promise<Pool> {
    const shared = new SharedArrayBuffer(LAYOUT.length * 4 + LAYOUT.arguments * 8);
    const pool = new Pool(options, shared, kernels);
    await Promise.all(pool.#workers.map((worker) => worker.ready));
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
    Atomics.add(control, LAYOUT.generation, 1);
    if (Atomics.load(control, LAYOUT.sleeping) > 0) Atomics.notify(control, LAYOUT.generation);

    const compute = this.#kernels[index];
    while (true) {
      const from = Atomics.add(control, LAYOUT.next, portion);
      if (from >= units) break;
      compute(from, Math.min(from + portion, units), scratch, ...args);
    }
    this.#awaitOthers();
  }

  dispose(): void {
    this.#broken = "The engine was disposed of.";
    for (const worker of this.#workers) worker.end();
  }

  #awaitOthers(): void {
    const control = this.#control;
    let looks = 0;
    let since = 0;
    while (Atomics.load(control, LAYOUT.done) < this.threads - 1) {
      if (++looks % LOOKS !== 0) continue;
      const now = performance.now();
      since ||= now;
      if (now - since > this.#patienceMs) {
        this.#broken = `A thread did not answer for ${this.#patienceMs / 1000} s`;
        break;
      }
    }
    if (Atomics.load(control, LAYOUT.failed) > 0) this.#broken ??= "A thread failed inside a kernel";
    if (this.#broken) throw this.#failure(this.#broken);
  }

  #failure(what: string): InklingError {
    return new InklingError(
      `${what}. The engine can't go on; what was saved before is safe. Start again, with --threads 1 if it happens again.`,
    );
  }
}
