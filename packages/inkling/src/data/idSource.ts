/**
 * A long row of ids that is read a few at a time: it may lie in memory, or in a file larger than memory.
 *
 * A packed stream also says which ids are learned as targets: one that is only seen is stored as ~id (-id - 1,
 * always negative), so that the mark needs no second file. idOf and isLearned read it back.
 *
 * Refuses to know: what the ids stand for.
 */
import { InklingError } from "../errors.ts";

export interface IdSource {
  /** Number of ids. */
  readonly length: number;
  /** The ids start … start + count - 1, as a copy; throws outside of 0 … length. */
  read(start: number, count: number): Promise<Int32Array>;
}

/** The id itself, whether it is learned or not. */
export function idOf(stored: number): number {
  return stored < 0 ? ~stored : stored;
}

/** Whether a stored id counts as a target. */
export function isLearned(stored: number): boolean {
  return stored >= 0;
}

export function memoryIds(ids: Int32Array): IdSource {
  return {
    length: ids.length,
    async read(start, count) {
      checkSpan(start, count, ids.length);
      return ids.slice(start, start + count);
    },
  };
}

/** Throws unless start … start + count lies within 0 … length. */
export function checkSpan(start: number, count: number, length: number): void {
  if (
    !(
      Number.isInteger(start) &&
      Number.isInteger(count) &&
      start >= 0 &&
      count >= 0 &&
      start + count <= length
    )
  ) {
    throw new InklingError(`Cannot read ${count} ids from position ${start}: there are ${length}.`);
  }
}
