/**
 * Training a byte-level BPE: which pairs of symbols deserve to become one?
 *
 * Count all words. Begin with 256 symbols, the bytes. Then, again and again: the pair of neighbours that occurs
 * most often becomes a new symbol, everywhere. The list of these merges, in order, is the tokenizer.
 *
 *     low ×5, lower ×2, newest ×6, widest ×3   →   e s (9)   →   es t (9)   →   l o (7)   →   …
 *
 * Of pairs that are equally frequent, the greater pair of byte strings wins, so that the result depends on the
 * text only.
 *
 * A merge changes only the pairs beside it. So counts are kept, not recounted: each pair knows its count and the
 * words it occurs in, and a heap knows the most frequent.
 *
 * Knows nothing about files; documents may come from anywhere, and only their words and counts are kept.
 * Try it: `trainBpe(["low low lower"], { vocabSize: 262 }).token(261)`
 *
 * Source: Sennrich, Haddow, Birch 2016, section 3.2; the tie rule of Stanford CS336, assignment 1 (2024).
 */
import { InklingError } from "../errors.ts";
import { createTokenFinder, specialToken } from "./addedTokens.ts";
import { BpeTokenizer } from "./bpeTokenizer.ts";
import { BYTES_IN_ORDER, CHARACTER_OF_BYTE, spellBytes } from "./byteAlphabet.ts";
import { detached } from "./detached.ts";
import { Heap } from "./heap.ts";
import { type PreTokeniserName, preTokenisers } from "./pretokenise.ts";
import { encodeUtf8 } from "./utf8.ts";
import { createVocabulary, SPECIAL_TOKENS } from "./vocabulary.ts";

export interface CountWordsOptions {
  /** How text is cut into words; "gpt-2" unless told. */
  preTokeniser?: PreTokeniserName;
  /** Where these stand in a document, it is cut, and they are not counted. */
  specialTokens?: readonly string[];
}

export interface TrainBpeOptions extends CountWordsOptions {
  /** Special tokens + 256 bytes + merges. */
  vocabSize: number;
  onProgress?: (progress: TrainBpeProgress) => void;
}

/** Told after each merge. */
export interface TrainBpeProgress {
  /** Merges made, of so many wanted. */
  merges: number;
  of: number;
  /** The newest token, as the vocabulary spells it, and how often its pair occurred. */
  token: string;
  count: number;
}

/** Word → how often. */
export type WordCounts = Map<string, number>;

const BYTE_COUNT = 256;

/**
 * Adds the words of some documents to `counts`. Each document is cut by itself: no word reaches from one into
 * the next. Call it as often as documents come; the texts are not kept.
 */
export function countWords(
  documents: Iterable<string>,
  options: CountWordsOptions = {},
  counts: WordCounts = new Map(),
): WordCounts {
  const preTokenise = preTokenisers[options.preTokeniser ?? "gpt-2"];
  const specialTokens = createTokenFinder((options.specialTokens ?? SPECIAL_TOKENS).map(specialToken));
  for (const document of documents) {
    for (const stretch of specialTokens.split(document, "parse")) {
      if (stretch.token !== undefined) continue;
      const text = document.slice(stretch.start, stretch.end);
      preTokenise(text, (start, end) => {
        const word = text.slice(start, end);
        const count = counts.get(word);
        counts.set(count === undefined ? detached(word) : word, (count ?? 0) + 1);
      });
    }
  }
  return counts;
}

/** Trains on documents. Throws InklingError if the vocabulary is too small to begin or too large for the text. */
export function trainBpe(documents: Iterable<string>, options: TrainBpeOptions): BpeTokenizer {
  checkVocabSize(options); // before reading the corpus, which may take long
  return trainBpeOnCounts(countWords(documents, options), options);
}

/** The same from counted words (see `countWords`). */
export function trainBpeOnCounts(counts: WordCounts, options: TrainBpeOptions): BpeTokenizer {
  const first = checkVocabSize(options);
  const merges = learnMerges(counts, options.vocabSize - first, (progress) => options.onProgress?.(progress));
  const learned = new Set(merges.map(([left, right]) => left + right)).size;
  if (first + learned < options.vocabSize)
    throw new InklingError(
      `A vocabulary of ${options.vocabSize} needs ${options.vocabSize - first} merges, but this text allows only ${learned}: after those, every word is a single token. Ask for a vocabulary of ${first + learned} or less, or train on more text.`,
    );
  const specialTokens = options.specialTokens ?? SPECIAL_TOKENS;
  const spellings = [
    ...specialTokens,
    ...BYTES_IN_ORDER.map((byte) => CHARACTER_OF_BYTE[byte]),
    ...new Set(merges.map(([left, right]) => left + right)),
  ];
  const vocabulary = createVocabulary(
    spellings.map((spelling, id) => [spelling, id]),
    specialTokens.map(specialToken),
  );
  return new BpeTokenizer({
    kind: options.preTokeniser ?? "gpt-2",
    vocabulary,
    merges,
    unknownToken: undefined,
  });
}

/** How many tokens come before the merges. */
function checkVocabSize({ vocabSize, specialTokens = SPECIAL_TOKENS }: TrainBpeOptions): number {
  const first = specialTokens.length + BYTE_COUNT;
  if (!Number.isInteger(vocabSize) || vocabSize < first)
    throw new InklingError(
      `The vocabulary size is ${vocabSize}. A byte-level BPE needs a whole number from ${first} on: ${specialTokens.length} special tokens and ${BYTE_COUNT} bytes, and then one for each merge.`,
    );
  return first;
}

