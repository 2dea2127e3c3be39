/**
 * A JSON reader for what strangers send: it refuses repeated names and deep nesting, and gives objects as Maps.
 *
 * JSON.parse lets the last of two equal names win in silence, so that two programs can read two different
 * files out of one. In a safetensors header that would hide a tensor. A Map also has no `__proto__`.
 *
 * Knows nothing of what the JSON means. Try it: `parseStrictJson('{"a": [1, 2]}')`.
 */
import { InklingError } from "../errors.ts";

export type StrictJson = null | boolean | number | string | StrictJson[] | Map<string, StrictJson>;

// A number of RFC 8259. Sticky, so that it is tried exactly where the reader stands.
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORDS: [string, null | boolean][] = [
  ["null", null],
  ["true", true],
  ["false", false],
];
const DEEPEST = 32; // a safetensors header nests three deep

/**
 * The value that `text` spells.
 * @throws InklingError that says what was expected at which character, for any text that is not plain JSON
 */
export function parseStrictJson(text: string): StrictJson {
  let position = 0;

  function fail(expected: string): never {
    const found = position < text.length ? JSON.stringify(text.slice(position, position + 12)) : "the end";
    throw new InklingError(`expected ${expected} at character ${position}, found ${found}`);
  }
  function skipSpace(): void {
    while (position < text.length && " \t\n\r".includes(text[position])) position++;
  }
  function takeMark(mark: string): boolean {
    skipSpace();
    if (!text.startsWith(mark, position)) return false;
    position += mark.length;
    return true;
  }
  function string(what: string): string {
    if (!takeMark('"')) fail(what);
    const start = position - 1;
    // By hand: on a string of millions of characters a pattern would overflow the stack.
    while (position < text.length && text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
    position++;
    try {
      return String(JSON.parse(text.slice(start, position)));
    } catch {
      position = start;
      return fail("a string without unknown escapes or control characters, and with an end");
    }
  }
  function number(): number {
    NUMBER.lastIndex = position;
    const digits = NUMBER.exec(text)?.[0] ?? fail("a value");
    position += digits.length;
    return Number(digits);
  }
  function object(depth: number): Map<string, StrictJson> {
    const entries = new Map<string, StrictJson>();
    if (takeMark("}")) return entries;
    do {
      const name = string("a name in double quotes");
      if (entries.has(name)) throw new InklingError(`the name ${quoted(name)} is there twice`);
      if (!takeMark(":")) fail('":"');
      entries.set(name, value(depth + 1));
    } while (takeMark(","));
    if (!takeMark("}")) fail('"," or "}"');
    return entries;
  }
  function array(depth: number): StrictJson[] {
    const items: StrictJson[] = [];
    if (takeMark("]")) return items;
    do {
      items.push(value(depth + 1));
    } while (takeMark(","));
    if (!takeMark("]")) fail('"," or "]"');
    return items;
  }
  function value(depth: number): StrictJson {
    if (depth > DEEPEST) fail(`at most ${DEEPEST} levels of nesting`);
    if (takeMark("{")) return object(depth);
    if (takeMark("[")) return array(depth);
    if (text[position] === '"') return string("a string");
    for (const [word, meaning] of WORDS) if (takeMark(word)) return meaning;
    return number();
  }

  const whole = value(0);
  skipSpace();
  if (position < text.length) fail("nothing more");
  return whole;
}

/** A name from outside, for an error message: quoted, escaped and cut to a readable length. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name);
}

/** What kind of thing a value is, with the value where it is short: for "expected …, found …". */
export function described(value: StrictJson | undefined): string {
  if (value === undefined) return "nothing";
  if (value instanceof Map) return "an object";
  if (Array.isArray(value)) {
    const shown = value
      .slice(0, 6)
      .map((item) => (Array.isArray(item) ? "an array" : described(item)))
      .join(", ");
    return value.length > 6 ? `[${shown}, ... ${value.length} in all]` : `[${shown}]`;
  }
  return typeof value === "string" ? quoted(value) : String(value);
}
