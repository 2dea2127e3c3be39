/**
 * The engine's tokenizer → GGUF's metadata, in llama.cpp's terms. readTokenizer.ts lists the keys.
 *
 *   byte-level BPE       "gpt2", with the name of how it cuts text
 *   SentencePiece BPE    "llama", with scores in the order of its merges
 *   characters           "llama", see writeCharacters.ts
 *
 * Knows nothing of numbers. Try it: `writeTokenizer(source)`.
 */
import { InklingError, type ModelSource, mergesFromScores, type Tokenizer } from "inkling";
import { vocabularyOf } from "../sentencePiece.ts";
import { ignoresMerges, preNameOf, preNames } from "./preTokenisers.ts";
import { tokenTypes } from "./tokenTypes.ts";
import { flag, floats, integers, type KeyValue, text, texts, u32 } from "./write.ts";
import { characterVocabulary, type Vocabulary } from "./writeCharacters.ts";

export interface WrittenTokenizer {
  readonly keys: readonly KeyValue[];
  /** Rows that the vocabulary needs behind the model's own. */
  readonly appended: number;
  /** Whose row they are copies of; undefined: the mean of all. */
  readonly appendedLike: number | undefined;
  readonly notes: readonly string[];
}

type TokenizerJson = ReturnType<Tokenizer["toJSON"]>;

/** @throws InklingError for a tokenizer that llama.cpp has no name for */
export function writeTokenizer(source: ModelSource): WrittenTokenizer {
  const { tokenizer, chatTemplate } = source;
  const template = chatTemplate === undefined ? [] : [text("tokenizer.chat_template", chatTemplate)];
  if (tokenizer === undefined) {
    const notes = ["It has no tokenizer: llama.cpp opens the file, and takes and gives ids only."];
    const keys = [text("tokenizer.ggml.model", "no_vocab"), ...template];
    return { keys, appended: 0, appendedLike: undefined, notes };
  }
  const vocabulary = vocabularyFor(tokenizer, source);
  const { tokens, types } = vocabulary;
  const { unk_token: unknown } = tokenizer.toJSON().model;
  const unknownId = unknown === null ? undefined : tokens.indexOf(unknown);
  refuseDoubles(tokens, source.name);
  return {
    keys: [
      text("tokenizer.ggml.model", vocabulary.model),
      ...vocabulary.keys,
      texts("tokenizer.ggml.tokens", tokens),
      integers("tokenizer.ggml.token_type", types),
      ...idKeys(source, unknownId),
      ...template,
    ],
    appended: vocabulary.appended,
    appendedLike: unknownId,
    notes: [...vocabulary.notes, ...leftOut(source.eosTokenIds.slice(2))],
  };
}

function vocabularyFor(tokenizer: Tokenizer, source: ModelSource): Vocabulary {
  const json = tokenizer.toJSON();
  const spelled = spelledTokens(tokenizer, json, source.config.vocabSize);
  if (json.decoder.type === "Fuse") return characterVocabulary(spelled);
  if (isSentencePiece(json)) return sentencePieceVocabulary(json, spelled, source.name);
  return byteLevelVocabulary(json, spelled, source.name);
}

interface Spelled {
  readonly tokens: readonly string[];
  readonly types: readonly number[];
}

function byteLevelVocabulary(json: TokenizerJson, spelled: Spelled, name: string): Vocabulary {
  const pre = preNameOf(json.pre_tokenizer);
  if (pre === undefined) {
    throw new InklingError(
      `${name} can't become a GGUF file: llama.cpp has no name for how its tokenizer cuts text. Inkling writes ${preNames.join(", ")}.`,
    );
  }
  const merges = mergesOf(json).map(([left, right]) => `${left} ${right}`);
  const notes =
    json.model.ignore_merges === ignoresMerges(pre)
      ? []
      : [
          `llama.cpp decides by the name ${pre} whether a piece that is a token is merged: some texts may get other ids there.`,
        ];
  const keys = [text("tokenizer.ggml.pre", pre), texts("tokenizer.ggml.merges", merges)];
  return { model: "gpt2", ...spelled, keys, notes, appended: 0 };
}

/** Every token's spelling and type, and unused ones up to `rows`, for an embedding that has more. */
function spelledTokens(tokenizer: Tokenizer, json: TokenizerJson, rows: number): Spelled {
  const added = new Map<number, boolean>(json.added_tokens.map(({ id, special }) => [id, special]));
  const unknown = json.model.unk_token;
  const tokens: string[] = [];
  const types: number[] = [];
  for (let id = 0; id < rows; id++) {
    const isToken = id < tokenizer.vocabSize;
    const token = isToken ? tokenizer.token(id) : `[PAD${id}]`;
    tokens.push(token);
    if (!isToken) types.push(tokenTypes.unused);
    else if (token === unknown) types.push(tokenTypes.unknown);
    else if (added.has(id)) types.push(added.get(id) ? tokenTypes.special : tokenTypes.added);
    else types.push(tokenTypes.ordinary);
  }
  return { tokens, types };
}

