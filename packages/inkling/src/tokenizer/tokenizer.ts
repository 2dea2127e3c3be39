/**
 * What a tokenizer is: text ⇄ ids, with its work shown on request. Types only.
 *
 * A model reads and writes whole numbers. The tokenizer holds the list that gives each number a piece of text,
 * a token. It is the first and the last step of the data path, and the only one that sees characters.
 *
 * Knows nothing about models, tensors or files. Try it: readTokenizerJson(text).encodeShowingWork("Hello")
 */
import type { TokenizerJson } from "./tokenizerJson.ts";

/** One token of an encoded text. */
export interface Token {
  id: number;
  /** Its bytes as text; a token that holds part of a character shows U+FFFD, as decoding it alone would. */
  text: string;
  bytes: Uint8Array;
  /** Where it lies in the input, in UTF-16 units, the end exclusive. Tokens tile the input; a character that is
   * spread over several tokens belongs to the one with its first byte, and the others are empty. */
  start: number;
  end: number;
  special: boolean;
}

export interface EncodeOptions {
  /**
   * What to do where the text spells a special token, such as "<|endoftext|>".
   * "text" (default): nothing. It is encoded as ordinary characters, so that what a user types can't end a
   * document or begin someone else's turn. "parse": it becomes that token's id, as a chat template needs.
   */
  special?: "text" | "parse";
}

export interface DecodeOptions {
  /** "show" (default) writes special tokens as they are spelled; "skip" leaves them out. */
  special?: "show" | "skip";
}

/** Decodes a stream of ids. The bytes of an unfinished character are held back until they are complete. */
export interface StreamDecoder {
  push(id: number): string;
  /** What was held back; an unfinished character is U+FFFD. */
  end(): string;
}

export interface Around {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Tokenizer {
  /** The highest id + 1. */
  readonly vocabSize: number;
  /** Spelling → id, of the tokens that have a meaning of their own: "<|endoftext|>" → 0. */
  readonly specialTokens: ReadonlyMap<string, number>;
  /**
   * The id that begins and separates documents: the one that other programs put before a text (`around`), else
   * `<|endoftext|>`, else `<s>`, else `<|begin_of_text|>`. Undefined if a loaded vocabulary has none of them: guessing
   * one would teach a model a wrong beginning.
   */
  readonly bos: number | undefined;
  /**
   * The ids that other programs put around every text, as tokenizer.json's post_processor says: `<s>` before it for
   * Llama, nothing for GPT-2. `encode` adds nothing; who wants what they have puts them there.
   */
  readonly around: Around;
  /** Never throws. A lone surrogate (half a character) is read as U+FFFD. */
  encode(text: string, options?: EncodeOptions): number[];
  /** Bytes that are not UTF-8 become U+FFFD. Throws InklingError for an id outside the vocabulary. */
  decode(ids: Iterable<number>, options?: DecodeOptions): string;
  decoder(options?: DecodeOptions): StreamDecoder;
  /** How the vocabulary spells the token: "Ġthe" for " the". */
  token(id: number): string;
  /** The bytes it stands for. */
  bytesOf(id: number): Uint8Array;
  /** The same ids as `encode`, with every step on the way. */
  encodeShowingWork(text: string, options?: EncodeOptions): EncodingWork;
  /** Hugging Face's tokenizer.json, as an object: JSON.stringify(tokenizer) writes the file. */
  toJSON(): TokenizerJson;
}

/** How a text became ids. */
export interface EncodingWork {
  /** The text cut by the pre-tokeniser (and at special tokens, when they are parsed). Pieces tile the text. */
  pieces: PieceWork[];
  tokens: Token[];
}

export interface PieceWork {
  text: string;
  start: number;
  end: number;
  /** True for a special token that was recognised: it is a whole, and has no merges. */
  special: boolean;
  /** The piece in UTF-8. */
  bytes: Uint8Array;
  /** The symbols before the first merge, as the vocabulary spells them. */
  symbols: string[];
  merges: MergeStep[];
  ids: number[];
}

/** One merge: of all neighbours in the piece, the pair that training merged earliest becomes one symbol. */
export interface MergeStep {
  /** The merge's place in the list training made, from 0. The lowest goes first. */
  rank: number;
  left: string;
  right: string;
  merged: string;
  /** All symbols of the piece after this merge. */
  symbols: string[];
}
