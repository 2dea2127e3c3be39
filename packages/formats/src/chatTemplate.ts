/**
 * Other people's chats: the Jinja template that came with a model, rendered and turned into ids.
 *
 * The model has seen its turns written in one way only, and the template says which. Jinja is a language of its own, so
 * **@huggingface/jinja** renders it; the engine itself knows ChatML alone (data/chat.ts).
 *
 * What somebody types must not end a turn or begin another one: where a message spells a special token, it stays
 * the characters it is made of. Other programs render first and let such spellings through; without them, ids are the same.
 *
 * Try it: `templateIds(template, [{ role: "user", content: "Hi" }], { tokenizer, addGenerationPrompt: true })`
 */
import { Template } from "@huggingface/jinja";
import { InklingError, type Message, type Tokenizer } from "inkling";

export interface TemplateSetting {
  readonly tokenizer: Tokenizer;
  /** What `bos_token` and `eos_token` mean in the template, if the model has them. */
  readonly bosTokenId?: number | undefined;
  readonly eosTokenId?: number | undefined;
  /** Ends with the beginning of the assistant's answer. */
  readonly addGenerationPrompt?: boolean;
}

/** Templates of real models have some thousand characters. */
const LONGEST = 100_000;

/**
 * The ids of a chat, from its first to its last. The template itself writes BOS where the model wants one.
 * @throws InklingError if the template is broken, or refuses these messages (many want user and assistant in turn)
 */
export function templateIds(
  template: string,
  messages: readonly Message[],
  setting: TemplateSetting,
): number[] {
  const { tokenizer } = setting;
  const specials = [...tokenizer.specialTokens.keys()];
  const mark = unusedCharacter(messages.map(({ content }) => content).join("") + template);
  const marked = messages.map(({ role, content }) => ({ role, content: disarmed(content, specials, mark) }));
  const text = renderTemplate(template, marked, setting);
  if (!text.includes(mark)) return tokenizer.encode(text, { special: "parse" });
  return partsOf(text, specials).flatMap((part) => {
    const id = tokenizer.specialTokens.get(part);
    return id === undefined ? tokenizer.encode(part.replaceAll(mark, "")) : [id];
  });
}

/** The chat as the template writes it. */
export function renderTemplate(
  template: string,
  messages: readonly Message[],
  { tokenizer, bosTokenId, eosTokenId, addGenerationPrompt = false }: TemplateSetting,
): string {
  if (template.length > LONGEST) {
    throw new InklingError(
      `The chat template has ${template.length} characters; Inkling reads at most ${LONGEST}. It is no template, or a hostile one.`,
    );
  }
  try {
    return new Template(template).render({
      messages: messages.map(({ role, content }) => ({ role, content })),
      bos_token: bosTokenId === undefined ? "" : tokenizer.token(bosTokenId),
      eos_token: eosTokenId === undefined ? "" : tokenizer.token(eosTokenId),
      add_generation_prompt: addGenerationPrompt,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InklingError(
      `The model's chat template can't write this chat: ${reason}. Some want user and assistant in turn, and no system message.`,
      { cause: error },
    );
  }
}

/** A message in which no special token is spelled any more: the mark stands behind the first character of each. */
function disarmed(content: string, specials: readonly string[], mark: string): string {
  let safe = content;
  for (const special of specials) {
    if (special.length > 1) safe = safe.replaceAll(special, special[0] + mark + special.slice(1));
  }
  return safe;
}

/** The text cut at special tokens, the longest first where two begin at one place. */
function partsOf(text: string, specials: readonly string[]): string[] {
  const longestFirst = specials.filter((one) => one !== "").sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`)).filter((part) => part !== "");
}

/** A character for private use that nobody uses here. */
function unusedCharacter(text: string): string {
  for (let code = 0xe000; code <= 0xf8ff; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  throw new InklingError(
    "These messages use every character for private use there is, so none is left to mark with.",
  );
}