const BYTE = /^<0x[0-9A-F]{2}>$/;
const BYTES = 256;

/** Blanks are written "▁": by the normalizer, or in newer files by Metaspace. */
function isSentencePiece({ normalizer, pre_tokenizer: pre }: TokenizerJson): boolean {
  return normalizer !== null || pre?.type === "Metaspace";
}

/** The earlier a token's first merge, the higher its score; what no merge makes comes last. */
function sentencePieceVocabulary(
  json: TokenizerJson,
  { tokens, types: plain }: Spelled,
  name: string,
): Vocabulary {
  const types = plain.map((type, id) =>
    type === tokenTypes.ordinary && BYTE.test(tokens[id]) ? tokenTypes.byte : type,
  );
  const bytes = types.filter((type) => type === tokenTypes.byte).length;
  if (bytes !== BYTES) {
    throw new InklingError(
      `${name} can't become a GGUF file: its vocabulary has ${bytes} of the ${BYTES} bytes, and llama.cpp spells with them what no token spells.`,
    );
  }
  const scores = scoresOf(json, { tokens, types });
  const { first, notes } = blankRule(json);
  return {
    model: "llama",
    tokens,
    types,
    keys: [floats("tokenizer.ggml.scores", scores.scores), flag("tokenizer.ggml.add_space_prefix", first)],
    notes: [...scores.notes, ...notes],
    appended: 0,
  };
}

function scoresOf(json: TokenizerJson, { tokens, types }: Spelled) {
  const merges = mergesOf(json);
  const ranks = new Map<string, number>();
  for (const [rank, [left, right]] of merges.entries())
    if (!ranks.has(left + right)) ranks.set(left + right, rank);
  const isOrdinary = (id: number) => types[id] === tokenTypes.ordinary;
  const scores = tokens.map((token, id) => (isOrdinary(id) ? -(ranks.get(token) ?? merges.length) : 0));
  const pieces = tokens.map((token, id) => ({ text: token, score: scores[id] }));
  const again = mergesFromScores(pieces.filter((_, id) => isOrdinary(id)));
  const isSame =
    again.length === merges.length &&
    again.every(([left, right], i) => merges[i][0] === left && merges[i][1] === right);
  const note =
    "llama.cpp merges by scores, and its list of merges is no order of scores: some texts may get other ids there.";
  return { scores, notes: isSame ? [] : [note] };
}

/** Whether a blank is put before the text, and what llama.cpp does otherwise. */
function blankRule({ normalizer, pre_tokenizer: pre }: TokenizerJson) {
  if (pre?.type !== "Metaspace") {
    const first = normalizer?.normalizers.some(({ type }) => type === "Prepend") ?? false;
    return { first, notes: [] };
  }
  const first = pre.prepend_scheme !== "never";
  const note = "llama.cpp puts a blank before every text, also before one that begins with a blank.";
  return { first, notes: first ? [note] : [] };
}

/** As pairs; tokenizer.json may have them as "left right" or ["left", "right"]. */
function mergesOf(json: TokenizerJson): (readonly [left: string, right: string])[] {
  return json.model.merges.map((merge) => {
    const [left, right] = typeof merge === "string" ? merge.split(" ") : merge;
    return [left, right];
  });
}

/**
 * Inkling begins every text with the tokenizer's BOS, where there is one, so llama.cpp is told to, unless the model's files name another. What ends a text: the first id as
 * EOS, a second as the end of a turn.
 */
function idKeys(
  { tokenizer, bosTokenId, eosTokenIds }: ModelSource,
  unknown: number | undefined,
): KeyValue[] {
  const bos = bosTokenId ?? tokenizer?.bos;
  const [eos = bos, turnEnd] = eosTokenIds;
  const ids = { bos, eos, eot: turnEnd, unknown };
  const given = Object.entries(ids).flatMap(([name, id]) =>
    id === undefined ? [] : [u32(`tokenizer.ggml.${name}_token_id`, id)],
  );
  return [...given, flag("tokenizer.ggml.add_bos_token", bos !== undefined && tokenizer?.bos === bos)];
}

function leftOut(ids: readonly number[]): string[] {
  if (ids.length === 0) return [];
  return [`GGUF has room for two ids that end a text; ${ids.join(", ")} can't be said in it.`];
}

/** llama.cpp stops at once where two tokens are spelled alike. */
function refuseDoubles(tokens: readonly string[], name: string): void {
  try {
    vocabularyOf(tokens);
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    throw new InklingError(`${name} can't become a GGUF file: ${error.message}`, { cause: error });
  }
}
