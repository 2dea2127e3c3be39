/**
 * The tokenizer, put together: cut into pieces → spell with an alphabet → merge → ids, and back.
 *
 * One class for all kinds. A character tokenizer is the same machine with characters for an alphabet, the whole
 * text as one piece and an empty list of merges; so Hugging Face's tokenizers opens it too. SentencePiece's has both
 * characters and bytes for an alphabet, and blanks among the characters.
 *
 * Knows nothing about files or models. Try it: trainBpe(["low lower lowest"], { vocabSize: 262 }).encode("low")
 */
import { InklingError } from "../errors.ts";
import type { AddedToken } from "./addedTokens.ts";
import { type Alphabet, createByteAlphabet, createCharacterAlphabet } from "./alphabet.ts";
import { createMergeTable, type MergeTable, mergeByScanning, mergeSymbols } from "./bpe.ts";
import { detached } from "./detached.ts";
import type { TokenizerParts } from "./parts.ts";
import { type PreTokeniser, preTokenisers } from "./pretokenise.ts";
import { quoted } from "./quoted.ts";
import {
  blanksBeginWords,
  blankWords,
  createSentencePieceAlphabet,
  type SentencePieceRules,
} from "./sentencePiece.ts";
import { SentencePieceDecoder } from "./sentencePieceDecoder.ts";
import { createStretches, type Stretch, type Stretches } from "./stretches.ts";
import { idsAround } from "./template.ts";
import type {
  Around,
  DecodeOptions,
  EncodeOptions,
  EncodingWork,
  MergeStep,
  StreamDecoder,
  Token,
  Tokenizer,
} from "./tokenizer.ts";
import type { TokenizerJson } from "./tokenizerJson.ts";
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
  readonly around: Around;
  private readonly stretches: Stretches;
  private readonly alphabet: Alphabet;
  private readonly preTokenise: PreTokeniser;
  private readonly table: MergeTable;
  private readonly cache = new Map<string, readonly number[]>();
  private readonly bytes: (Uint8Array | undefined)[] = []; // id → bytes, filled when first asked for

  /** Throws InklingError for merges of unknown tokens, and where text could be encoded to a special token. */
  constructor(parts: TokenizerParts) {
    const { vocabulary, unknownToken } = parts;
    this.parts = parts;
    this.vocabSize = vocabulary.spellings.length;
    this.specialTokens = vocabulary.specialTokens;
    this.around = idsAround(parts.template);
    this.bos = this.around.before[0] ?? vocabulary.bos;
    this.stretches = createStretches(vocabulary.added, parts.sentencePiece?.blanks);
    const unknown = unknownToken === undefined ? undefined : vocabulary.ids.get(unknownToken);
    if (unknownToken !== undefined && unknown === undefined)
      throw new InklingError(
        `The unknown token ${quoted(unknownToken)} is not in the vocabulary. Add it there, or name none.`,
      );
    this.alphabet = alphabetOf(parts, unknown);
    this.preTokenise = preTokeniserOf(parts);
    this.table = createMergeTable(parts.merges.map((pair, rank) => mergeOf(pair, rank, vocabulary)));
  }

  encode(text: string, options: EncodeOptions = {}): number[] {
    const ids: number[] = [];
    for (const { text: part, token } of this.stretches(text, options.special ?? "text")) {
      if (token !== undefined) ids.push(token.id);
      else this.preTokenise(part, (start, end) => this.encodePiece(part.slice(start, end), ids));
    }
    return ids;
  }

  /** Appends the piece's ids; merges it only if it is not in the cache. */
  private encodePiece(piece: string, ids: number[]): void {
    let merged = this.cache.get(piece);
    if (merged === undefined) {
      const whole = this.wholeToken(piece);
      merged = whole === undefined ? mergeSymbols(this.alphabet.symbolsOf(piece), this.table) : [whole];
      if (piece.length <= CACHED_LENGTH) this.remember(piece, merged);
    }
    for (const id of merged) ids.push(id); // one by one: push(...merged) fails for a piece of a million ids
  }

  private remember(piece: string, merged: readonly number[]): void {
    if (this.cache.size >= CACHED_PIECES) this.cache.clear(); // simple, and rare
    this.cache.set(detached(piece), merged);
  }

  /** The token that the piece is as it stands, where such a piece is not merged. Never a special one. */
  private wholeToken(piece: string): number | undefined {
    if (!this.parts.ignoreMerges) return undefined;
    const id = this.parts.vocabulary.modelIds.get(this.alphabet.spellingOf(piece));
    return id === undefined || this.isSpecial(id) ? undefined : id;
  }

  decode(ids: Iterable<number>, options: DecodeOptions = {}): string {
    const decoder = this.decoder(options);
    const parts: string[] = []; // of one stream: a character's bytes may be spread over several ids
    for (const id of ids) parts.push(decoder.push(id));
    parts.push(decoder.end());
    return parts.join("");
  }

  decoder(options: DecodeOptions = {}): StreamDecoder {
    const { sentencePiece } = this.parts;
    const decoder = sentencePiece ? this.spellingDecoder(sentencePiece) : this.byteDecoder();
    if (options.special !== "skip") return decoder;
    return {
      push: (id) => (this.isSpecial(id) ? "" : decoder.push(id)),
      end: () => decoder.end(),
    };
  }

  private byteDecoder(): StreamDecoder {
    const utf8 = new Utf8Decoder();
    return { push: (id) => utf8.push(this.bytesOf(id)), end: () => utf8.end() };
  }

  private spellingDecoder(rules: SentencePieceRules): StreamDecoder {
    const decoder = new SentencePieceDecoder(rules);
    return { push: (id) => decoder.push(this.token(id)), end: () => decoder.end() };
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
    // An added token is written as it is: it was never spelled with bytes. (SentencePiece's blank it may hold.)
    const { vocabulary, sentencePiece } = this.parts;
    const isAsItIs = vocabulary.addedIds.has(id) && !sentencePiece;
    const bytes = isAsItIs ? encodeUtf8(spelling) : this.alphabet.bytesOf(spelling);
    this.bytes[id] = bytes;
    return bytes;
  }

  private isSpecial(id: number): boolean {
    return this.parts.vocabulary.specialIds.has(id);
  }

  encodeShowingWork(text: string, options: EncodeOptions = {}): EncodingWork {
    const work: EncodingWork = { pieces: [], tokens: [] };
    for (const stretch of this.stretches(text, options.special ?? "text")) {
      if (stretch.token !== undefined) this.showAdded(stretch.token, text, stretch, work);
      else this.preTokenise(stretch.text, (from, to) => this.showPiece(text, stretch, [from, to], work));
    }
    return work;
  }

  /** An added token is one piece and one token. */
  private showAdded({ id, content, special }: AddedToken, input: string, place: Stretch, work: EncodingWork) {
    const { start, end } = place;
    const text = input.slice(start, end);
    work.tokens.push(this.tokenAt(id, start, end));
    const bytes = encodeUtf8(text);
    work.pieces.push({ text, start, end, special, bytes, symbols: [content], merges: [], ids: [id] });
  }

  /**
   * One piece by the plain loop of bpe.ts, writing down every merge. `placed` follows the symbols through the
   * merges with their places in the piece: what two symbols covered, the merged one covers.
   */
  private showPiece(
    input: string,
    stretch: Stretch,
    [from, to]: readonly [number, number],
    work: EncodingWork,
  ) {
    const piece = stretch.text.slice(from, to);
    const whole = this.wholeToken(piece);
    const placed =
      whole === undefined
        ? this.alphabet.placedSymbolsOf(piece)
        : [{ id: whole, start: 0, end: piece.length }];
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
    // A blank that was put before the text has no place in it.
    const placeOf = (index: number) => stretch.start + Math.max(0, from + index - stretch.added);
    const start = placeOf(0);
    const end = placeOf(piece.length);
    const text = input.slice(start, end);
    work.pieces.push({ text, start, end, special: false, bytes: encodeUtf8(text), symbols, merges, ids });
    for (const symbol of placed)
      work.tokens.push(this.tokenAt(symbol.id, placeOf(symbol.start), placeOf(symbol.end)));
  }

  private tokenAt(id: number, start: number, end: number): Token {
    const bytes = this.bytesOf(id);
    return { id, text: decodeUtf8(bytes), bytes, start, end, special: this.isSpecial(id) };
  }

  toJSON(): TokenizerJson {
    return writeTokenizerJson(this.parts);
  }
}

