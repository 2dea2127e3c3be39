/**
 * Memory for one step: handed out front to back, taken back all at once.
 *
 * A training step makes the same tensors every time, so after the first step nothing is allocated any more:
 * no garbage, and no dispose() in model code.
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
      const capacity = Math.max(CHUNK, size);
      chunk = { buffer: this.#kernels.allocate(type, capacity), capacity, used: 0 };
      chunks.push(chunk);
    }
    const offset = chunk.used;
    chunk.used += size;
    return { buffer: chunk.buffer, offset };
  }

  reset(): void {
    for (const chunks of Object.values(this.#chunks)) for (const chunk of chunks) chunk.used = 0;
  }

  dispose(): void {
    for (const chunks of Object.values(this.#chunks)) {
      for (const chunk of chunks) this.#kernels.free(chunk.buffer);
      chunks.length = 0;
    }
  }
}
