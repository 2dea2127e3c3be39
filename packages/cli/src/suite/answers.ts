/** Puts questions to a model, the model's own answers in between. */
import type { GenerateOptions } from "inkling";
import { answerEnds, Conversation, chatMl, mostTokens } from "../shared/conversation.ts";
import { continueAll, type Said, type Speaker } from "./continuations.ts";

export interface Answerer extends Speaker {
  readonly endIds: ReadonlySet<number>;
}

/** What one user says, from the beginning. */
export interface Talk {
  readonly system?: string;
  readonly turns: readonly string[];
}

export interface AnswerOptions extends GenerateOptions {
  /** Is told how many answers there are. */
  readonly onProgress?: (answers: number) => void;
}

/** Every answer of a conversation, in order. Always the likeliest token, unless `options` say otherwise. */
export async function answersTo(
  answerer: Answerer,
  talk: Talk,
  options: AnswerOptions = {},
): Promise<readonly Said[]> {
  const [answers] = await answersToAll(answerer, [talk], options);
  return answers;
}

/**
 * The same of many conversations: the first questions of all of them, then the second ones, and so on. Each answer has a seed of
 * its own, from `seed` on.
 */
export async function answersToAll(
  answerer: Answerer,
  talks: readonly Talk[],
  { seed = 0, onProgress = () => {}, ...sampling }: AnswerOptions = {},
): Promise<readonly (readonly Said[])[]> {
  const { tokenizer, model, endIds } = answerer;
  const { contextLength } = model.config;
  const maxTokens = mostTokens(contextLength);
  const stopIds = answerEnds(tokenizer, endIds);
  const open = talks.map(({ system, turns }) => ({
    conversation: new Conversation(chatMl(tokenizer), contextLength - maxTokens, system),
    turns,
    answers: [] as Said[],
  }));
  let done = 0;
  for (let turn = 0; ; turn++) {
    const asked = open.filter(({ turns }) => turn < turns.length);
    if (asked.length === 0) return open.map(({ answers }) => answers);
    const prompts = asked.map(({ conversation, turns }) => conversation.ask(turns[turn]).ids);
    const said = await continueAll(answerer, prompts, {
      temperature: 0,
      ...sampling,
      seed: seed + done,
      maxTokens,
      stopIds,
      onProgress: (answers) => onProgress(done + answers),
    });
    asked.forEach(({ conversation, answers }, i) => {
      answers.push(said[i]);
      conversation.answered(said[i].text);
    });
    done += said.length;
  }
}
