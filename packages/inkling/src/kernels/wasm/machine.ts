/** Runs compiled kernels over linear memory, on this thread or on a pool of them. Knows no tensor and no formula. */

import type { CompiledKernels, KernelName, Work } from "./exports.ts";
import type { Heap } from "./heap.ts";
import { WasmMemory } from "./memory.ts";
import type { Pool } from "./pool.ts";
import type { LinearMemory } from "./webAssembly.ts";

export class Machine {
  readonly memory: WasmMemory;
  readonly heap: Heap;
  readonly threads: number;
  readonly #kernels: CompiledKernels;
  readonly #pool: Pool | undefined;
  #scratch = { address: 0, bytes: 0 };

  constructor(memory: LinearMemory, heap: Heap, kernels: CompiledKernels, pool: Pool | undefined) {
    this.memory = new WasmMemory(memory, heap);
    this.heap = heap;
    this.#kernels = kernels;
    this.#pool = pool;
    this.threads = pool?.threads ?? 1;
  }

  /** Runs a kernel; returns when all its units are done. */
  run(kernel: KernelName, { units, grain = 1, scratch = 0 }: Work, ...args: number[]): void {
    const bytes = Math.ceil(scratch / 16) * 64;
    const address = this.#scratchOf(bytes);
    if (this.#pool === undefined || units <= grain) this.#kernels[kernel](0, units, address, ...args);
    else this.#pool.run(kernel, units, grain, address, bytes, args);
  }

  /** Room that lasts from one call to the next and is asked for by its size in bytes; it only ever grows. */
  room(): (bytes: number) => number {
    let room = { address: 0, bytes: 0 };
    return (bytes) => {
      if (bytes > room.bytes) {
        this.heap.free(room.address);
        room = { address: 0, bytes: 0 };
        room = { address: this.heap.allocate(bytes), bytes };
      }
      return room.address;
    };
  }

  dispose(): void {
    this.#pool?.dispose();
  }

  /** Room for `bytes` bytes for each thread. It only ever grows, so a steady run asks for none. */
  #scratchOf(bytes: number): number {
    const needed = bytes * this.threads;
    if (needed > this.#scratch.bytes) {
      this.heap.free(this.#scratch.address);
      this.#scratch = { address: 0, bytes: 0 };
      this.#scratch = { address: this.heap.allocate(needed), bytes: needed };
    }
    return this.#scratch.address;
  }
}
