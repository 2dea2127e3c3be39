/**
 * What a tokenizer is made of, before it is put to work: the common ground of training, reading, writing and
 * encoding. Types only.
 */
import type { PreTokeniserName } from "./pretokenise.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A byte-level tokenizer is named by its pre-tokeniser; a character tokenizer has none. */
export type TokenizerKind = PreTokeniserName | "character";

/** All that makes a tokenizer what it is, in the vocabulary's spelling. */
export interface TokenizerParts {
  kind: TokenizerKind;
  vocabulary: Vocabulary;
  /** In order of rank. */
  merges: readonly (readonly [left: string, right: string])[];
  /** What stands for a character the alphabet lacks. */
  unknownToken: string | undefined;
}
