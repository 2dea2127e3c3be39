/**
 * Checking JSON from outside, field by field. Each check gives the value back with its type, or throws an InklingError
 * that names the field, shows what stands there and says what would be right.
 *
 * Knows nothing about tokenizers. Try it: `onlyAllow({ type: "NFC" }, "normalizer.", { type: ["Replace"] })`
 */
import { InklingError } from "../errors.ts";
import { quoted } from "./quoted.ts";

export function parseObject(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InklingError(`${name} is not JSON (${reason}). It may be cut off or not that file at all.`);
  }
  return object(value, name);
}

export function object(value: unknown, field: string): Record<string, unknown> {
  return isObject(value) ? value : refuse(field, value, "an object { … }");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function list(value: unknown, field: string): unknown[] {
  return Array.isArray(value) ? value : refuse(field, value, "a list");
}

/** Each field must have one of the values listed for it. A missing field is fine unless it is required. */
export function onlyAllow(
  from: Record<string, unknown>,
  prefix: string,
  allowed: Record<string, readonly unknown[]>,
  required = false,
): void {
  for (const [name, values] of Object.entries(allowed)) {
    const value = from[name];
    if (value === undefined && !required) continue;
    if (!values.includes(value)) refuse(prefix + name, value, values.map(quoted).join(" or "));
  }
}

export function refuse(field: string, value: unknown, expected: string): never {
  throw new InklingError(
    `${field} is ${quoted(value)}; Inkling can honour only ${expected}. Use a tokenizer of that kind, or train one of your own.`,
  );
}
