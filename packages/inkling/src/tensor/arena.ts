/**
 * Memory for one step: handed out front to back, taken back all at once, large pieces earlier where that is known.
 *
 *   small tensors   lie in chunks, one behind another, until the step ends
 *   large ones      have a buffer each, which the tape gives back as soon as no gradient needs it any more
 *
 * A training step makes the same tensors every time, so after the first step the backend hands out the same places
 * again, and model code needs no dispose().
 */
import type { BufferHandle, ElementType, Kernels, Span } from "../kernels/kernels.ts";

/** Elements of a tensor that is worth a buffer of its own: 64 KB of float32. */
const LARGE = 1 << 14;
/** Elements per chunk: 1 MB of float32. */
const CHUNK = 1 << 18;
/** Tensors begin at multiples of 16 elements (64 bytes, a cache line). */
const ALIGNMENT = 16;

interface Chunk {
  readonly buffer: BufferHandle;
  used: number;
}

export class Arena {
  readonly #kernels: Kernels;
  readonly #chunks: Record<ElementType, Chunk[]> = { float: [], int32: [] };
  readonly #large = new Set<BufferHandle>();

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  /** Room for `count` elements, contents undefined, until the next reset (or `release`). */
  allocate(type: ElementType, count: number): Span {
    if (count >= LARGE) {
      const buffer = this.#kernels.allocate(type, count);
      this.#large.add(buffer);
      return { buffer, offset: 0 };
    }
    const size = Math.ceil(count / ALIGNMENT) * ALIGNMENT;
    const chunks = this.#chunks[type];
    let chunk = chunks.find(({ used }) => CHUNK - used >= size);
    if (!chunk) {
      chunk = { buffer: this.#kernels.allocate(type, CHUNK), used: 0 };
      chunks.push(chunk);
    }
    const offset = chunk.used;
    chunk.used += size;
    return { buffer: chunk.buffer, offset };
  }

  /** Is it one tensor's alone? */
  isOwn(buffer: BufferHandle): boolean {
    return this.#large.has(buffer);
  }

  /** Takes a large buffer back before the step ends; a chunk, which small tensors share, stays. */
  release(buffer: BufferHandle): void {
    if (this.#large.delete(buffer)) this.#kernels.free(buffer);
  }

  /** Takes everything back. Chunks that this step did not touch go back to the backend. */
  reset(): void {
    for (const buffer of this.#large) this.#kernels.free(buffer);
    this.#large.clear();
    for (const [type, chunks] of Object.entries(this.#chunks)) {
      for (const chunk of chunks) if (chunk.used === 0) this.#kernels.free(chunk.buffer);
      this.#chunks[type as ElementType] = chunks.filter(({ used }) => used > 0);
      for (const chunk of chunks) chunk.used = 0;
    }
  }

  dispose(): void {
    this.reset();
    for (const chunks of Object.values(this.#chunks)) {
      for (const chunk of chunks) this.#kernels.free(chunk.buffer);
      chunks.length = 0;
    }
  }
}
