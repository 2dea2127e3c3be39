/** Puts questions to a model, the model's own answers in between. */
import { endOfReply, type GenerateOptions, type LanguageModel, type Tokenizer } from "inkling";
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

/** What one user says, from the beginning. */
export interface Talk {
  readonly system?: string;
  readonly turns: readonly string[];
}

export interface Said {
  readonly text: string;
  readonly ids: readonly number[];
  /** By itself, not cut off. */
  readonly ended: boolean;
}

/**
 * Every answer of a conversation, in order. Always the likeliest token, unless `sampling` says otherwise; its seed counts up
 * from answer to answer.
 */
export async function answersTo(
  { model, tokenizer, endIds }: Answerer,
  { system, turns }: Talk,
  { seed = 0, ...sampling }: GenerateOptions = { temperature: 0 },
): Promise<readonly Said[]> {
  const { contextLength } = model.config;
  const maxTokens = Math.min(MOST_TOKENS, Math.floor(contextLength / 2));
  const conversation = new Conversation(tokenizer, contextLength - maxTokens, system);
  const stopIds = new Set([...endIds, endOfReply(tokenizer)]);
  const answers: Said[] = [];
  for (const turn of turns) {
    const { text, ids } = await generateText(model, conversation.ask(turn).ids, tokenizer, {
      ...sampling,
      seed: seed + answers.length,
      maxTokens,
      stopIds,
      special: "skip",
    });
    answers.push({ text: text ?? "", ids, ended: ids.length < maxTokens });
    conversation.answered(text ?? "");
    await breathe();
  }
  return answers;
}
