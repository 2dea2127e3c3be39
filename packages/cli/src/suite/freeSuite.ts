/**
 * `inkling eval --suite free`: what a model says when nobody checks its facts. How much of it is copied from the training text,
 * how much it repeats itself, and whether it keeps its form through ten turns.
 */
import { type Copied, InklingError } from "inkling";
import { UsageError } from "../shared/errors.ts";
import { withModel } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { type Answerer, answersTo, type Said } from "./answers.ts";
import { copiedFrom, copiedFromHeldOut } from "./copied.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { driftOf, type FreeResult, showFree, varietyOf } from "./free.ts";
import { questionsFrom, talksOf } from "./questions.ts";

/** Questions that are asked once, askings of one question, and conversations with so many turns. */
const [QUESTIONS, ASKINGS, TALKS, TURNS] = [1000, 100, 200, 10];

export async function freeSuite(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  if (flags.train === undefined)
    throw new UsageError("The suite free looks for copies in the training text: give --train PATH.");
  const { train, data, prompts, seed = suiteDefaults.seed } = flags;
  const output = outputFor(terminal, flags);
  const progress = progressBar(terminal, output, "talking");
  try {
    await withModel(flags, output.note, async ({ model, tokenizer, endIds, chat, sampling, set }) => {
      if (!tokenizer || !chat)
        throw new InklingError(`${set.dir} holds no model that chats, and the suite free is a talk.`);
      const questions = await questionsFrom(prompts, QUESTIONS + TALKS * TURNS, seed);
      const say = speakerOf({ model, tokenizer, endIds }, sampling, seed);
      const all = QUESTIONS + ASKINGS + TALKS;
      let asked = 0;
      const sayAll = async (talks: readonly (readonly string[])[]) => {
        const said: (readonly Said[])[] = [];
        for (const turns of talks) {
          said.push(await say(turns));
          progress.update(++asked, all, `${asked} of ${all} talks`);
        }
        return said;
      };
      const single = questions.slice(0, QUESTIONS).map((question) => [question]);
      const answers = (await sayAll(single)).flat();
      const again = (await sayAll(Array.from({ length: ASKINGS }, () => single[0]))).flat();
      const talks = await sayAll(talksOf(questions.slice(QUESTIONS), TURNS));
      const generated = [...answers, ...talks.flat()].map(({ ids }) => ids);
      const report = (documents: number) => progress.update(documents, 0, `${documents} documents searched`);
      const copied = await copiedFrom(generated, train, { tokenizer, report });
      const natural: readonly Copied[] =
        data === undefined
          ? []
          : await copiedFromHeldOut(data, train, { tokenizer, report, like: generated });
      progress.stop();
      const result: FreeResult = {
        suite: "free",
        seed,
        sampling,
        copied,
        natural,
        answers: varietyOf(answers),
        sameQuestion: { question: single[0][0], ...varietyOf(again) },
        drift: driftOf(talks),
      };
      output.json(result);
      showFree(result, output);
    });
  } finally {
    progress.stop();
  }
}

/** Answers a talk, each with seeds of its own. */
function speakerOf(answerer: Answerer, sampling: FreeResult["sampling"], seed: number) {
  let talks = 0;
  return (turns: readonly string[]): Promise<readonly Said[]> =>
    answersTo(answerer, { turns }, { ...sampling, seed: (seed + talks++ * TURNS) % 2 ** 32 });
}
