import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson, type StrictJson } from "../../src/checkpoint/strictJson.ts";
import { InklingError } from "../../src/errors.ts";

function plain(value: StrictJson): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function outcome(text: string): unknown {
  try {
    return plain(parseStrictJson(text));
  } catch (error) {
    expect(error).toBeInstanceOf(InklingError);
    return "refused";
  }
}

describe("parseStrictJson", () => {
  it("reads all that JSON.stringify writes, as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(parseStrictJson(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it("refuses whatever JSON.parse refuses, and agrees on the rest (mutated JSON without repeated names)", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom(...'{}[]",:\\ \n0-1.eEtrufalsn\u0000\u00a0'),
        (value, at, insert) => {
          const text = JSON.stringify(value);
          const position = at % (text.length + 1);
          const mutated = text.slice(0, position) + insert + text.slice(position + (at % 2));
          let expected: unknown = "refused";
          try {
            expected = JSON.parse(mutated);
          } catch {}
          const found = outcome(mutated);
          // A mutation may make two names equal: then only JSON.parse takes it.
          if (found !== "refused" || expected === "refused") expect(found).toEqual(expected);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("refuses repeated names, however they are spelt", () => {
    expect(() => parseStrictJson('{"a": 1, "a": 2}')).toThrow('the name "a" is there twice');
    expect(() => parseStrictJson('{"x": {"a": 1, "\\u0061": 2}}')).toThrow('the name "a" is there twice');
  });

  it("keeps __proto__ as an ordinary name", () => {
    const value = parseStrictJson('{"__proto__": {"polluted": true}}');
    expect(value).toBeInstanceOf(Map);
    expect(value instanceof Map && [...value.keys()]).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });

  it("takes strings of millions of characters, and refuses them without an end", () => {
    const long = "a\\n".repeat(3_000_000);
    expect(parseStrictJson(`"${long}"`)).toBe(JSON.parse(`"${long}"`));
    expect(() => parseStrictJson(`"${long}`)).toThrow("expected a string without");
    expect(() => parseStrictJson('"a\\')).toThrow("expected a string without");
  });

  it("refuses nesting that would overflow the stack", () => {
    expect(() => parseStrictJson("[".repeat(1_000_000))).toThrow("at most 32 levels of nesting");
  });
});
