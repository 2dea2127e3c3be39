/**
 * What of a text is copied: which of its runs of n ids stand, one by one, in the text the model learned from? The ids are
 * tokens, or numbered words (copySearch.ts).
 *
 * The runs that are looked for are kept, and the training text, which may be large, is read past them once: memory follows
 * the generated text. A run is known by a rolling hash (Karp & Rabin 1987) of 53 bits.
 */
import { InklingError } from "../errors.ts";

/** Two hashes of 32 bits, each a polynomial in an odd base, kept modulo 2^32. */
const BASES = [0x2c1b3c6d, 0x297a2d39] as const;

export interface Copied {
  /** Ids in a run. */
  readonly length: number;
  /** Runs in the text, each place counted. */
  readonly runs: number;
  /** Of them, how many occur in the training text. */
  readonly found: number;
}

export class RunFinder {
  readonly length: number;
  /** hash → how often it stands in the text, until it is found */
  readonly #wanted = new Map<number, number>();
  #runs = 0;
  #found = 0;

  constructor(length: number) {
    if (!Number.isSafeInteger(length) || length < 1)
      throw new InklingError(`A run has ${length} ids, expected a whole number from 1 on.`);
    this.length = length;
  }

  /** A piece of generated text whose runs are to be looked for. */
  want(ids: ArrayLike<number>): void {
    for (const hash of hashesOf(ids, this.length)) {
      this.#wanted.set(hash, (this.#wanted.get(hash) ?? 0) + 1);
      this.#runs++;
    }
  }

  /** A piece of training text, after everything that is wanted. */
  read(ids: ArrayLike<number>): void {
    for (const hash of hashesOf(ids, this.length)) {
      const count = this.#wanted.get(hash);
      if (count === undefined) continue;
      this.#found += count;
      this.#wanted.delete(hash);
    }
  }

  result(): Copied {
    return { length: this.length, runs: this.#runs, found: this.#found };
  }
}

/** One hash for each run of `length` ids: with the next id the oldest one leaves. */
function* hashesOf(ids: ArrayLike<number>, length: number): Generator<number> {
  const [a, b] = BASES;
  let [highA, highB] = [1, 1]; // base^length
  for (let i = 0; i < length; i++) [highA, highB] = [Math.imul(highA, a), Math.imul(highB, b)];
  let [hashA, hashB] = [0, 0];
  for (let i = 0; i < ids.length; i++) {
    hashA = Math.imul(hashA, a) + ids[i] + 1;
    hashB = Math.imul(hashB, b) + ids[i] + 1;
    if (i >= length) {
      hashA -= Math.imul(highA, ids[i - length] + 1);
      hashB -= Math.imul(highB, ids[i - length] + 1);
    }
    [hashA, hashB] = [hashA | 0, hashB | 0];
    // 21 bits of one and 32 of the other are the 53 that a number holds exactly.
    if (i >= length - 1) yield (hashA >>> 11) * 0x100000000 + (hashB >>> 0);
  }
}
