/**
 * Flags made from the engine's tables of settings, so that a setting is written down once.
 *
 *   { topK: { help, kind, min, max, default } }   →   --top-k <integer>   help (0 to 1000000; default 0)
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Setting, Settings, Values } from "inkling";

/** Other spellings than the setting's own name: { contextLength: "context" }. Kebab-case, without dashes. */
export type FlagNames<S extends Settings> = Partial<Record<keyof S & string, string>>;

export interface SettingFlags<S extends Settings> {
  readonly names?: FlagNames<S>;
  /** Where the default comes from, if it isn't the table's: "the preset's". */
  readonly defaultText?: string;
  /** The same for single settings. */
  readonly defaultTexts?: { readonly [name: string]: string };
}

/** Adds one flag for each setting of the table. They have no default here: see settingsFrom. */
export function addSettingFlags<S extends Settings>(
  command: Command,
  table: S,
  { names = {}, defaultText, defaultTexts = {} }: SettingFlags<S> = {},
): Command {
  for (const [name, setting] of Object.entries(table)) {
    const { help, kind, min, max } = setting;
    const standard = defaultTexts[name] ?? defaultText ?? String(setting.default);
    const text = `${help} (${plain(min)} to ${plain(max)}; default: ${standard})`;
    const flag = `--${names[name] ?? kebab(name)} <${kind}>`;
    command.addOption(new Option(flag, text).argParser((given) => parseSetting(given, setting)));
  }
  return command;
}

/** The settings that were given on the command line, and only those: spread them over the defaults. */
export function settingsFrom<S extends Settings>(
  options: object,
  table: S,
  { names = {} }: SettingFlags<S> = {},
): Partial<Values<S>> {
  const given = new Map<string, unknown>(Object.entries(options));
  const values = Object.keys(table).map((name) => [name, given.get(camel(names[name] ?? kebab(name)))]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** A number within the setting's bounds, or commander's error about the flag. */
export function parseSetting(text: string, { kind, min, max }: Setting): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max && (kind === "number" || Number.isInteger(value))) return value;
  const what = kind === "integer" ? "a whole number" : "a number";
  throw new InvalidArgumentError(`Expected ${what} from ${plain(min)} to ${plain(max)}.`);
}

/** topK → top-k */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** top-k → topK, as commander does it. */
function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** 1000000000 → "1e9": easier to read than to count. */
function plain(value: number): string {
  return value >= 1e6 && value % 1e6 === 0 ? value.toExponential().replace("+", "") : String(value);
}
