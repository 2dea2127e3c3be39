/**
 * Writing tokenizer.json, the file that Hugging Face's tokenizers, transformers and transformers.js open.
 *
 * It says in words what our code does: how text is cut (normalizer, pre_tokenizer), the vocabulary and the merges
 * (model), how tokens become text again (decoder), and which tokens are added (added_tokens).
 *
 * Knows nothing about reading it back (readTokenizerJson.ts). Try it: JSON.stringify(tokenizer, null, 2)
 */
import type { AddedToken } from "./addedTokens.ts";
import type { TokenizerParts } from "./parts.ts";
import { BLANK, type SentencePieceRules } from "./sentencePiece.ts";
import { splitPatterns } from "./splitPatterns.ts";
import type {
  AddedTokenJson,
  ByteLevelJson,
  DigitsJson,
  MetaspaceJson,
  TokenizerJson,
} from "./tokenizerJson.ts";

/** Spells bytes with GPT-2's alphabet, after cutting by GPT-2's pattern; as a decoder, the way back. */
const BYTE_LEVEL: ByteLevelJson = {
  type: "ByteLevel",
  add_prefix_space: false, // the text is encoded as it is, without a blank before the first word
  trim_offsets: true, // changes no ids
  use_regex: true,
};

const DIGITS: DigitsJson = { type: "Digits", individual_digits: true };

export function writeTokenizerJson(parts: TokenizerParts): TokenizerJson {
  const { vocabulary, merges, unknownToken, sentencePiece, template } = parts;
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: vocabulary.added.map(addedTokenJson),
    normalizer: normalizerJson(sentencePiece),
    pre_tokenizer: preTokeniserJson(parts),
    post_processor: template ?? null,
    decoder: decoderJson(parts),
    model: {
      type: "BPE",
      dropout: null,
      unk_token: unknownToken ?? null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: sentencePiece?.fuseUnknown ?? false, // false: one <unk> for each unknown character
      byte_fallback: sentencePiece?.byteFallback ?? false,
      ignore_merges: parts.ignoreMerges ?? false,
      // fromEntries defines plain properties, so that even a token spelled "__proto__" is one.
      vocab: Object.fromEntries([...vocabulary.modelIds].sort(([, a], [, b]) => a - b)),
      merges: mergesJson(merges),
    },
  };
}

function addedTokenJson({
  id,
  content,
  singleWord,
  lstrip,
  rstrip,
  normalized,
  special,
}: AddedToken): AddedTokenJson {
  return { id, content, single_word: singleWord, lstrip, rstrip, normalized, special };
}

function normalizerJson(rules: SentencePieceRules | undefined): TokenizerJson["normalizer"] {
  if (rules?.blanks.by !== "normalizer") return null;
  const replace = { type: "Replace", pattern: { String: " " }, content: BLANK } as const;
  const prepend = { type: "Prepend", prepend: BLANK } as const;
  return { type: "Sequence", normalizers: rules.blanks.prepend ? [prepend, replace] : [replace] };
}

function preTokeniserJson({ kind, sentencePiece }: TokenizerParts): TokenizerJson["pre_tokenizer"] {
  if (sentencePiece?.blanks.by === "metaspace") return metaspaceJson(sentencePiece.blanks.prepend);
  if (kind === "character" || kind === "sentencepiece") return null;
  if (kind === "gpt-2") return { ...BYTE_LEVEL };
  if (kind === "smollm") return { type: "Sequence", pretokenizers: [{ ...DIGITS }, { ...BYTE_LEVEL }] };
  const pattern = { Regex: splitPatterns[kind] };
  const split = { type: "Split", pattern, behavior: "Isolated", invert: false } as const;
  return { type: "Sequence", pretokenizers: [split, { ...BYTE_LEVEL, use_regex: false }] };
}

function decoderJson({ kind, sentencePiece }: TokenizerParts): TokenizerJson["decoder"] {
  // Without a decoder, tokens would be joined with blanks between them. Fuse joins them as they are.
  if (kind === "character") return { type: "Fuse" };
  if (sentencePiece === undefined) return { ...BYTE_LEVEL };
  const { decoder, blanks } = sentencePiece;
  if (decoder === "metaspace") return metaspaceJson(blanks.by === "metaspace" ? blanks.prepend : "always");
  const replace = { type: "Replace", pattern: { String: BLANK }, content: " " } as const;
  const joins = [replace, { type: "ByteFallback" }, { type: "Fuse" }] as const;
  const strip = { type: "Strip", content: " ", start: 1, stop: 0 } as const;
  return { type: "Sequence", decoders: decoder === "strip" ? [...joins, strip] : [...joins] };
}

function metaspaceJson(prepend: MetaspaceJson["prepend_scheme"]): MetaspaceJson {
  return { type: "Metaspace", replacement: BLANK, prepend_scheme: prepend, split: false };
}

/** As strings, which every version of tokenizers reads, unless a spelling holds a blank. */
function mergesJson(merges: TokenizerParts["merges"]): TokenizerJson["model"]["merges"] {
  const holdsBlank = merges.some(([left, right]) => left.includes(" ") || right.includes(" "));
  return holdsBlank
    ? merges.map(([left, right]): [string, string] => [left, right])
    : merges.map(([left, right]) => `${left} ${right}`);
}