function alphabetOf(
  { kind, vocabulary, sentencePiece }: TokenizerParts,
  unknown: number | undefined,
): Alphabet {
  if (sentencePiece) return createSentencePieceAlphabet(vocabulary, unknown, sentencePiece);
  return (kind === "character" ? createCharacterAlphabet : createByteAlphabet)(vocabulary, unknown);
}

function preTokeniserOf({
  kind,
  vocabulary,
  merges,
  unknownToken,
  ignoreMerges,
}: TokenizerParts): PreTokeniser {
  if (kind === "character") return wholeText;
  if (kind !== "sentencepiece") return preTokenisers[kind];
  return !ignoreMerges && blanksBeginWords(merges, vocabulary, unknownToken) ? blankWords : wholeText;
}

/** Without merges, or with such as reach across words, there is nothing to cut. */
const wholeText: PreTokeniser = (text, visit) => {
  if (text.length > 0) visit(0, text.length);
};

/** A merge as ids. Both halves and the whole must be tokens, and none of them special. */
function mergeOf([left, right]: readonly [string, string], rank: number, vocabulary: Vocabulary) {
  const merge = () => `Merge ${rank} joins ${quoted(left)} and ${quoted(right)}`;
  const idOf = (spelling: string): number => {
    const id = vocabulary.modelIds.get(spelling);
    if (id === undefined)
      throw new InklingError(
        `${merge()}, but ${quoted(spelling)} is not in the vocabulary. The merges and the vocabulary must come from the same training.`,
      );
    if (vocabulary.specialIds.has(id))
      throw new InklingError(
        `${merge()}, and ${quoted(spelling)} is a special token: plain text could forge it. Remove the merge, or make the token an ordinary one.`,
      );
    return id;
  };
  return { left: idOf(left), right: idOf(right), merged: idOf(left + right) };
}
