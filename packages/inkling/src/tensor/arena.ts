/**
 * Memory for one step: handed out front to back, taken back all at once.
 *
 * A training step makes the same tensors every time, so after the first step no memory is asked for any more, and model
 * code needs no dispose().
 */
import type { BufferHandle, ElementType, Kernels, Span } from "../kernels/kernels.ts";

/** Elements per chunk: 4 MB of float32. A larger tensor gets a chunk of its own. */
const CHUNK = 1 << 20;
/** Tensors begin at multiples of 16 elements (64 bytes, a cache line). */
const ALIGNMENT = 16;

interface Chunk {
  readonly buffer: BufferHandle;
  readonly capacity: number;
  used: number;
}

export class Arena {
  readonly #kernels: Kernels;
  readonly #chunks: Record<ElementType, Chunk[]> = { float: [], int32: [] };

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  /** Room for `count` elements, contents undefined, until the next reset. */
  allocate(type: ElementType, count: number): Span {
    const size = Math.ceil(count / ALIGNMENT) * ALIGNMENT;
    const chunks = this.#chunks[type];
    let chunk = chunks.find((candidate) => candidate.capacity - candidate.used >= size);
    if (!chunk) {
      let capacity = CHUNK;
      while (capacity < size) capacity *= 2; // rounded up, so that a text that grows by a word can use it again
      chunk = { buffer: this.#kernels.allocate(type, capacity), capacity, used: 0 };
      chunks.push(chunk);
    }
    const offset = chunk.used;
    chunk.used += size;
    return { buffer: chunk.buffer, offset };
  }

  /** Takes everything back. What this step did not touch goes back to the backend. */
  reset(): void {
    for (const [type, chunks] of Object.entries(this.#chunks)) {
      for (const chunk of chunks) if (chunk.used === 0) this.#kernels.free(chunk.buffer);
      this.#chunks[type as ElementType] = chunks.filter(({ used }) => used > 0);
      for (const chunk of chunks) chunk.used = 0;
    }
  }

  dispose(): void {
    for (const chunks of Object.values(this.#chunks)) {
      for (const chunk of chunks) this.#kernels.free(chunk.buffer);
      chunks.length = 0;
    }
  }
}
