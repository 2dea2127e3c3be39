/**
 * The reference backend's memory: typed arrays behind handles.
 *
 * `at(span, count)` is how a kernel sees an operand: exactly its elements, starting at index 0, so that the loops
 * need no offsets and can't write beside it.
 */
import type { Arithmetic } from "../../math/arithmetic.ts";
import type { BufferHandle, Elements, ElementType, MemoryReport, Span } from "../kernels.ts";

export type Floats = Float32Array | Float64Array;

export class ReferenceMemory {
  readonly #arithmetic: Arithmetic;
  readonly #buffers = new Map<BufferHandle, Elements>();
  #next = 1;
  #used = 0;
  #peak = 0;

  constructor(arithmetic: Arithmetic) {
    this.#arithmetic = arithmetic;
  }

  allocate(type: ElementType, count: number): BufferHandle {
    const handle = this.#next++;
    const elements = type === "int32" ? new Int32Array(count) : this.#arithmetic.newArray(count);
    this.#buffers.set(handle, elements);
    this.#used += elements.byteLength;
    this.#peak = Math.max(this.#peak, this.#used);
    return handle;
  }

  free(buffer: BufferHandle): void {
    this.#used -= this.#buffers.get(buffer)?.byteLength ?? 0;
    this.#buffers.delete(buffer);
  }

  get report(): MemoryReport {
    return { used: this.#used, peak: this.#peak, limit: Number.POSITIVE_INFINITY };
  }

  /** The `count` floats that begin at `span`. */
  at(span: Span, count: number): Floats {
    const elements = this.#view(span, count);
    if (elements instanceof Int32Array) throw new TypeError("A kernel was given ids where it takes floats.");
    return elements;
  }

  /** The `count` ids that begin at `span`. */
  ids(span: Span, count: number): Int32Array {
    const elements = this.#view(span, count);
    if (!(elements instanceof Int32Array))
      throw new TypeError("A kernel was given floats where it takes ids.");
    return elements;
  }

  write(to: Span, values: ArrayLike<number>): void {
    this.#view(to, values.length).set(values);
  }

  read(from: Span, count: number): Promise<Elements> {
    return Promise.resolve(this.#view(from, count).slice());
  }

  #view(span: Span, count: number): Elements {
    const buffer = this.#buffers.get(span.buffer);
    if (buffer === undefined) throw new TypeError(`Buffer ${span.buffer} is not allocated (or was freed).`);
    if (span.offset < 0 || span.offset + count > buffer.length) {
      throw new RangeError(
        `A kernel reached outside its buffer: ${span.offset} + ${count} > ${buffer.length}.`,
      );
    }
    return buffer.subarray(span.offset, span.offset + count);
  }
}