/** A distinct word of the corpus. Its symbols shrink as merges are made. */
interface Word {
  symbols: number[];
  count: number;
}

/** Two symbols side by side. */
interface Pair {
  left: number;
  right: number;
  /** Occurrences in the whole corpus. */
  count: number;
  /** Where to look for it. May name words that have lost the pair since, or one word twice. */
  words: Word[];
}

/** Pairs are found by one number, left · 2^26 + right: room for 67 million symbols below 2^53. */
const PAIR_BASE = 67_108_864;

/**
 * The merges, most worthwhile first, until there are `wanted` new tokens or no pair is left. A token's number is
 * its byte, or 256 + its place among the merged ones.
 */
export function learnMerges(
  counts: WordCounts,
  wanted: number,
  onProgress: (progress: TrainBpeProgress) => void = () => {},
): [left: string, right: string][] {
  // A token's bytes as a string with one unit per byte: JavaScript's < then compares bytes.
  const tokens = Array.from({ length: BYTE_COUNT }, (_, byte) => String.fromCharCode(byte));
  const numberOf = new Map(tokens.map((bytes, number) => [bytes, number]));
  const index = new PairIndex(tokens);
  for (const [word, count] of counts) index.addWord({ symbols: [...encodeUtf8(word)], count });

  const spell = (number: number): string =>
    spellBytes(Array.from(tokens[number], (unit) => unit.charCodeAt(0)));
  const merges: [string, string][] = [];
  while (tokens.length < BYTE_COUNT + wanted) {
    const best = index.takeBest();
    if (best === undefined) break;
    const bytes = tokens[best.left] + tokens[best.right];
    // Two different pairs can spell the same bytes ("a" + "aa", "aa" + "a"). Then it is the same token.
    const merged = numberOf.get(bytes) ?? tokens.push(bytes) - 1;
    numberOf.set(bytes, merged);
    merges.push([spell(best.left), spell(best.right)]);
    const count = best.count;
    index.merge(best, merged);
    onProgress({ merges: tokens.length - BYTE_COUNT, of: wanted, token: spell(merged), count });
  }
  return merges;
}

/** All pairs with their counts and places, kept true while merges change them. */
class PairIndex {
  private readonly pairs = new Map<number, Pair>();
  // An entry remembers the count it was made with. If the pair's count has changed since, it is stale.
  private readonly heap: Heap<{ pair: Pair; count: number }>;
  private readonly grown = new Set<Pair>();

  constructor(tokens: readonly string[]) {
    this.heap = new Heap((a, b) => {
      if (a.count !== b.count) return a.count > b.count;
      if (a.pair.left !== b.pair.left) return tokens[a.pair.left] > tokens[b.pair.left];
      return tokens[a.pair.right] > tokens[b.pair.right];
    });
  }

  addWord(word: Word): void {
    const { symbols, count } = word;
    for (let i = 0; i + 1 < symbols.length; i++) this.change(symbols[i], symbols[i + 1], count, word);
  }

  /** The most frequent pair, or undefined when every word is a single symbol. */
  takeBest(): Pair | undefined {
    // A pair that has grown is entered anew. One that has shrunk is entered anew only when it comes up.
    for (const pair of this.grown) this.heap.push({ pair, count: pair.count });
    this.grown.clear();
    for (;;) {
      const entry = this.heap.pop();
      if (entry === undefined) return undefined;
      const { pair, count } = entry;
      if (pair.count === 0) continue;
      if (pair.count === count) return pair;
      if (pair.count < count) this.heap.push({ pair, count: pair.count }); // else a fresher entry is waiting
    }
  }

  /** Replaces the pair by `merged` wherever it occurs. */
  merge(pair: Pair, merged: number): void {
    for (const word of pair.words) this.mergeInWord(word, pair, merged);
    this.pairs.delete(pair.left * PAIR_BASE + pair.right);
  }

  /**
   * … x L R y …  →  … x M y …  takes one (x L), (L R), (R y) away and adds one (x M), (M y), times the word's
   * count. The word is rewritten in place, from left to right, so that of "L L L" the first two merge.
   */
  private mergeInWord(word: Word, { left, right }: Pair, merged: number): void {
    const { symbols, count } = word;
    let write = 0;
    for (let read = 0; read < symbols.length; read++) {
      if (symbols[read] !== left || symbols[read + 1] !== right) {
        symbols[write++] = symbols[read];
        continue;
      }
      const before = write > 0 ? symbols[write - 1] : undefined; // already rewritten: may be `merged` itself
      const after = symbols[read + 2];
      this.change(left, right, -count, word);
      if (before !== undefined) {
        this.change(before, left, -count, word);
        this.change(before, merged, count, word);
      }
      if (after !== undefined) {
        this.change(right, after, -count, word);
        this.change(merged, after, count, word);
      }
      symbols[write++] = merged;
      read++; // past the right one
    }
    symbols.length = write;
  }

  private change(left: number, right: number, by: number, word: Word): void {
    const key = left * PAIR_BASE + right;
    let pair = this.pairs.get(key);
    if (pair === undefined) {
      pair = { left, right, count: 0, words: [] };
      this.pairs.set(key, pair);
    }
    pair.count += by;
    if (by < 0) return;
    if (pair.words.at(-1) !== word) pair.words.push(word);
    this.grown.add(pair);
  }
}
