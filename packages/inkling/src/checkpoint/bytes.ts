/**
 * Where bytes come from and where they go, without saying whether that is a file, a download or memory.
 *
 * Knows nothing of file systems (src/node/files.ts does) nor of what the bytes mean.
 * Try it: `openSafetensors(bytesAsSource("mine", bytes))`.
 */
import { InklingError } from "../errors.ts";

/** Bytes of a known size that can be read from any position. `name` is what error messages call it. */
export interface ByteSource {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Exactly `length` bytes from position `start`, which belong to the caller; throws where they don't exist. */
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Takes bytes in order. A writer may reuse its buffer once the promise has settled. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Bytes in memory as a source: a download in the browser, or a test. */
export function bytesAsSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    async read(start, length) {
      if (start < 0 || length < 0 || start + length > bytes.length) {
        throw new InklingError(
          `${name}: bytes ${start} to ${start + length} were asked for, but it holds ${bytes.length}.`,
        );
      }
      return Uint8Array.from(bytes.subarray(start, start + length));
    },
  };
}

/** A sink that keeps what it is given, for small files and for tests. */
export function collectBytes(): ByteSink & { bytes(): Uint8Array<ArrayBuffer> } {
  const chunks: Uint8Array[] = [];
  return {
    async write(chunk) {
      chunks.push(Uint8Array.from(chunk));
    },
    bytes() {
      const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
      let position = 0;
      for (const chunk of chunks) {
        whole.set(chunk, position);
        position += chunk.length;
      }
      return whole;
    },
  };
}
