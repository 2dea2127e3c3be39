/**
 * All chance in Inkling: one counter-based generator with named streams, and a shuffle that needs no memory.
 *
 * A counter-based generator has no hidden state that grows stale: the n-th number of a stream is a function of
 * (seed, name, index, n). So a run resumes from a position, and two streams never disturb each other.
 *
 * Refuses to know what the numbers are for. Try it: `new RandomStream(1, "dropout").uniform()`.
 */
import { InklingError } from "../errors.ts";
import { cos, log } from "./float64.ts";

const TWO_PI = 6.283185307179586;
const TWO_32 = 4294967296;

/** Four of Threefry's twenty rounds on `pair`: add, rotate, xor. */
function fourRounds(pair: Uint32Array, a: number, b: number, c: number, d: number): void {
  let x = pair[0] | 0;
  let y = pair[1] | 0;
  x = (x + y) | 0;
  y = ((y << a) | (y >>> (32 - a))) ^ x;
  x = (x + y) | 0;
  y = ((y << b) | (y >>> (32 - b))) ^ x;
  x = (x + y) | 0;
  y = ((y << c) | (y >>> (32 - c))) ^ x;
  x = (x + y) | 0;
  y = ((y << d) | (y >>> (32 - d))) ^ x;
  pair[0] = x;
  pair[1] = y;
}

/**
 * Threefry-2x32 with 20 rounds: a keyed scrambling of a 64-bit counter. Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3" (2011). After every four rounds a part of the key is added in;
 * the third part, 0x1BD11BDA ⊕ key0 ⊕ key1, keeps an all-zero key from doing nothing.
 */
function threefryInto(
  pair: Uint32Array,
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
): void {
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  pair[0] = counter0 + key0;
  pair[1] = counter1 + key1;
  fourRounds(pair, 13, 15, 26, 6);
  addKey(pair, key1, key2, 1);
  fourRounds(pair, 17, 29, 16, 24);
  addKey(pair, key2, key0, 2);
  fourRounds(pair, 13, 15, 26, 6);
  addKey(pair, key0, key1, 3);
  fourRounds(pair, 17, 29, 16, 24);
  addKey(pair, key1, key2, 4);
  fourRounds(pair, 13, 15, 26, 6);
  addKey(pair, key2, key0, 5);
}

/** One key injection; the round number breaks the symmetry between them. (A Uint32Array adds modulo 2^32.) */
function addKey(pair: Uint32Array, keyA: number, keyB: number, round: number): void {
  pair[0] = pair[0] + keyA;
  pair[1] = pair[1] + keyB + round;
}

/** Threefry-2x32-20 of a counter under a key; all of them, and both results, are uint32. */
export function threefry(key0: number, key1: number, counter0: number, counter1: number): [number, number] {
  const pair = new Uint32Array(2);
  threefryInto(pair, key0, key1, counter0, counter1);
  return [pair[0], pair[1]];
}

/** FNV-1a over a name's UTF-16 units, low byte first (Fowler, Noll and Vo): any fixed hash would do. */
function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** The key of a stream: the seed (53 bits) as Threefry's key scrambles (hash of the name, index). */
function keyOfStream(seed: number, name: string, index: number): [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InklingError(`The seed is ${seed}; it must be a whole number from 0 to 2^53 − 1.`);
  }
  if (!Number.isInteger(index) || index < 0 || index >= TWO_32) {
    throw new InklingError(
      `The random stream's index is ${index}; it must be a whole number from 0 to 2^32 − 1.`,
    );
  }
  return threefry(seed >>> 0, Math.floor(seed / TWO_32), hashOfName(name), index);
}

/**
 * An endless row of random words, the same for the same (seed, name, index). `position` counts the words drawn;
 * set it to go on from there. However the words are consumed, word n is word n.
 */
export class RandomStream {
  readonly #key: readonly [number, number];
  readonly #block = new Uint32Array(2); // words 2·n and 2·n + 1 come from one Threefry call
  #blockNumber = -1;
  #position = 0;

  /** `index` tells apart streams of one name, such as one for each training step. */
  constructor(seed: number, name: string, index = 0) {
    this.#key = keyOfStream(seed, name, index);
  }

  /** How many 32-bit words have been drawn. */
  get position(): number {
    return this.#position;
  }

  set position(words: number) {
    if (!Number.isSafeInteger(words) || words < 0) {
      throw new InklingError(`A random stream's position is ${words}; it must be a whole number from 0 up.`);
    }
    this.#position = words;
  }

  /** The next word: a whole number in [0, 2^32). One word. */
  uint32(): number {
    const blockNumber = Math.floor(this.#position / 2);
    const lane = this.#position - 2 * blockNumber;
    if (blockNumber !== this.#blockNumber) {
      threefryInto(
        this.#block,
        this.#key[0],
        this.#key[1],
        blockNumber >>> 0,
        Math.floor(blockNumber / TWO_32),
      );
      this.#blockNumber = blockNumber;
    }
    this.#position++;
    return this.#block[lane];
  }

  /** Uniform in [0, 1), a multiple of 2^-24, so that it is a float32 too. One word. */
  uniform(): number {
    return (this.uint32() >>> 8) / 16777216;
  }

  /**
   * Standard normal: √(−2·ln u) · cos(2π·v) (Box and Muller, 1958), u in (0, 1], v in [0, 1). Two words; the
   * sine twin is thrown away, so that a position alone says what comes next.
   */
  normal(): number {
    const u = (this.uint32() + 1) / TWO_32;
    const v = this.uint32() / TWO_32;
    return Math.sqrt(-2 * log(u)) * cos(TWO_PI * v);
  }

  /** A whole number in [0, n), each exactly as likely: words beyond the last full multiple of n are drawn again. */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
      throw new InklingError(
        `Asked for a random number below ${n}; it must be a whole number from 1 to 2^32.`,
      );
    }
    const limit = TWO_32 - (TWO_32 % n);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % n;
  }
}

const FEISTEL_ROUNDS = 8;
const LARGEST_SHUFFLE = 1125899906842624; // 2^50: halves of 25 bits

/**
 * Where `index` goes in a seeded permutation of 0 … size − 1; each epoch has its own. Needs no memory and no
 * list: a Feistel network permutes the numbers of 2·h bits (left, right ← right, left ⊕ scramble(right)), which
 * any scramble makes reversible; whatever lands at or beyond `size` is sent through again until it lands below
 * ("cycle walking", Black and Rogaway 2002). As 4^h < 4·size, that takes fewer than four turns on average.
 */
export function shuffledIndex(
  index: number,
  size: number,
  seed: number,
  name: string,
  epoch: number,
): number {
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_SHUFFLE) {
    throw new InklingError(`Cannot shuffle ${size} items; the number must be a whole number from 1 to 2^50.`);
  }
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new InklingError(`Item ${index} is not among the ${size} to shuffle; expected 0 to ${size - 1}.`);
  }
  const key = keyOfStream(seed, name, epoch);
  let half = 2; // 2^h
  while (half * half < size) half *= 2;
  const mask = half - 1;
  const pair = new Uint32Array(2);
  let place = index;
  do {
    let left = Math.floor(place / half);
    let right = place - left * half;
    for (let round = 0; round < FEISTEL_ROUNDS; round++) {
      threefryInto(pair, key[0], key[1], right, round);
      const mixed = left ^ (pair[0] & mask);
      left = right;
      right = mixed;
    }
    place = left * half + right;
  } while (place >= size);
  return place;
}
