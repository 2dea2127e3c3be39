/**
 * The tokenizer, put together: cut into pieces → spell with an alphabet → merge → ids, and back.
 *
 * One class for all kinds. A character tokenizer is the same machine with characters for an alphabet, the whole
 * text as one piece and an empty list of merges; so Hugging Face's tokenizers opens it too.
 *
 * Knows nothing about files or models. Try it: trainBpe(["low lower lowest"], { vocabSize: 262 }).encode("low")
 */
import { InklingError } from "../errors.ts";
import { type Alphabet, createByteAlphabet, createCharacterAlphabet } from "./alphabet.ts";
import { createMergeTable, type MergeTable, mergeByScanning, mergeSymbols } from "./bpe.ts";
import { detached } from "./detached.ts";
import type { TokenizerParts } from "./parts.ts";
import { type PreTokeniser, preTokenisers } from "./pretokenise.ts";
import { splitOnSpecialTokens } from "./specialTokens.ts";
import type {
  DecodeOptions,
  EncodeOptions,
  EncodingWork,
  MergeStep,
  PieceWork,
  StreamDecoder,
  Token,
  Tokenizer,
  TokenizerJson,
} from "./tokenizer.ts";
import { decodeUtf8, encodeUtf8, Utf8Decoder } from "./utf8.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { writeTokenizerJson } from "./writeTokenizerJson.ts";

/**
 * Words come back again and again, so each is merged once. Bounded: so many pieces, none longer than this. At
 * worst (three bytes a character, an id for each) that is 96 ids of 8 bytes, 65,536 times: 50 MB and the keys.
 */
const CACHED_PIECES = 65_536;
const CACHED_LENGTH = 32;

export class BpeTokenizer implements Tokenizer {
  readonly parts: TokenizerParts;
  readonly vocabSize: number;
  readonly specialTokens: ReadonlyMap<string, number>;
  readonly bos: number | undefined;
  private readonly alphabet: Alphabet;
  private readonly preTokenise: PreTokeniser;
  private readonly table: MergeTable;
  private readonly cache = new Map<string, readonly number[]>();
  private readonly bytes: (Uint8Array | undefined)[] = []; // id → bytes, filled when first asked for

  /** Throws InklingError for merges of unknown tokens, and where text could be encoded to a special token. */
  constructor(parts: TokenizerParts) {
    const { kind, vocabulary, unknownToken } = parts;
    this.parts = parts;
    this.vocabSize = vocabulary.spellings.length;
    this.specialTokens = vocabulary.specialTokens;
    this.bos = vocabulary.bos;
    const unknown = unknownToken === undefined ? undefined : vocabulary.ids.get(unknownToken);
    if (unknownToken !== undefined && unknown === undefined)
      throw new InklingError(
        `The unknown token ${JSON.stringify(unknownToken)} is not in the vocabulary. Add it there, or name none.`,
      );
    const isCharacter = kind === "character";
    this.alphabet = (isCharacter ? createCharacterAlphabet : createByteAlphabet)(vocabulary, unknown);
    this.preTokenise = isCharacter ? wholeText : preTokenisers[kind];
    this.table = createMergeTable(parts.merges.map((pair, rank) => mergeOf(pair, rank, vocabulary)));
  }

  encode(text: string, options: EncodeOptions = {}): number[] {
    const ids: number[] = [];
    for (const stretch of this.stretches(text, options)) {
      const part = text.slice(stretch.start, stretch.end);
      if (stretch.special) ids.push(this.specialTokens.get(part)!);
      else this.preTokenise(part, (start, end) => this.encodePiece(part.slice(start, end), ids));
    }
    return ids;
  }

  /** Appends the piece's ids; merges it only if it is not in the cache. */
  private encodePiece(piece: string, ids: number[]): void {
    let merged = this.cache.get(piece);
    if (merged === undefined) {
      merged = mergeSymbols(this.alphabet.symbolsOf(piece), this.table);
      if (piece.length <= CACHED_LENGTH) this.remember(piece, merged);
    }
    for (const id of merged) ids.push(id); // one by one: push(...merged) fails for a piece of a million ids
  }

  private remember(piece: string, merged: readonly number[]): void {
    if (this.cache.size >= CACHED_PIECES) this.cache.clear(); // simple, and rare
    this.cache.set(detached(piece), merged);
  }

  /** The text cut at special tokens if they are parsed; otherwise it is one stretch, whatever it spells. */
  private stretches(text: string, options: EncodeOptions) {
    const parse = options.special === "parse";
    return splitOnSpecialTokens(text, parse ? this.specialTokens.keys() : []);
  }

  decode(ids: Iterable<number>, options: DecodeOptions = {}): string {
    const decoder = this.decoder(options);
    const parts: string[] = []; // of one stream: a character's bytes may be spread over several ids
    for (const id of ids) parts.push(decoder.push(id));
    parts.push(decoder.end());
    return parts.join("");
  }

