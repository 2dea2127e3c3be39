/** What the page shows of a text that was cut into tokens. */
import type { EncodingWork, PieceWork } from "inkling";

/** As many merges as a text takes, all pieces together. */
export function mergesOf({ pieces }: EncodingWork): number {
  return pieces.reduce((sum, { merges }) => sum + merges.length, 0);
}

/** The symbols of every piece when only the first `count` merges of the text are done, piece by piece from the left. */
export function symbolsAfter(pieces: readonly PieceWork[], count: number): readonly (readonly string[])[] {
  let left = count;
  return pieces.map(({ symbols, merges }) => {
    const done = Math.min(left, merges.length);
    left -= done;
    return done === 0 ? symbols : merges[done - 1].symbols;
  });
}

/** The merge that made that state; undefined before the first. */
export function mergeAt(pieces: readonly PieceWork[], count: number) {
  let left = count;
  for (const { merges } of pieces) {
    if (left > 0 && left <= merges.length) return merges[left - 1];
    left -= merges.length;
  }
  return undefined;
}

/** "e2 98 83" */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
