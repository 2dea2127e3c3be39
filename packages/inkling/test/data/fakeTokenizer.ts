/**
 * A tokenizer for tests of the data layer: words cut as GPT-2 cuts them, each new word the next id.
 * It is honest where the data layer could go wrong: tokens merge across a careless border, special tokens are
 * recognised only in "parse" mode, and ids turn back into bytes.
 */
import type { EncodeOptions, EncodingWork, Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import type { TokenizerJson } from "../../src/tokenizer/tokenizerJson.ts";

const words = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

export function fakeTokenizer(specialNames: readonly string[] = special): Tokenizer {
  const spellings = [...special];
  const ids = new Map(spellings.map((spelling, id) => [spelling, id]));
  const specialTokens = new Map(specialNames.map((name) => [name, special.indexOf(name)]));
  const wordId = (word: string) => {
    const known = ids.get(word);
    if (known !== undefined && known >= special.length) return known;
    ids.set(word, spellings.length);
    return spellings.push(word) - 1;
  };
  const encodeText = (text: string) => Array.from(text.match(words) ?? [], wordId);
  const encode = (text: string, options: EncodeOptions = {}): number[] => {
    if (options.special !== "parse") return encodeText(text);
    return text.split(/(<\|endoftext\|>|<\|im_start\|>|<\|im_end\|>)/).flatMap((part) => {
      const id = specialTokens.get(part);
      return id === undefined ? encodeText(part) : [id];
    });
  };
  const spell = (id: number) => spellings[id] ?? "?";
  const unused = (): never => {
    throw new Error("the data layer has no business here");
  };
  return {
    get vocabSize() {
      return spellings.length;
    },
    specialTokens,
    bos: specialTokens.get("<|endoftext|>"),
    around: { before: [], after: [] },
    encode,
    decode: (list) => Array.from(list, spell).join(""),
    decoder: unused,
    token: spell,
    bytesOf: (id) => new TextEncoder().encode(spell(id)),
    encodeShowingWork: (): EncodingWork => unused(),
    toJSON: (): TokenizerJson => ({
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: null,
      post_processor: null,
      decoder: { type: "Fuse" },
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(specialTokens),
        merges: [],
      },
    }),
  };
}

export async function* streamOf<T>(...items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** Documents that can be read again and again. */
export function repeatable<T>(items: readonly T[]): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => streamOf(...items) };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A text cut at the given places (taken modulo its length), as a file might arrive. */
export function chunked(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, i) => text.slice(places[i], end));
}