  decoder(options: DecodeOptions = {}): StreamDecoder {
    const utf8 = new Utf8Decoder();
    return {
      push: (id) => {
        const bytes = this.bytesOf(id); // before the test below, so that an unknown id is always refused
        return options.special === "skip" && this.isSpecial(id) ? "" : utf8.push(bytes);
      },
      end: () => utf8.end(),
    };
  }

  token(id: number): string {
    const spelling = this.parts.vocabulary.spellings[id];
    if (spelling === undefined)
      throw new InklingError(
        `There is no token with the id ${id}: this vocabulary has ids from 0 to ${this.vocabSize - 1}. Is it the tokenizer of another model?`,
      );
    return spelling;
  }

  bytesOf(id: number): Uint8Array {
    const known = this.bytes[id];
    if (known !== undefined) return known;
    const spelling = this.token(id);
    // A special token is written as it is; it was never spelled with the alphabet.
    const bytes = this.isSpecial(id) ? encodeUtf8(spelling) : this.alphabet.bytesOf(spelling);
    this.bytes[id] = bytes;
    return bytes;
  }

  private isSpecial(id: number): boolean {
    return this.parts.vocabulary.specialIds.has(id);
  }

  encodeShowingWork(text: string, options: EncodeOptions = {}): EncodingWork {
    const work: EncodingWork = { pieces: [], tokens: [] };
    for (const stretch of this.stretches(text, options)) {
      const part = text.slice(stretch.start, stretch.end);
      if (stretch.special) this.showSpecial(part, stretch.start, work);
      else
        this.preTokenise(part, (start, end) =>
          this.showPiece(part.slice(start, end), stretch.start + start, work),
        );
    }
    return work;
  }

  /** A special token is one piece and one token. */
  private showSpecial(text: string, start: number, work: EncodingWork): void {
    const id = this.specialTokens.get(text)!;
    const end = start + text.length;
    work.tokens.push(this.tokenAt(id, start, end));
    const bytes = encodeUtf8(text);
    work.pieces.push({ text, start, end, special: true, bytes, symbols: [text], merges: [], ids: [id] });
  }

  /**
   * One piece by the plain loop of bpe.ts, writing down every merge. `placed` follows the symbols through the
   * merges with their places in the text: what two symbols covered, the merged one covers.
   */
  private showPiece(text: string, offset: number, work: EncodingWork): void {
    const placed = this.alphabet.placedSymbolsOf(text);
    const spelled = () => placed.map(({ id }) => this.token(id));
    const symbols = spelled();
    const merges: MergeStep[] = [];
    const before = placed.map(({ id }) => id);
    const ids = mergeByScanning(before, this.table, (position, rank) => {
      const { left, right, merged } = this.table.merges[rank];
      const { start } = placed[position];
      const { end } = placed[position + 1];
      placed.splice(position, 2, { id: merged, start, end });
      const spelling = { left: this.token(left), right: this.token(right), merged: this.token(merged) };
      merges.push({ rank, ...spelling, symbols: spelled() });
    });
    const bytes = encodeUtf8(text);
    const end = offset + text.length;
    const piece: PieceWork = { text, start: offset, end, special: false, bytes, symbols, merges, ids };
    work.pieces.push(piece);
    for (const { id, start, end } of placed) work.tokens.push(this.tokenAt(id, offset + start, offset + end));
  }

  private tokenAt(id: number, start: number, end: number): Token {
    const bytes = this.bytesOf(id);
    return { id, text: decodeUtf8(bytes), bytes, start, end, special: this.isSpecial(id) };
  }

  toJSON(): TokenizerJson {
    return writeTokenizerJson(this.parts);
  }
}

/** A character tokenizer needs no cutting: without merges, nothing could reach across. */
const wholeText: PreTokeniser = (text, visit) => {
  if (text.length > 0) visit(0, text.length);
};

/** A merge as ids. Both halves and the whole must be tokens, and none of them special. */
function mergeOf([left, right]: readonly [string, string], rank: number, vocabulary: Vocabulary) {
  const merge = () => `Merge ${rank} joins ${JSON.stringify(left)} and ${JSON.stringify(right)}`;
  const idOf = (spelling: string): number => {
    const id = vocabulary.ids.get(spelling);
    if (id === undefined)
      throw new InklingError(
        `${merge()}, but ${JSON.stringify(spelling)} is not in the vocabulary. The merges and the vocabulary must come from the same training.`,
      );
    if (vocabulary.specialIds.has(id))
      throw new InklingError(
        `${merge()}, and ${JSON.stringify(spelling)} is a special token: plain text could forge it. Remove the merge, or make the token an ordinary one.`,
      );
    return id;
  };
  return { left: idOf(left), right: idOf(right), merged: idOf(left + right) };
}
