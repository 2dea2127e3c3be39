/**
 * What a tokenizer is made of, before it is put to work: the common ground of training, reading, writing and
 * encoding. Types only.
 */
import type { PreTokeniserName } from "./pretokenise.ts";
import type { SentencePieceRules } from "./sentencePiece.ts";
import type { TemplateJson } from "./tokenizerJson.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A byte-level tokenizer is named by its pre-tokeniser; a character tokenizer has none. */
export type TokenizerKind = PreTokeniserName | "character" | "sentencepiece";

/** All that makes a tokenizer what it is, in the vocabulary's spelling. */
export interface TokenizerParts {
  kind: TokenizerKind;
  vocabulary: Vocabulary;
  /** In order of rank. */
  merges: readonly (readonly [left: string, right: string])[];
  /** What stands for a character the alphabet lacks. */
  unknownToken: string | undefined;
  /** With the kind "sentencepiece", and only with it. */
  sentencePiece?: SentencePieceRules | undefined;
  /** A piece that is a token as it stands is not merged (Llama 3). */
  ignoreMerges?: boolean;
  /** What other programs put around a text, if anything. */
  template?: TemplateJson | undefined;
}
