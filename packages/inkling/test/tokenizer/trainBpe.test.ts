import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { spellBytes } from "../../src/tokenizer/byteAlphabet.ts";
import { piecesOf } from "../../src/tokenizer/pretokenise.ts";
import {
  countWords,
  learnMerges,
  type TrainBpeProgress,
  trainBpe,
  trainBpeOnCounts,
} from "../../src/tokenizer/trainBpe.ts";
import { encodeUtf8 } from "../../src/tokenizer/utf8.ts";
import { corpus, hasSharedData, readShared } from "./samples.ts";

/** Training as one would write it first: every pair of every word is counted anew for each merge. */
function naiveMerges(words: string[], wanted: number): string[] {
  let corpus = words.map((word) => Array.from(encodeUtf8(word), (byte) => [byte]));
  const merges: string[] = [];
  const tokens = new Set<string>();
  while (tokens.size < wanted) {
    const pairs = new Map<string, { left: number[]; right: number[]; count: number }>();
    for (const word of corpus)
      for (let i = 0; i + 1 < word.length; i++) {
        const key = `${word[i]} ${word[i + 1]}`;
        const pair = pairs.get(key) ?? { left: word[i], right: word[i + 1], count: 0 };
        pair.count++;
        pairs.set(key, pair);
      }
    const [best] = [...pairs.values()].sort(
      (a, b) => b.count - a.count || -compareBytes(a.left, b.left) || -compareBytes(a.right, b.right),
    );
    if (best === undefined) break;
    merges.push(`${spellBytes(best.left)} ${spellBytes(best.right)}`);
    tokens.add(String([...best.left, ...best.right]));
    corpus = corpus.map((word) => mergeWord(word, best.left, best.right));
  }
  return merges;
}

function mergeWord(word: number[][], left: number[], right: number[]): number[][] {
  const merged: number[][] = [];
  for (let i = 0; i < word.length; i++) {
    const isPair = i + 1 < word.length && !compareBytes(word[i], left) && !compareBytes(word[i + 1], right);
    merged.push(isPair ? [...left, ...right] : word[i]);
    if (isPair) i++;
  }
  return merged;
}

function compareBytes(a: number[], b: number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

const fastMerges = (text: string, wanted: number) =>
  learnMerges(countWords([text]), wanted).map((pair) => pair.join(" "));

describe("training a BPE", () => {
  it("merges the most frequent pair; of equals, the greater pair of byte strings", () => {
    // Sennrich's example. "es" and "st" both occur 9 times: "st" is greater.
    const text = "low ".repeat(5) + "lower ".repeat(2) + "widest ".repeat(3) + "newest ".repeat(6);
    const counts = new Map<string, number>();
    for (const word of text.trim().split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
    expect(learnMerges(counts, 6).map((pair) => pair.join(" "))).toEqual([
      "s t",
      "e st",
      "o w",
      "l ow",
      "w est",
      "n e",
    ]);
  });

  it("gives the merges of a naive trainer that counts everything anew", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "a", "b", "c", " ", "é", "🐙", "1"),
      maxLength: 150,
    });
    fc.assert(
      fc.property(text, fc.nat(40), (text, wanted) => {
        expect(fastMerges(text, wanted)).toEqual(naiveMerges(piecesOf(text, "gpt-2"), wanted));
      }),
      { numRuns: 500 },
    );
  });

  it("also where pairs overlap: runs of one letter", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), fc.nat(40), (lengths, wanted) => {
        const text = lengths.map((length) => "a".repeat(length)).join(" ");
        expect(fastMerges(text, wanted)).toEqual(naiveMerges(piecesOf(text, "gpt-2"), wanted));
      }),
      { numRuns: 500 },
    );
  });

  it("also on prose", () => {
    expect(fastMerges(corpus, 200)).toEqual(naiveMerges(piecesOf(corpus, "gpt-2"), 200));
  });

  it.skipIf(!hasSharedData)("gives exactly CS336's reference merges and vocabulary", () => {
    const text = readShared("tokenizers/cs336/corpus.en");
    const tokenizer = trainBpe([text], { vocabSize: 500, specialTokens: ["<|endoftext|>"] });
    const { merges, vocab } = tokenizer.toJSON().model;
    const reference = readShared("tokenizers/cs336/train-bpe-reference-merges.txt").trimEnd().split("\n");
    expect(reference.length).toBe(243);
    expect(merges).toEqual(reference);
    expect(vocab).toEqual(JSON.parse(readShared("tokenizers/cs336/train-bpe-reference-vocab.json")));
  });

  it("lists the special tokens first, then the bytes, then the merges", () => {
    const tokenizer = trainBpe([corpus], { vocabSize: 300 });
    expect(tokenizer.vocabSize).toBe(300);
    expect([...tokenizer.specialTokens]).toEqual([
      ["<|endoftext|>", 0],
      ["<|im_start|>", 1],
      ["<|im_end|>", 2],
    ]);
    expect(tokenizer.bos).toBe(0);
    expect(tokenizer.token(3)).toBe("!");
    expect(tokenizer.token(258)).toBe("\u0143"); // byte AD, the last of those that borrow a character
    expect(tokenizer.token(259)).toBe(tokenizer.parts.merges[0].join(""));
  });

  it("cuts documents at special tokens and counts neither them nor across documents", () => {
    expect([...countWords(["ab<|endoftext|>ab", "ab"])]).toEqual([["ab", 3]]);
    expect([...countWords(["a1", "a1"], { preTokeniser: "smollm" })]).toEqual([
      ["a", 2],
      ["1", 2],
    ]);
  });

  it("trains the same however the documents arrive", () => {
    const paragraphs = corpus.split("\n\n");
    const counts = countWords(paragraphs.slice(0, 3));
    countWords(paragraphs.slice(3), {}, counts);
    const bit = trainBpeOnCounts(counts, { vocabSize: 350 });
    expect(bit.toJSON()).toEqual(trainBpe(paragraphs, { vocabSize: 350 }).toJSON());
    expect(bit.toJSON()).toEqual(trainBpe([...paragraphs].reverse(), { vocabSize: 350 }).toJSON());
  });

  it("tells its progress after each merge", () => {
    const told: TrainBpeProgress[] = [];
    trainBpe(["ab ab abc"], { vocabSize: 262, onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { merges: 1, of: 3, token: "ab", count: 3 },
      { merges: 2, of: 3, token: "Ġab", count: 2 },
      { merges: 3, of: 3, token: "Ġabc", count: 1 },
    ]);
  });

  it("says how many merges a small text allows", () => {
    expect(() => trainBpe(["ab ab abc"], { vocabSize: 5000 })).toThrow(InklingError);
    expect(() => trainBpe(["ab ab abc"], { vocabSize: 5000 })).toThrow(
      "A vocabulary of 5000 needs 4741 merges, but this text allows only 3: after those, every word is a single token. Ask for a vocabulary of 262 or less, or train on more text.",
    );
    expect(trainBpe(["ab ab abc"], { vocabSize: 262 }).vocabSize).toBe(262);
    expect(trainBpe([], { vocabSize: 259 }).encode("hi").length).toBe(2);
  });

  it("refuses a vocabulary that does not even hold the bytes", () => {
    for (const vocabSize of [258, 0, -1, 300.5, Number.NaN])
      expect(() => trainBpe([corpus], { vocabSize })).toThrow(
        `The vocabulary size is ${vocabSize}. A byte-level BPE needs a whole number from 259 on`,
      );
  });
});
