/** Valid tokenizer.json files with something changed somewhere: they are read, or refused by an InklingError, and soon. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { readTokenizerJson } from "../../src/tokenizer/readTokenizerJson.ts";
import { anyString, readFixture } from "./samples.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const { bases, kinds } = JSON.parse(readFixture("huggingface-kinds.json"));

/** A file of each kind with a vocabulary cut short, so that a change often hits something else. */
const files: Json[] = Object.values<{ file: { model: { vocab: string } } }>(kinds).map(({ file }) => ({
  ...file,
  model: { ...file.model, ...bases[file.model.vocab], merges: bases[file.model.vocab].merges.slice(0, 12) },
}));

const anyJson = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e308, "", "▁", "<s>", "<0x0A>", "BPE", [], {}),
  fc.constantFrom<Json>("constructor", "__proto__", { type: "Sequence" }, { type: "Metaspace" }, [
    ["a", "b"],
  ]),
  fc.constant("x".repeat(100_000)),
  fc.jsonValue().map((value) => value as Json),
);

/** Goes down `path` (each step taken modulo what is there) and replaces, removes or doubles what it finds. */
function mutated(
  value: Json,
  path: readonly number[],
  change: "replace" | "remove" | "double",
  by: Json,
): Json {
  const [step, ...rest] = path;
  if (typeof value !== "object" || value === null || step === undefined) return by;
  const entries: [string, Json][] = Object.entries(value);
  if (entries.length === 0) return by;
  const index = step % entries.length;
  const [name, inner] = entries[index];
  const isLast = rest.length === 0 || typeof inner !== "object" || inner === null;
  const replaced = isLast ? by : mutated(inner, rest, change, by);
  const removes = isLast && change === "remove";
  const kept = entries.flatMap(([each, old], i): [string, Json][] => {
    if (i !== index) return [[each, old]];
    if (isLast && change === "double")
      return [
        [each, old],
        [`${each}x`, old],
      ];
    return removes ? [] : [[name, replaced]];
  });
  return Array.isArray(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
}

const change = fc.tuple(
  fc.array(fc.nat(400), { minLength: 1, maxLength: 5 }),
  fc.constantFrom("replace" as const, "remove" as const, "double" as const),
  anyJson,
);

describe("a hostile tokenizer.json", () => {
  it("is read and works, or is refused by an InklingError", () => {
    let read = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        anyString,
        (file, changes, text) => {
          const hostile = changes.reduce((json, [path, how, by]) => mutated(json, path, how, by), file);
          try {
            const tokenizer = readTokenizerJson(JSON.stringify(hostile));
            const ids = tokenizer.encode(text, { special: "parse" });
            expect(
              tokenizer.encodeShowingWork(text, { special: "parse" }).tokens.map(({ id }) => id),
            ).toEqual(ids);
            tokenizer.decode(ids);
            readTokenizerJson(JSON.stringify(tokenizer));
            read++;
          } catch (error) {
            if (!(error instanceof InklingError)) throw error;
            expect(error.message).toMatch(/^tokenizer\.json/);
            expect(error.message.length).toBeLessThan(700);
            refused++;
          }
        },
      ),
      { numRuns: 600, seed: 6 },
    );
    expect(Math.min(read, refused)).toBeGreaterThan(50); // both sorts were met
  });

  it("may have a token of a megabyte, and hundreds of thousands of added tokens", () => {
    const [file] = files;
    const json = JSON.parse(JSON.stringify(file));
    const size = Object.keys(json.model.vocab).length;
    const first = Math.max(...json.added_tokens.map(({ id }: { id: number }) => id)) + 1;
    json.model.vocab["x".repeat(1_000_000)] = first;
    for (let i = 1; i <= 200_000; i++)
      json.added_tokens.push({ id: first + i, content: `<${i}>`, special: false });
    const tokenizer = readTokenizerJson(JSON.stringify(json));
    expect(tokenizer.vocabSize).toBeGreaterThan(size + 200_000);
    expect(tokenizer.encode("<777><77")[0]).toBe(first + 777);
  });
});
