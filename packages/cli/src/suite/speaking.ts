/** Lets a model speak freely: single answers, one prompt over and over, and conversations; or continuations of texts. */
import type { DocumentRule, GenerateOptions } from "inkling";
import { mostTokens } from "../shared/conversation.ts";
import { type Answerer, answersToAll } from "./answers.ts";
import { continueAll, type Said } from "./continuations.ts";
import { openingsFrom, questionsFrom, talksOf } from "./questions.ts";

export interface Counts {
  /** Prompts that are answered once. */
  readonly prompts: number;
  /** How often the first of them is answered again. */
  readonly askings: number;
  /** Conversations of so many turns. */
  readonly talks: number;
  readonly turns: number;
}

export interface HeardTalk {
  readonly questions: readonly string[];
  readonly answers: readonly Said[];
}

export interface Spoken {
  readonly answers: readonly Said[];
  readonly prompt: string;
  readonly again: readonly Said[];
  /** None of a model that doesn't chat. */
  readonly talks: readonly HeardTalk[];
}

export interface Speaking {
  readonly counts: Counts;
  readonly sampling: GenerateOptions;
  readonly seed: number;
  /** Is told how many answers there are, of how many. */
  onProgress(done: number, of: number): void;
}

/** `prompts`: files of conversations whose questions are asked; the village's if there are none. */
export async function chatFreely(
  answerer: Answerer,
  prompts: readonly string[] | undefined,
  { counts, sampling, seed, onProgress }: Speaking,
): Promise<Spoken> {
  const { talks, turns } = counts;
  const all = counts.prompts + counts.askings + talks * turns;
  const questions = await questionsFrom(prompts, counts.prompts + talks * turns, seed);
  const single = questions.slice(0, counts.prompts).map((question) => ({ turns: [question] }));
  let done = 0;
  const answer = async (asked: readonly { readonly turns: readonly string[] }[]) => {
    const before = done;
    const said = await answersToAll(answerer, asked, {
      ...sampling,
      seed: seed + before,
      onProgress: (answers) => onProgress(before + answers, all),
    });
    done += said.flat().length;
    return said;
  };
  const answers = (await answer(single)).flat();
  const again = (await answer(Array.from({ length: counts.askings }, () => single[0]))).flat();
  const asked = talksOf(questions.slice(counts.prompts), turns);
  const free = await answer(asked.map((own) => ({ turns: own })));
  return {
    answers,
    prompt: questions[0],
    again,
    talks: free.map((own, i) => ({ questions: asked[i], answers: own })),
  };
}

/** The beginnings of the texts under `data`, continued. */
export async function continueFreely(
  { model, tokenizer, endIds }: Answerer,
  { data, documents }: { readonly data: readonly string[]; readonly documents: DocumentRule },
  { counts, sampling, seed, onProgress }: Speaking,
): Promise<Spoken> {
  const openings = await openingsFrom(data, counts.prompts, { tokenizer, documents, seed });
  const prompts = [...openings, ...Array.from({ length: counts.askings }, () => openings[0])];
  const said = await continueAll({ model, tokenizer }, prompts, {
    ...sampling,
    seed,
    maxTokens: mostTokens(model.config.contextLength),
    stopIds: endIds,
    onProgress: (done) => onProgress(done, prompts.length),
  });
  return {
    answers: said.slice(0, openings.length),
    prompt: tokenizer.decode(openings[0], { special: "skip" }),
    again: said.slice(openings.length),
    talks: [],
  };
}
