/**
 * Who owns which part of the linear memory: first fit, neighbours that are free grow together again.
 *
 * The engine asks seldom (weights once, step memory in chunks), so a list in order of addresses is all it takes.
 * Addresses and sizes are bytes, multiples of a cache line (64).
 */
import { InklingError } from "../../errors.ts";
import type { LinearMemory } from "./webAssembly.ts";

const LINE = 64;
const PAGE = 65536;
/** WebAssembly's own page 0 is left alone: address 0 stays invalid, and the compiler's static data has its place. */
const FIRST = PAGE;

interface Range {
  start: number;
  end: number;
}

export class Heap {
  readonly #memory: LinearMemory;
  readonly #limit: number;
  readonly #sizes = new Map<number, number>();
  #free: Range[] = [];
  #end: number;
  #used = 0;
  #peak = 0;

  constructor(memory: LinearMemory, limit: number) {
    this.#memory = memory;
    this.#limit = limit;
    this.#end = memory.buffer.byteLength;
    this.#free.push({ start: FIRST, end: this.#end });
  }

  /** Bytes in use now, and the most there ever were. */
  get used(): number {
    return this.#used;
  }

  get peak(): number {
    return this.#peak;
  }

  get limit(): number {
    return this.#limit;
  }

  /** The address of `bytes` bytes, contents undefined. Throws if the memory can't grow that far. */
  allocate(bytes: number): number {
    const size = Math.max(LINE, Math.ceil(bytes / LINE) * LINE);
    let range = this.#free.find(({ start, end }) => end - start >= size);
    range ??= this.#grow(size);
    const address = range.start;
    range.start += size;
    if (range.start === range.end) this.#free.splice(this.#free.indexOf(range), 1);
    this.#sizes.set(address, size);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return address;
  }

  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) return;
    this.#sizes.delete(address);
    this.#used -= size;
    this.#release({ start: address, end: address + size });
  }

  /** Puts a range back in order, joined with free neighbours. */
  #release(range: Range): void {
    const next = this.#free.findIndex(({ start }) => start > range.start);
    const at = next === -1 ? this.#free.length : next;
    const before = this.#free[at - 1];
    const after = this.#free[at];
    if (after && after.start === range.end) {
      range.end = after.end;
      this.#free.splice(at, 1);
    }
    if (before && before.end === range.start) before.end = range.end;
    else this.#free.splice(at, 0, range);
  }

  /** Makes the memory larger, so that its last free range holds `size` bytes; gives that range. */
  #grow(size: number): Range {
    const last = this.#free.at(-1);
    const open = last?.end === this.#end ? this.#end - last.start : 0;
    const end = this.#end + Math.ceil((size - open) / PAGE) * PAGE;
    if (end > this.#limit) throw this.#full(size);
    try {
      this.#memory.grow((end - this.#end) / PAGE);
    } catch {
      throw this.#full(size);
    }
    this.#release({ start: this.#end, end });
    this.#end = end;
    return this.#free[this.#free.length - 1];
  }

  #full(size: number): InklingError {
    const mb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
    return new InklingError(
      `The engine is out of memory: ${mb(size)} more were asked for, ${mb(this.#used)} are in use, and it can hold ${mb(this.#limit)}. Take a smaller batch, a shorter context or a smaller model.`,
    );
  }
}
