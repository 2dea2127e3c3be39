/**
 * Writing tokenizer.json, the file that Hugging Face's tokenizers, transformers and transformers.js open.
 *
 * It says in words what our code does: how text is cut (pre_tokenizer), the vocabulary and the merges (model),
 * how bytes become text again (decoder), and which tokens are special (added_tokens).
 *
 * Knows nothing about reading it back (readTokenizerJson.ts). Try it: JSON.stringify(tokenizer, null, 2)
 */
import type { TokenizerParts } from "./parts.ts";
import type { ByteLevelJson, DigitsJson, TokenizerJson } from "./tokenizer.ts";

/** Spells bytes with GPT-2's alphabet, after cutting by GPT-2's pattern; as a decoder, the way back. */
const BYTE_LEVEL: ByteLevelJson = {
  type: "ByteLevel",
  add_prefix_space: false, // the text is encoded as it is, without a blank before the first word
  trim_offsets: true, // changes no ids
  use_regex: true,
};

const DIGITS: DigitsJson = { type: "Digits", individual_digits: true };

export function writeTokenizerJson({
  kind,
  vocabulary,
  merges,
  unknownToken,
}: TokenizerParts): TokenizerJson {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: Array.from(vocabulary.specialTokens, ([content, id]) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: preTokeniserJson(kind),
    post_processor: null,
    // Without a decoder, tokens would be joined with blanks between them. Fuse joins them as they are.
    decoder: kind === "character" ? { type: "Fuse" } : { ...BYTE_LEVEL },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: unknownToken ?? null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false, // one <unk> for each unknown character
      byte_fallback: false,
      ignore_merges: false,
      // fromEntries defines plain properties, so that even a token spelled "__proto__" is one.
      vocab: Object.fromEntries(vocabulary.spellings.map((spelling, id) => [spelling, id])),
      // As strings: every version of tokenizers reads them, and a spelling never holds a blank.
      merges: merges.map(([left, right]) => `${left} ${right}`),
    },
  };
}

function preTokeniserJson(kind: TokenizerParts["kind"]): TokenizerJson["pre_tokenizer"] {
  if (kind === "character") return null;
  if (kind === "gpt-2") return { ...BYTE_LEVEL };
  return { type: "Sequence", pretokenizers: [{ ...DIGITS }, { ...BYTE_LEVEL }] };
}
