/** tokenizer_config.json: what transformers' AutoTokenizer wants to know beside tokenizer.json. */
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

export interface TokenizerUse {
  readonly contextLength: number;
  readonly bosTokenId: number | undefined;
  readonly eosTokenId: number | undefined;
  /** In Jinja: how a conversation is written, for a model that learned from some. */
  readonly chatTemplate: string | undefined;
}

export function tokenizerConfig(tokenizer: Tokenizer, use: TokenizerUse) {
  const text = (id: number | undefined) => (id === undefined ? undefined : tokenizer.token(id));
  return {
    tokenizer_class: "PreTrainedTokenizerFast",
    bos_token: text(use.bosTokenId),
    eos_token: text(use.eosTokenId),
    unk_token: tokenizer.specialTokens.has("<unk>") ? "<unk>" : undefined,
    model_max_length: use.contextLength,
    clean_up_tokenization_spaces: false,
    chat_template: use.chatTemplate,
  };
}
