/** Puts the exam's questions to a model: greedy, each in a conversation of its own, the model's own answers in between. */
import type { Item } from "@inkling/village";
import { endOfReply, type LanguageModel, type Tokenizer } from "inkling";
import { Conversation } from "../shared/conversation.ts";
import { generateText } from "../shared/generateText.ts";
import { breathe } from "../shared/interrupt.ts";

/** Answers are a few sentences; what runs on beyond this has lost its way. */
const MOST_TOKENS = 96;

export interface Answerer {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
  readonly endIds: ReadonlySet<number>;
}

/** Every answer of a conversation, in order; the last one is the one that is judged. */
export async function answersTo(
  { model, tokenizer, endIds }: Answerer,
  item: Item,
): Promise<readonly string[]> {
  const { contextLength } = model.config;
  const maxTokens = Math.min(MOST_TOKENS, Math.floor(contextLength / 2));
  const conversation = new Conversation(tokenizer, contextLength - maxTokens, item.system);
  const stopIds = new Set([...endIds, endOfReply(tokenizer)]);
  const answers: string[] = [];
  for (const turn of item.turns) {
    const { ids } = conversation.ask(turn);
    const { text } = await generateText(model, ids, tokenizer, {
      temperature: 0,
      maxTokens,
      stopIds,
      special: "skip",
    });
    answers.push(text ?? "");
    conversation.answered(text ?? "");
    await breathe();
  }
  return answers;
}
