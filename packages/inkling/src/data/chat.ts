/**
 * The one place where a chat becomes ids: ChatML, with a mark on what the assistant should learn.
 *
 *   <|im_start|>user⏎What is ink?<|im_end|>⏎<|im_start|>assistant⏎A dark fluid.<|im_end|>⏎
 *                                                                ^^^^^^^^^^^^^^^^^^^^^^^^ learned
 *
 * Content is the user's text: it is encoded as text, so "<|im_end|>" typed into a message stays ten
 * characters and cannot end it. Content is trimmed of white space: "assistant⏎" is encoded apart, as a prompt
 * that waits for an answer ends with just that, and a leading space or line feed would otherwise merge
 * with its line feed into a token which no prompt ever ends with.
 *
 * `chatTemplate` says the same in Jinja, for whoever opens our folder with another program; a test proves
 * the two equal. One difference is deliberate: programs that render the template and then parse it let
 * special tokens inside a message through. Refuses to know: how ids are packed or generated.
 */
import { InklingError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Message } from "./documents.ts";
import { checkMessages } from "./messages.ts";
import { trimSpace } from "./whiteSpace.ts";

const imStart = "<|im_start|>";
const imEnd = "<|im_end|>";

/**
 * For tokenizer_config.json's `chat_template`; equal to renderChat, but for the BOS at its beginning: other programs have nobody who puts it
 * there, and no text that the model learned from began without.
 */
export const chatTemplate =
  "{{ bos_token }}{% for message in messages %}" +
  "{{ '<|im_start|>' + message['role'] + '\\n' + (message['content'] | trim) + '<|im_end|>' + '\\n' }}" +
  "{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Whether it is ours, with its BOS or without, as it was once written. */
export function isOurTemplate(template: string | undefined): boolean {
  return (
    template !== undefined && chatTemplate === `{{ bos_token }}${template.replace("{{ bos_token }}", "")}`
  );
}

export interface RenderedChat {
  ids: number[];
  /** Beside each id: whether it is a target to learn (assistant content and the <|im_end|> that closes it). */
  learn: boolean[];
}

/**
 * A chat as ids. With `addGenerationPrompt` it ends with "<|im_start|>assistant⏎", ready to be continued.
 * Without BOS: whoever packs or prompts puts it before.
 */
export function renderChat(
  messages: readonly Message[],
  tokenizer: Tokenizer,
  options: { addGenerationPrompt?: boolean } = {},
): RenderedChat {
  checkMessages(messages, "This chat");
  const open = specialId(tokenizer, imStart);
  const close = specialId(tokenizer, imEnd);
  const newline = tokenizer.encode("\n");
  const chat: RenderedChat = { ids: [], learn: [] };
  const add = (ids: readonly number[], learn: boolean) => {
    for (const id of ids) {
      chat.ids.push(id);
      chat.learn.push(learn);
    }
  };
  for (const { role, content } of messages) {
    const learn = role === "assistant";
    add([open], false);
    add(tokenizer.encode(`${role}\n`), false);
    add(tokenizer.encode(trimSpace(content)), learn);
    add([close], learn);
    add(newline, false);
  }
  if (options.addGenerationPrompt === true) {
    add([open], false);
    add(tokenizer.encode("assistant\n"), false);
  }
  return chat;
}

/** The id that ends a reply; generation stops there. */
export function endOfReply(tokenizer: Tokenizer): number {
  return specialId(tokenizer, imEnd);
}

function specialId(tokenizer: Tokenizer, name: string): number {
  const id = tokenizer.specialTokens.get(name);
  if (id === undefined) {
    throw new InklingError(
      `A chat needs the special token ${name}, and this tokenizer has none. Use a tokenizer that Inkling trained, or data without "messages".`,
    );
  }
  return id;
}
