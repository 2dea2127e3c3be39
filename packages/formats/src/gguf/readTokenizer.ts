/**
 * GGUF's tokenizer → the engine's, by way of tokenizer.json, so that one reader checks them all.
 *
 *   tokenizer.ggml.model       "gpt2": byte-level BPE · "llama": SentencePiece · "no_vocab" or absent: none
 *   tokenizer.ggml.tokens      spellings, by id
 *   tokenizer.ggml.token_type  1 ordinary · 2 unknown · 3 special · 4 added by a user · 5 unused · 6 a byte
 *   tokenizer.ggml.merges      "left right", for gpt2       .scores   for llama
 *   tokenizer.ggml.pre         how gpt2 cuts text into pieces, by the names of preTokenisers.ts
 *
 * Unused tokens at the end only fill the embedding up, and are left out.
 */
import { InklingError, readTokenizerJson, type Tokenizer } from "inkling";
import { addedTokens, BLANK, type PieceKind, sentencePieceJson, vocabularyOf } from "../sentencePiece.ts";
import type { Metadata } from "./metadata.ts";
import { ignoresMerges, type PreName, preNames, preTokenizerJson } from "./preTokenisers.ts";
import { CHARACTERS, tokenTypes } from "./tokenTypes.ts";

/** llama.cpp's type → what it is to us. */
const kinds: readonly PieceKind[] = [
  "ordinary",
  "ordinary",
  "special",
  "special",
  "added",
  "ordinary",
  "byte",
];

export interface ReadTokenizer {
  readonly tokenizer: Tokenizer | undefined;
  readonly bosTokenId: number | undefined;
  readonly eosTokenIds: readonly number[];
  readonly chatTemplate: string | undefined;
  /** How many rows of the embedding are the model's own, where the file appends byte tokens. */
  readonly ownRows: number | undefined;
}

interface Vocabulary {
  readonly tokens: readonly string[];
  readonly kinds: readonly PieceKind[];
  readonly unknown: string | undefined;
}

/** @param rows of the embedding */
export function readTokenizer(metadata: Metadata, file: string, rows: number): ReadTokenizer {
  const model = metadata.choice("tokenizer.ggml.model", ["gpt2", "llama", "no_vocab", "none"], "none");
  const chatTemplate = metadata.text("tokenizer.chat_template");
  const ownRows = metadata.has(CHARACTERS) ? metadata.size(CHARACTERS, { min: 1, max: rows }) : undefined;
  const others = { chatTemplate, ownRows, ...readIds(metadata, ownRows ?? rows, model) };
  if (model === "none" || model === "no_vocab") return { tokenizer: undefined, ...others };
  const vocabulary = readVocabulary(metadata, rows, ownRows ?? rows);
  try {
    const json =
      ownRows !== undefined
        ? characterJson(vocabulary)
        : (model === "gpt2" ? byteLevelJson : llamaJson)(metadata, vocabulary);
    return { tokenizer: readTokenizerJson(JSON.stringify(json), "its tokenizer"), ...others };
  } catch (error) {
    if (!(error instanceof InklingError) || error.message.startsWith(file)) throw error;
    throw new InklingError(`${file}, tokenizer.ggml: ${error.message}`, { cause: error });
  }
}

/** The first `own` tokens, without the unused ones at their end. */
function readVocabulary(metadata: Metadata, rows: number, own: number): Vocabulary {
  const all = metadata.texts("tokenizer.ggml.tokens");
  if (all.length > rows || all.length === 0)
    metadata.fail("tokenizer.ggml.tokens", all, `1 to ${rows} of them: so many rows has token_embd.weight`);
  const key = "tokenizer.ggml.token_type";
  const given = metadata.has(key)
    ? [...metadata.numbers(key, all.length)]
    : all.map(() => tokenTypes.ordinary);
  const types = given.slice(0, own);
  const used = types.findLastIndex((type) => type !== tokenTypes.unused) + 1;
  const unknown = types.indexOf(tokenTypes.unknown);
  return {
    tokens: all.slice(0, used),
    kinds: types.slice(0, used).map((type) => kinds[type] ?? metadata.fail(key, type, "types from 1 to 6")),
    unknown: unknown === -1 ? undefined : all[unknown],
  };
}

function byteLevelJson(metadata: Metadata, vocabulary: Vocabulary): object {
  // The first files had no such key, and there was one way of cutting.
  const pre: PreName = metadata.choice(
    "tokenizer.ggml.pre",
    preNames,
    isGpt2(metadata) ? "gpt-2" : undefined,
  );
  const tokens = vocabulary.tokens.map((text, id) => ({ text, kind: vocabulary.kinds[id] }));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens(tokens),
    normalizer: null,
    pre_tokenizer: preTokenizerJson(pre),
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      ...bpe(vocabulary.tokens, metadata.texts("tokenizer.ggml.merges")),
      ignore_merges: ignoresMerges(pre),
      unk_token: null,
    },
  };
}

function isGpt2(metadata: Metadata): boolean {
  return metadata.text("general.architecture") === "gpt2";
}

function llamaJson(metadata: Metadata, { tokens, kinds, unknown }: Vocabulary): object {
  const all = metadata.texts("tokenizer.ggml.tokens").length;
  const scores = metadata.numbers("tokenizer.ggml.scores", all);
  return sentencePieceJson({
    pieces: tokens.map((text, id) => ({ text, score: scores[id], kind: kinds[id] })),
    unknown,
    blankFirst: metadata.flag("tokenizer.ggml.add_space_prefix", true),
  });
}

/** The character tokenizer that writeCharacters.ts wrote, whose blanks are spelled "▁" there. */
function characterJson({ tokens, kinds, unknown }: Vocabulary): object {
  const spellings = tokens.map((text) => (text === BLANK ? " " : text));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens(spellings.map((text, id) => ({ text, kind: kinds[id] }))),
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: "Fuse" },
    model: { ...bpe(spellings, []), unk_token: unknown ?? null },
  };
}

function bpe(tokens: readonly string[], merges: readonly string[]): object {
  return {
    type: "BPE",
    dropout: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab: vocabularyOf(tokens),
    merges,
  };
}

/** Where the file says nothing, llama.cpp takes 1 and 2 for a SentencePiece vocabulary. */
function readIds(metadata: Metadata, rows: number, model: string) {
  const idOf = (name: string, otherwise?: number): number | undefined => {
    const key = `tokenizer.ggml.${name}`;
    if (!metadata.has(key) && otherwise === undefined) return undefined;
    return metadata.size(key, { min: 0, max: rows - 1 }, otherwise);
  };
  const isLlama = model === "llama";
  const ends = [idOf("eos_token_id", isLlama ? 2 : undefined), idOf("eot_token_id")];
  const eosTokenIds = [...new Set(ends.filter((id) => id !== undefined))];
  return { bosTokenId: idOf("bos_token_id", isLlama ? 1 : undefined), eosTokenIds };
}
