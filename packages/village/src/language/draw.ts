/** Seeded choices, of which the phrases are those that one side of the split may use. */
import { InklingError, type RandomStream } from "inkling";
import { divide, fill, type Phrases, type Slots, type Split } from "./phrases.ts";

export class Draw {
  readonly split: Split;
  readonly #random: RandomStream;
  /** Lists are divided once: they are constants, so each is known by its identity. */
  static readonly #divided = new WeakMap<object, Readonly<Record<Split, readonly unknown[]>>>();

  constructor(random: RandomStream, split: Split) {
    this.#random = random;
    this.split = split;
  }

  /** The same random numbers for phrases of another side. */
  as(split: Split): Draw {
    return new Draw(this.#random, split);
  }

  /** A whole number from 0 to count − 1. */
  below(count: number): number {
    return Math.floor(this.#random.uniform() * count);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** Any entry: for what is not divided, such as answers and values. */
  choose<T>(entries: readonly T[]): T {
    if (entries.length === 0) throw new InklingError("There is nothing to choose from.");
    return entries[this.below(entries.length)];
  }

  /** `count` different entries, in a random order. */
  several<T>(entries: readonly T[], count: number): T[] {
    const left = [...entries];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(this.below(left.length), 1)[0],
    );
  }

  /** An entry by weight. */
  weighted<T extends { readonly weight: number }>(entries: readonly T[]): T {
    let left = this.#random.uniform() * entries.reduce((sum, { weight }) => sum + weight, 0);
    for (const entry of entries) {
      left -= entry.weight;
      if (left < 0) return entry;
    }
    return entries[entries.length - 1];
  }

  /** The entries that this side of the split may use. `entries` must be a constant. */
  own<T>(entries: readonly T[], keyOf: (entry: T) => string): readonly T[] {
    let divided = Draw.#divided.get(entries);
    if (divided === undefined) {
      divided = divide(entries, keyOf);
      Draw.#divided.set(entries, divided);
    }
    return divided[this.split] as readonly T[];
  }

  /** What a user says: a phrase that this side of the split may use. */
  ask(phrases: Phrases, slots: Slots = {}): string {
    return this.#fill(this.choose(this.own(phrases, (phrase) => phrase)), slots);
  }

  /** What the model answers: any phrase. */
  say(phrases: Phrases, slots: Slots = {}): string {
    return this.#fill(this.choose(phrases), slots);
  }

  #fill(phrase: string, slots: Slots): string {
    return fill(phrase, slots, (count) => this.below(count));
  }
}
