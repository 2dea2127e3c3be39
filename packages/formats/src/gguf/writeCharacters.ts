/**
 * A character tokenizer as a vocabulary of llama.cpp's "llama" type, the only one that can hold it: a byte-level one
 * needs merges.
 *
 *   ids        stay: the model's own tokens come first, and 256 byte tokens are appended behind them
 *   " "        is spelled "▁", and none is put before the text
 *   a character that is no token   becomes its UTF-8 bytes there, a token each; here it is one <unk>
 *
 * The appended tokens need rows in the embedding and the head. Each is a copy of <unk>'s row (of a vocabulary without,
 * the mean of all rows): then a byte reads as <unk>, and its logit is one of the others', or their mean, so that it is
 * never above the highest: greedily it never wins, as of equals llama.cpp takes the lower id. What is lost: drawn at
 * random, <unk>'s small share counts 257 times, unless the program heeds suppress_tokens, which names them all.
 */
import { BLANK, bytePiece } from "../sentencePiece.ts";
import { CHARACTERS, tokenTypes } from "./tokenTypes.ts";
import { flag, floats, integers, type KeyValue, u32 } from "./write.ts";

/** A vocabulary as llama.cpp has it: parallel lists by id, and keys that go with it. */
export interface Vocabulary {
  readonly model: "gpt2" | "llama";
  readonly tokens: readonly string[];
  readonly types: readonly number[];
  readonly keys: readonly KeyValue[];
  readonly notes: readonly string[];
  /** How many of the tokens have no row in the model. */
  readonly appended: number;
}

const BYTES = 256;

export function characterVocabulary(own: {
  readonly tokens: readonly string[];
  readonly types: readonly number[];
}): Vocabulary {
  const bytes = Array.from({ length: BYTES }, (_, byte) => bytePiece(byte));
  const tokens = [...own.tokens.map((token) => (token === " " ? BLANK : token)), ...bytes];
  const types = [...own.types, ...bytes.map(() => tokenTypes.byte)];
  const appendedIds = bytes.map((_, byte) => own.tokens.length + byte);
  return {
    model: "llama",
    tokens,
    types,
    keys: [
      floats(
        "tokenizer.ggml.scores",
        tokens.map(() => 0),
      ),
      flag("tokenizer.ggml.add_space_prefix", false),
      integers("tokenizer.ggml.suppress_tokens", appendedIds),
      u32(CHARACTERS, own.tokens.length),
    ],
    notes: [
      `llama.cpp has no character tokenizers: ${BYTES} byte tokens are appended to its ${own.tokens.length}, whose ids stay. A character it doesn't know becomes its UTF-8 bytes there, each read as <unk> is; here it is one <unk>. Byte tokens never win greedily; drawn at random, each is as likely as <unk>.`,
    ],
    appended: BYTES,
  };
}
