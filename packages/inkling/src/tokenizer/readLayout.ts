/**
 * Reading how a tokenizer.json treats text: its normalizer, its pre_tokenizer and its decoder, which together say what
 * kind of tokenizer it is. Every kind that Inkling knows has its three, and anything else is refused by name.
 *
 *     kind            normalizer           pre_tokenizer                decoder
 *     character       null                 null                         Fuse
 *     gpt-2           null                 ByteLevel                    ByteLevel
 *     smollm          null                 Digits, ByteLevel            ByteLevel
 *     llama-bpe       null                 Split by pattern, ByteLevel  ByteLevel
 *     qwen2           null                 the same, another pattern    ByteLevel
 *     sentencepiece   Prepend?, Replace    null                         Replace, ByteFallback, Fuse, Strip?
 *     (newer)         null                 Metaspace                    the same, or Metaspace
 *
 * Knows nothing about vocabularies. Try it: `readLayout({ pre_tokenizer: null, decoder: { type: "Fuse" } }).kind`
 */
import { isObject, list, object, onlyAllow, refuse } from "./jsonChecks.ts";
import type { TokenizerKind } from "./parts.ts";
import { BLANK, type BlankRule, type SentencePieceRules } from "./sentencePiece.ts";
import { splitPatterns } from "./splitPatterns.ts";

export interface Layout {
  readonly kind: TokenizerKind;
  /** Of the kind "sentencepiece". */
  readonly sentencePiece: Pick<SentencePieceRules, "blanks" | "decoder"> | undefined;
}

export function readLayout(file: Record<string, unknown>): Layout {
  const normalizer = file["normalizer"] ?? null;
  const preTokenizer = file["pre_tokenizer"] ?? null;
  const blanks = normalizer === null ? readMetaspace(preTokenizer) : readNormalizer(normalizer, preTokenizer);
  if (blanks !== undefined)
    return {
      kind: "sentencepiece",
      sentencePiece: { blanks, decoder: readSentencePieceDecoder(file["decoder"], blanks) },
    };
  const kind = readKind(preTokenizer);
  checkDecoder(file["decoder"], kind);
  return { kind, sentencePiece: undefined };
}

/** Which of the kinds without ▁ the pre-tokeniser asks for. */
function readKind(value: unknown): TokenizerKind {
  if (value === null) return "character";
  const { type, pretokenizers } = object(value, "pre_tokenizer");
  if (type === "ByteLevel") {
    checkByteLevel(value, "pre_tokenizer", true);
    return "gpt-2";
  }
  if (type === "Sequence" && Array.isArray(pretokenizers) && pretokenizers.length === 2) {
    const field = "pre_tokenizer.pretokenizers[0]";
    const first = object(pretokenizers[0], field);
    const isSplit = first["type"] === "Split";
    if (!isSplit) onlyAllow(first, `${field}.`, { type: ["Digits"], individual_digits: [true] }, true);
    checkByteLevel(pretokenizers[1], "pre_tokenizer.pretokenizers[1]", !isSplit);
    return isSplit ? readSplit(first, field) : "smollm";
  }
  return refuse(
    "pre_tokenizer",
    value,
    "ByteLevel (as GPT-2), Digits and ByteLevel (as SmolLM), Split and ByteLevel (as Llama 3 and Qwen2), Metaspace (as Llama 2), or null",
  );
}

/** @param usesRegex whether it must cut by GPT-2's pattern, or must not since another has cut */
function checkByteLevel(value: unknown, field: string, usesRegex: boolean): void {
  const byteLevel = object(value, field);
  onlyAllow(byteLevel, `${field}.`, { type: ["ByteLevel"], add_prefix_space: [false] }, true);
  onlyAllow(byteLevel, `${field}.`, { use_regex: [usesRegex] }, !usesRegex); // older files don't mention it: true
}

function readSplit(split: Record<string, unknown>, field: string): TokenizerKind {
  onlyAllow(split, `${field}.`, { behavior: ["Isolated"], invert: [false] }, true);
  const { Regex } = object(split["pattern"], `${field}.pattern`);
  if (Regex === splitPatterns["llama-bpe"]) return "llama-bpe";
  if (Regex === splitPatterns.qwen2) return "qwen2";
  return refuse(`${field}.pattern.Regex`, Regex, "the patterns of Llama 3 and Qwen2");
}

