/** Buffers in linear memory: from a span, checked, to the address a kernel works at. */
import type { BufferHandle, Elements, ElementType, Span } from "../kernels.ts";
import type { Heap } from "./heap.ts";
import type { LinearMemory } from "./webAssembly.ts";

interface Buffer {
  readonly address: number;
  readonly type: ElementType;
  readonly count: number;
}

export class WasmMemory {
  readonly #memory: LinearMemory;
  readonly #heap: Heap;
  /** A handle is never given twice, so that one which was freed is noticed. */
  readonly #buffers = new Map<BufferHandle, Buffer>();
  #next = 1;

  constructor(memory: LinearMemory, heap: Heap) {
    this.#memory = memory;
    this.#heap = heap;
  }

  allocate(type: ElementType, count: number): BufferHandle {
    const handle = this.#next++;
    this.#buffers.set(handle, { address: this.#heap.allocate(count * 4), type, count });
    return handle;
  }

  free(buffer: BufferHandle): void {
    const found = this.#buffers.get(buffer);
    if (found) this.#heap.free(found.address);
    this.#buffers.delete(buffer);
  }

  /** The address of the `count` floats that begin at `span`. */
  at(span: Span, count: number): number {
    const { type, address } = this.#checked(span, count);
    if (type === "int32") throw new TypeError("A kernel was given ids where it takes floats.");
    return address + span.offset * 4;
  }

  /** The address of the `count` int32 words that begin at `span`, whatever they say. */
  words(span: Span, count: number): number {
    const { type, address } = this.#checked(span, count);
    if (type === "float") throw new TypeError("A kernel was given floats where it takes ids or words.");
    return address + span.offset * 4;
  }

  /** The address of the `count` ids that begin at `span`; all of them must be below `limit`, and at least `least`. */
  ids(span: Span, count: number, least: number, limit: number, complain: (id: number) => string): number {
    const address = this.words(span, count);
    const ids = new Int32Array(this.#memory.buffer, address, count);
    const wrong = ids.find((id) => id < least || id >= limit);
    if (wrong !== undefined) throw new RangeError(complain(wrong));
    return address;
  }

  write(to: Span, values: ArrayLike<number>): void {
    this.#view(to, values.length).set(values);
  }

  read(from: Span, count: number): Promise<Elements> {
    return Promise.resolve(this.#view(from, count).slice());
  }

  copy(from: Span, to: Span, count: number): void {
    this.#view(to, count).set(this.#view(from, count));
  }

  #checked(span: Span, count: number): Buffer {
    const buffer = this.#buffers.get(span.buffer);
    if (buffer === undefined) throw new TypeError(`Buffer ${span.buffer} is not allocated (or was freed).`);
    if (span.offset < 0 || span.offset + count > buffer.count) {
      throw new RangeError(
        `A kernel reached outside its buffer: ${span.offset} + ${count} > ${buffer.count}.`,
      );
    }
    return buffer;
  }

  /** The numbers themselves. Made anew each time: when the memory grows, older views lose it. */
  #view(span: Span, count: number): Float32Array | Int32Array {
    const { type, address: start } = this.#checked(span, count);
    const address = start + span.offset * 4;
    return type === "int32"
      ? new Int32Array(this.#memory.buffer, address, count)
      : new Float32Array(this.#memory.buffer, address, count);
  }
}
