/** The part of Hugging Face's tokenizer.json that Inkling writes. What it reads is checked in readTokenizerJson.ts. */

export interface TokenizerJson {
  version: "1.0";
  truncation: null;
  padding: null;
  added_tokens: AddedTokenJson[];
  normalizer: null | SequenceOf<"normalizers", PrependJson | ReplaceJson>;
  pre_tokenizer:
    | null
    | ByteLevelJson
    | MetaspaceJson
    | SequenceOf<"pretokenizers", DigitsJson | SplitJson | ByteLevelJson>;
  post_processor: null | TemplateJson;
  decoder:
    | ByteLevelJson
    | FuseJson
    | MetaspaceJson
    | SequenceOf<"decoders", ReplaceJson | ByteFallbackJson | FuseJson | StripJson>;
  model: {
    type: "BPE";
    dropout: null;
    unk_token: string | null;
    continuing_subword_prefix: null;
    end_of_word_suffix: null;
    fuse_unk: boolean;
    byte_fallback: boolean;
    ignore_merges: boolean;
    /** Spelling → id. */
    vocab: Record<string, number>;
    /** In order of rank: "left right", or both by themselves where a spelling holds a blank. */
    merges: string[] | [left: string, right: string][];
  };
}

export interface AddedTokenJson {
  id: number;
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}

export type SequenceOf<Name extends string, Item> = { type: "Sequence" } & Record<Name, Item[]>;

/** Spells bytes with GPT-2's alphabet, after cutting by GPT-2's pattern if it uses one; as a decoder, the way back. */
export interface ByteLevelJson {
  type: "ByteLevel";
  add_prefix_space: false;
  trim_offsets: true;
  use_regex: boolean;
}

export interface DigitsJson {
  type: "Digits";
  individual_digits: true;
}

export interface SplitJson {
  type: "Split";
  pattern: { Regex: string };
  behavior: "Isolated";
  invert: false;
}

export interface MetaspaceJson {
  type: "Metaspace";
  replacement: string;
  prepend_scheme: "always" | "first" | "never";
  split: false;
}

export interface PrependJson {
  type: "Prepend";
  prepend: string;
}

export interface ReplaceJson {
  type: "Replace";
  pattern: { String: string };
  content: string;
}

export interface ByteFallbackJson {
  type: "ByteFallback";
}

export interface FuseJson {
  type: "Fuse";
}

/** Takes so many of `content` off the text's two ends. */
export interface StripJson {
  type: "Strip";
  content: string;
  start: number;
  stop: number;
}

/** What goes around a text, and around a pair of texts. */
export interface TemplateJson {
  type: "TemplateProcessing";
  single: TemplatePieceJson[];
  pair: TemplatePieceJson[];
  special_tokens: Record<string, { id: string; ids: number[]; tokens: string[] }>;
}

export type TemplatePieceJson =
  | { SpecialToken: { id: string; type_id: number } }
  | { Sequence: { id: "A" | "B"; type_id: number } };
