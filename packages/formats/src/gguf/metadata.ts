/**
 * The values of a GGUF file's metadata, each taken with a check, so that what comes out has the type it claims.
 *
 * A key that is absent takes its default; one without a default must be there.
 * Knows nothing of which keys there are. Try it: `new Metadata("x.gguf", values).size("llama.block_count")`.
 */
import { didYouMean, InklingError } from "inkling";
import type { GgufValue } from "./values.ts";

/** From the smallest to the largest value that a field may have. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export class Metadata {
  readonly #file: string;
  readonly #values: ReadonlyMap<string, GgufValue>;

  constructor(file: string, values: ReadonlyMap<string, GgufValue>) {
    this.#file = file;
    this.#values = values;
  }

  keys(): Iterable<string> {
    return this.#values.keys();
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** Throws the one kind of message that this class gives. */
  fail(key: string, found: unknown, expected: string): never {
    throw new InklingError(`${this.#file}: ${key} is ${shown(found)}; Inkling needs ${expected}.`);
  }

  /** A whole number in `range`. */
  size(key: string, { min, max }: Range, otherwise?: number): number {
    const value = this.#values.get(key) ?? otherwise;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    return this.fail(key, value, `a whole number from ${min} to ${max}`);
  }

  /** A finite number above 0; a float32 becomes the shortest decimal that means it, so that 1e-5 is 1e-5 again. */
  positive(key: string, otherwise?: number): number {
    const value = this.#values.get(key) ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return shortest(value);
    return this.fail(key, value, "a number above 0");
  }

  /** A finite number from 0 on, in the same way. */
  amount(key: string): number {
    const value = this.#values.get(key);
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return shortest(value);
    return this.fail(key, value, "a number from 0 on");
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#values.get(key) ?? otherwise;
    return typeof value === "boolean" ? value : this.fail(key, value, "true or false");
  }

  text(key: string): string | undefined {
    const value = this.#values.get(key);
    return value === undefined || typeof value === "string" ? value : this.fail(key, value, "text");
  }

  /** One of the words. */
  choice<Word extends string>(key: string, words: readonly Word[], otherwise?: Word): Word {
    const value = this.#values.get(key) ?? otherwise;
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    const hint = typeof value === "string" ? didYouMean(value, words).trim() : "";
    return this.fail(key, value, `one of ${words.join(", ")}${hint && ` (${hint})`}`);
  }

  texts(key: string): readonly string[] {
    const value = this.#values.get(key);
    return isTexts(value) ? value : this.fail(key, value, "a list of texts");
  }

  /** A list of exactly `length` numbers. */
  numbers(key: string, length: number): Float64Array {
    const value = this.#values.get(key);
    if (value instanceof Float64Array && value.length === length) return value;
    return this.fail(key, value, `a list of ${length} numbers`);
  }

  /** For what Inkling does in one way only: any other value is refused. */
  mustBe(key: string, only: GgufValue, why = "it has no other way of computing this"): void {
    const value = this.#values.get(key) ?? only;
    if (value !== only) this.fail(key, value, `${shown(only)}: ${why}`);
  }
}

function isTexts(value: GgufValue | undefined): value is readonly string[] {
  return Array.isArray(value);
}

/** The shortest decimal that rounds to the same float32; a number that is no float32 stays as it is. */
function shortest(value: number): number {
  if (Math.fround(value) !== value) return value;
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}

/** A value as JSON, cut to a readable length; of a list, how long it is. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `a list of ${value.length} texts`;
  if (value instanceof Float64Array) return `a list of ${value.length} numbers`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
