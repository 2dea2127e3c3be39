/**
 * Who still needs a piece of a step's memory while the tape is walked back.
 *
 * A value is held by the record that made it, until the walk has passed that record: all who used the value came later
 * and were passed before. A gradient is held until it has been handed on. What nobody holds goes back at once, so that a
 * step needs little more memory than its forward pass. Tensors that share memory (a reshape) are held as one.
 */
import type { BufferHandle } from "../kernels/kernels.ts";
import type { Tensor } from "./tensor.ts";

export class Holders {
  readonly #counts = new Map<BufferHandle, number>();

  hold({ buffer, step }: Tensor): void {
    if (step !== undefined) this.#counts.set(buffer, this.#of(buffer) + 1);
  }

  letGo({ buffer, step, engine }: Tensor): void {
    if (step === undefined) return;
    const left = this.#of(buffer) - 1;
    this.#counts.set(buffer, left);
    if (left === 0) engine.release(buffer);
  }

  /** Is nobody but one holder left? Then that one may write over it. */
  isAlone({ buffer, step }: Tensor): boolean {
    return step !== undefined && this.#of(buffer) === 1;
  }

  #of(buffer: BufferHandle): number {
    return this.#counts.get(buffer) ?? 0;
  }
}
