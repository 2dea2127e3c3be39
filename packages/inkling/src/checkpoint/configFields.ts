/**
 * The fields of a JSON object from outside, each taken with a check, so that what comes out has the type it claims.
 *
 * A field that is absent or null takes its default; one without a default must be there.
 * Knows nothing of which fields there are. Try it: `new ConfigFields({ n: 3 }).size("n", { min: 1, max: 9 })`.
 */
import { didYouMean, InklingError } from "../errors.ts";

/** As a setting has them (settings.ts). */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export class ConfigFields {
  readonly #fields: Record<string, unknown>;
  readonly #path: string;

  /** @param path what comes before a field's name in messages, for a group inside a config */
  constructor(json: unknown, path = "") {
    if (typeof json !== "object" || json === null || Array.isArray(json)) {
      throw new InklingError(
        `config.json${path && ` (${path})`} must hold an object of settings, found ${shown(json)}.`,
      );
    }
    this.#fields = Object.fromEntries(Object.entries(json));
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  /** Throws the one kind of message that this class gives. */
  fail(name: string, found: unknown, expected: string): never {
    throw new InklingError(
      `config.json: ${this.#path}${name} is ${shown(found)}; Inkling needs ${expected}.`,
    );
  }

  /** A whole number within bounds. */
  size(name: string, { min, max }: Bounds, otherwise?: number): number {
    const value = this.#get(name) ?? otherwise;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    return this.fail(name, value, `a whole number from ${min} to ${max}`);
  }

  /** A finite number above 0. */
  positive(name: string, otherwise?: number): number {
    const value = this.#get(name) ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    return this.fail(name, value, "a number above 0");
  }

  flag(name: string, otherwise?: boolean): boolean {
    const value = this.#get(name) ?? otherwise;
    return typeof value === "boolean" ? value : this.fail(name, value, "true or false");
  }

  /** What the field's word stands for in `meanings`. */
  choice<T>(name: string, meanings: Readonly<Record<string, T>>, otherwise?: string): T {
    const value = this.#get(name) ?? otherwise;
    const words = Object.keys(meanings);
    if (typeof value === "string") {
      const meaning = Object.entries(meanings).find(([word]) => word === value);
      if (meaning !== undefined) return meaning[1];
    }
    const hint = typeof value === "string" ? didYouMean(value, words) : "";
    return this.fail(name, value, `one of ${words.join(", ")}${hint && ` (${hint.trim()})`}`);
  }

  /** One of these very values. */
  oneOf<const T>(name: string, allowed: readonly T[]): T {
    const value = this.#get(name);
    const found = allowed.find((one) => one === value);
    return found ?? this.fail(name, value, `one of ${allowed.map(shown).join(", ")}`);
  }

  /** For what Inkling does in one way only: any other value is refused. */
  mustBe(name: string, only: unknown, otherwise: unknown): void {
    const value = this.#get(name) ?? otherwise;
    if (value !== only) this.fail(name, value, `${shown(only)}: it has no other way of computing this`);
  }

  /** value ÷ divisor, which must come out even. */
  divided(name: string, value: number, divisorName: string, divisor: number): number {
    if (value % divisor === 0) return value / divisor;
    return this.fail(name, value, `a multiple of ${divisorName}, which is ${divisor}`);
  }

  /** A field that is itself an object of settings. */
  group(name: string): ConfigFields {
    return new ConfigFields(this.#get(name), `${this.#path}${name}.`);
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? undefined) : undefined;
  }
}

/** A value as JSON, cut to a readable length. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
