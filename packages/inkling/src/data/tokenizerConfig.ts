/** tokenizer_config.json: what transformers' AutoTokenizer wants to know beside tokenizer.json. */
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { chatTemplate } from "./chat.ts";

/** `chat`: the model learned from conversations, so its folder says how to write one. */
export function tokenizerConfig(tokenizer: Tokenizer, options: { contextLength: number; chat: boolean }) {
  const special = (id: number | undefined) => (id === undefined ? undefined : tokenizer.token(id));
  const bos = special(tokenizer.bos);
  return {
    tokenizer_class: "PreTrainedTokenizerFast",
    bos_token: bos,
    eos_token: options.chat ? "<|im_end|>" : bos,
    unk_token: tokenizer.specialTokens.has("<unk>") ? "<unk>" : undefined,
    model_max_length: options.contextLength,
    clean_up_tokenization_spaces: false,
    chat_template: options.chat ? chatTemplate : undefined,
  };
}
