/**
 * A setting is one record: its name, what it does, its limits and its default. The command-line flag, the docs row
 * and the lab's slider are all made from it, and so is the error when a value is out of bounds.
 */
import { didYouMean, InklingError } from "./errors.ts";

export interface Setting {
  readonly label: string;
  readonly help: string;
  readonly kind: "integer" | "number";
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export type Settings = Readonly<Record<string, Setting>>;
/** The values of a table of settings. */
export type Values<S extends Settings> = { -readonly [Name in keyof S]: number };

export function defaultsOf<S extends Settings>(settings: S): Values<S> {
  const entries = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
  return Object.fromEntries(entries);
}

/** Throws unless there is a value for every setting, within its bounds, and no value that belongs to none. */
export function checkSettings<S extends Settings>(
  settings: S,
  values: Readonly<Record<keyof S, number>>,
): void {
  const stray = Object.keys(values).find((name) => !Object.hasOwn(settings, name));
  if (stray !== undefined) {
    throw new InklingError(`There is no setting "${stray}".${didYouMean(stray, Object.keys(settings))}`);
  }
  for (const [name, setting] of Object.entries(settings)) {
    const value = values[name];
    const { kind, min, max } = setting;
    if (value >= min && value <= max && (kind === "number" || Number.isInteger(value))) continue;
    const what = kind === "integer" ? "a whole number" : "a number";
    throw new InklingError(`${name} is ${value}, expected ${what} from ${min} to ${max} (${setting.help})`);
  }
}
