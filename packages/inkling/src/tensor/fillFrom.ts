/** Fills a float tensor with numbers that are made one by one, in order. */
import type { Tensor } from "./tensor.ts";

/** Numbers made before they are written: a whole embedding at once would weigh more than all the rest. */
const PIECE = 1 << 14;

export function fillFrom({ engine, buffer, offset, size }: Tensor, next: () => number): void {
  for (let done = 0; done < size; done += PIECE) {
    const piece = new Float64Array(Math.min(PIECE, size - done));
    for (let i = 0; i < piece.length; i++) piece[i] = next();
    engine.kernels.write({ buffer, offset: offset + done }, piece);
  }
}
