/** `inkling eval --suite inkling`: the exam of the model we ship, for any model that chats. */
import { readFile } from "node:fs/promises";
import { type BlindExam, conversationItems, items, readBlindExam, standardExam } from "@inkling/village";
import { InklingError } from "inkling";
import { explainFileError } from "inkling/node";
import { withModel } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { copying } from "./baseline.ts";
import { blindFigures, comparisons, type Figure, isReached } from "./figures.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { scoreOf } from "./score.ts";
import { type BlindResult, percent, type Row, showBlind, showFigures, showTable, showWrong } from "./show.ts";
import { resultsOf, type SkillResult, sit } from "./suite.ts";
import { targets } from "./targets.ts";

export interface InklingResult {
  readonly suite: "inkling";
  readonly results: readonly Row[];
  readonly figures: readonly Figure[];
  /** How many conversations of training the baseline copies from. */
  readonly copiedFrom: number;
  readonly blind?: BlindResult;
}

/** Throws, so that the program exits with 1, if a figure that must be reached is missed. */
export async function inklingSuite(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const exam = flags.exam === undefined ? undefined : readBlindExam(await textOfFile(flags.exam));
  const { answered, blind, talks } = await sitExams(flags, exam, terminal);
  const count = flags.baseline ?? suiteDefaults.baseline;
  const copied = count > 0 ? copying(count) : undefined;
  const results = resultsOf(answered);
  const rows: Row[] = results.map((result) => {
    const own = answered.filter(({ item }) => item.skill === result.skill).map(({ item }) => item);
    return { ...result, ...(copied ? { copied: copied(own) } : {}) };
  });
  const blindResult: BlindResult | undefined = exam && {
    score: scoreOf(blind.filter(({ right }) => right).length, blind.length),
    skills: resultsOf(blind),
    conversations: scoreOf(talks.filter(({ right }) => right).length, talks.length),
    ...(copied ? { copied: copied(exam.questions) } : {}),
  };
  const figures = [
    ...comparisons(answered, results),
    ...(blindResult ? blindFigures(blindResult.score, blindResult.copied) : []),
  ];
  const result: InklingResult = {
    suite: "inkling",
    results: rows,
    figures,
    copiedFrom: count,
    ...(blindResult ? { blind: blindResult } : {}),
  };
  output.json(result);
  showTable(rows, count, output);
  showFigures(figures, output);
  if (blindResult) showBlind(blindResult, output);
  if (flags.wrong) showWrong(answered, output); // never those of the blind exam: nobody is to learn from it
  const missed = [...missedTargets(results), ...missedFigures(figures)];
  if (missed.length > 0) throw new InklingError(`Missed: ${missed.join("; ")}.`);
}

async function sitExams(flags: SuiteFlags, exam: BlindExam | undefined, terminal: Terminal) {
  const output = outputFor(terminal, flags);
  const { perSkill = standardExam.perSkill } = flags;
  const questions = items({ ...standardExam, perSkill });
  const progress = progressBar(terminal, output, "answering");
  try {
    return await withModel(flags, output.note, async ({ model, tokenizer, endIds, name }) => {
      if (!tokenizer)
        throw new InklingError(`${name} has no tokenizer.json, so this model can't be asked anything.`);
      const asked = exam?.questions ?? [];
      const all = [...questions, ...asked, ...(exam ? conversationItems(exam) : [])];
      const answered = await sit({ model, tokenizer, endIds }, all, (done) =>
        progress.update(done, all.length, `${done} of ${all.length}`),
      );
      const [behind, end] = [questions.length, questions.length + asked.length];
      return {
        answered: answered.slice(0, behind),
        blind: answered.slice(behind, end),
        talks: answered.slice(end),
      };
    });
  } finally {
    progress.stop();
  }
}

/** What must be reached and was not, in words. */
function missedTargets(results: readonly SkillResult[]): readonly string[] {
  return targets.flatMap(({ skill, what, must }) => {
    const found = results.find((result) => result.skill === skill);
    if (must === undefined || found === undefined || found.score.share >= must) return [];
    return [`${what}: ${percent(found.score.share)}, must be ${percent(must, 0)}`];
  });
}

function missedFigures(figures: readonly Figure[]): readonly string[] {
  return figures
    .filter((figure) => !isReached(figure))
    .map(
      ({ what, value, wanted, must }) => `${what}: ${percent(value)}, must be ${wanted} ${percent(must, 0)}`,
    );
}

async function textOfFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw explainFileError(error, `${path} could not be read`);
  }
}
