/** Golden proof from outside: Hugging Face's tokenizers gave these ids (see fixtures/tokenizer/*.py). */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { BpeTokenizer } from "../../src/tokenizer/bpeTokenizer.ts";
import { fromGpt2Files, readTokenizerJson } from "../../src/tokenizer/readTokenizerJson.ts";
import { hasSharedData, readFixture, readShared } from "./samples.ts";

interface Answers {
  encoded: [text: string, ids: number[], parsed: number[]][];
  decoded: [ids: number[], shown: string, skipped: string][];
  files: Record<string, { count: number; sha256: string }>;
}

const fixture: Record<"gpt2" | "smollm" | "character", Answers> = JSON.parse(
  readFixture("huggingface-ids.json"),
);

const tokenizers: { name: keyof typeof fixture; load: () => BpeTokenizer; skip: boolean }[] = [
  {
    name: "gpt2",
    load: () =>
      fromGpt2Files(readShared("tokenizers/gpt2/vocab.json"), readShared("tokenizers/gpt2/merges.txt")),
    skip: !hasSharedData,
  },
  { name: "smollm", load: () => readTokenizerJson(readFixture("smollm.tokenizer.json")), skip: false },
  { name: "character", load: () => readTokenizerJson(readFixture("character.tokenizer.json")), skip: false },
];

for (const { name, load, skip } of tokenizers) {
  describe.skipIf(skip)(`${name} equals Hugging Face's tokenizers`, () => {
    const { encoded, decoded, files } = fixture[name];

    it("encoding fuzzed text, with special tokens as text and parsed", () => {
      const tokenizer = load();
      expect(encoded.length).toBeGreaterThan(300);
      for (const [text, ids, parsed] of encoded) {
        expect([text, tokenizer.encode(text)]).toEqual([text, ids]);
        expect([text, tokenizer.encode(text, { special: "parse" })]).toEqual([text, parsed]);
        expect(tokenizer.encodeShowingWork(text).tokens.map(({ id }) => id)).toEqual(ids);
      }
    });

    it("decoding any ids, broken UTF-8 among them, showing special tokens and skipping them", () => {
      const tokenizer = load();
      for (const [ids, shown, skipped] of decoded) {
        expect([ids, tokenizer.decode(ids)]).toEqual([ids, shown]);
        expect([ids, tokenizer.decode(ids, { special: "skip" })]).toEqual([ids, skipped]);
      }
    });

    it.skipIf(!hasSharedData)("encoding whole files", () => {
      const tokenizer = load();
      for (const [file, { count, sha256 }] of Object.entries(files)) {
        const ids = tokenizer.encode(readShared(`text/${file}`));
        expect([file, ids.length]).toEqual([file, count]);
        expect(createHash("sha256").update(Int32Array.from(ids)).digest("hex")).toBe(sha256);
      }
    });
  });
}