/** Bytes need ByteLevel; characters need Fuse. (A ByteLevel decoder's settings change nothing.) */
function checkDecoder(value: unknown, kind: TokenizerKind): void {
  const expected = kind === "character" ? "Fuse" : "ByteLevel";
  const type = value === null || value === undefined ? value : object(value, "decoder")["type"];
  if (type !== expected) refuse("decoder", value, `${expected}, to go with this pre_tokenizer`);
}

// ------------------------------------------------------------------------------ SentencePiece

/** The older layout: [Prepend ▁, ] Replace " " by ▁, and no pre-tokeniser. */
function readNormalizer(value: unknown, preTokenizer: unknown): BlankRule {
  const expected = "null, or a Sequence of Prepend ▁ and Replace blank by ▁ (as Llama 2)";
  const { type, normalizers } = object(value, "normalizer");
  if (type !== "Sequence" || !Array.isArray(normalizers)) return refuse("normalizer", value, expected);
  const replace: unknown = normalizers.at(-1);
  const isReplace = isObject(replace) && replace["type"] === "Replace" && replace["content"] === BLANK;
  if (!isReplace || !isPattern(replace["pattern"], " ")) return refuse("normalizer", value, expected);
  const prepends = normalizers.length > 1;
  const [prepend]: unknown[] = normalizers;
  const isPrepend = isObject(prepend) && prepend["type"] === "Prepend" && prepend["prepend"] === BLANK;
  if (normalizers.length > 2 || (prepends && !isPrepend)) return refuse("normalizer", value, expected);
  if (preTokenizer !== null)
    return refuse("pre_tokenizer", preTokenizer, "null, since the normalizer writes blanks as ▁");
  return { by: "normalizer", prepend: prepends };
}

function readMetaspace(value: unknown): BlankRule | undefined {
  if (!isObject(value) || value["type"] !== "Metaspace") return undefined;
  onlyAllow(value, "pre_tokenizer.", { replacement: [BLANK], split: [false] }, true);
  const { prepend_scheme: prepend = "always" } = value;
  if (prepend !== "always" && prepend !== "first" && prepend !== "never")
    return refuse("pre_tokenizer.prepend_scheme", prepend, '"always", "first" or "never"');
  // Files from between two versions say it a second time.
  onlyAllow(value, "pre_tokenizer.", { add_prefix_space: [prepend !== "never"] });
  return { by: "metaspace", prepend };
}

/** Replace ▁ by blank, ByteFallback, Fuse[, Strip one blank]; or Metaspace. */
function readSentencePieceDecoder(value: unknown, blanks: BlankRule): SentencePieceRules["decoder"] {
  const expected =
    "a Sequence of Replace ▁ by blank, ByteFallback, Fuse, and Strip of one blank (as Llama 2), or Metaspace";
  if (value === null || value === undefined) return refuse("decoder", value, expected);
  const decoder = object(value, "decoder");
  if (decoder["type"] === "Metaspace") {
    onlyAllow(decoder, "decoder.", { replacement: [BLANK] }, true);
    const { prepend_scheme: prepend = "always" } = decoder;
    if ((prepend === "never") !== (blanks.prepend === "never"))
      return refuse("decoder.prepend_scheme", prepend, "what the pre_tokenizer says");
    return "metaspace";
  }
  if (decoder["type"] !== "Sequence") return refuse("decoder", value, expected);
  const steps = list(decoder["decoders"], "decoder.decoders").map((step, i) =>
    object(step, `decoder.decoders[${i}]`),
  );
  const [replace, fallback, fuse, strip] = steps;
  const joins =
    replace?.["type"] === "Replace" &&
    replace["content"] === " " &&
    isPattern(replace["pattern"], BLANK) &&
    fallback?.["type"] === "ByteFallback" &&
    fuse?.["type"] === "Fuse";
  if (!joins || steps.length > 4) return refuse("decoder", value, expected);
  if (strip === undefined) return "keep";
  onlyAllow(strip, "decoder.decoders[3].", { type: ["Strip"], content: [" "], start: [1], stop: [0] }, true);
  return "strip";
}

function isPattern(value: unknown, text: string): boolean {
  return isObject(value) && value["String"] === text;
}
