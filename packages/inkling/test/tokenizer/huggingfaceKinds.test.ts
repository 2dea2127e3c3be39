/**
 * Golden proof from outside, for every kind of tokenizer.json that is read: Hugging Face's tokenizers gave these ids and
 * texts (fixtures/tokenizer/kinds.py, make_kinds_fixture.py).
 */
import { describe, expect, it } from "vitest";
import type { BpeTokenizer } from "../../src/tokenizer/bpeTokenizer.ts";
import { mergesFromScores } from "../../src/tokenizer/mergesFromScores.ts";
import { readTokenizerJson } from "../../src/tokenizer/readTokenizerJson.ts";
import { readFixture } from "./samples.ts";

interface Base {
  vocab: Record<string, number>;
  merges: [string, string][];
}

interface Kind {
  /** tokenizer.json with the name of a base for vocab and merges. */
  file: { model: { vocab: string; merges: string } };
  answers: {
    encoded: [text: string, ids: number[], parsed?: number[]][];
    decoded: [ids: number[], shown: string, skipped: string][];
    /** The ids of "ink" with and without what goes around it. */
    around: [number[], number[]];
  };
}

interface Fixture {
  scores: { pieces: [text: string, score: number][]; merges: [string, string][] };
  bases: Record<string, Base>;
  kinds: Record<string, Kind>;
}

const { scores, bases, kinds }: Fixture = JSON.parse(readFixture("huggingface-kinds.json"));

/** Opens the kind's file, with other settings of the model if given. */
export function openKind(name: string): BpeTokenizer {
  const { file } = kinds[name];
  return readTokenizerJson(JSON.stringify({ ...file, model: { ...file.model, ...bases[file.model.vocab] } }));
}

for (const [name, { answers }] of Object.entries(kinds)) {
  describe(`${name} equals Hugging Face's tokenizers`, () => {
    const original = openKind(name);
    const written = readTokenizerJson(JSON.stringify(original));

    it.each([
      ["as it was read", original],
      ["written and read again", written],
    ])("encoding fuzzed text, %s", (_, tokenizer) => {
      expect(answers.encoded.length).toBeGreaterThan(50);
      for (const [text, ids, parsed = ids] of answers.encoded) {
        expect([text, tokenizer.encode(text)]).toEqual([text, ids]);
        expect([text, tokenizer.encode(text, { special: "parse" })]).toEqual([text, parsed]);
      }
    });

    it("decoding any ids, broken UTF-8 among them, at once and as a stream", () => {
      for (const [ids, shown, skipped] of answers.decoded) {
        expect([ids, written.decode(ids)]).toEqual([ids, shown]);
        expect([ids, written.decode(ids, { special: "skip" })]).toEqual([ids, skipped]);
        const decoder = written.decoder();
        expect(ids.map((id) => decoder.push(id)).join("") + decoder.end()).toBe(shown);
      }
    });

    it("knowing what others put around a text", () => {
      const [around, plain] = answers.around;
      expect([...written.around.before, ...plain, ...written.around.after]).toEqual(around);
    });

    it("showing the work: the ids of encode, each merge in its order, pieces and tokens in their places", () => {
      for (const [text, ids, parsed = ids] of answers.encoded) {
        const { pieces, tokens } = original.encodeShowingWork(text, { special: "parse" });
        expect(tokens.map(({ id }) => id)).toEqual(parsed);
        expect(pieces.flatMap((piece) => piece.ids)).toEqual(parsed);
        for (const piece of pieces) {
          expect(piece.text).toBe(text.slice(piece.start, piece.end));
          const last = piece.merges.at(-1)?.symbols ?? piece.symbols;
          expect(last).toEqual(piece.ids.map((id) => original.token(id)));
        }
      }
    });
  });
}

it("merges from scores equal those of transformers, ties included", () => {
  const merges = mergesFromScores(scores.pieces.map(([text, score]) => ({ text, score })));
  expect(merges.length).toBeGreaterThan(80);
  expect(merges).toEqual(scores.merges);
});
