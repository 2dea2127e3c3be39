/** `inkling eval --suite inkling`: the exam of the model we ship, for any model that chats. */
import { readFile } from "node:fs/promises";
import { dialogues, type Item, items, judge, Retrieval, readBlindExam, standardExam } from "@inkling/village";
import { InklingError } from "inkling";
import { explainFileError } from "inkling/node";
import { type ModelFlags, withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import type { Answerer } from "./answers.ts";
import { type Score, scoreOf } from "./score.ts";
import { type Answered, resultsOf, type SkillResult, sit } from "./suite.ts";
import { type Target, targets } from "./targets.ts";

export const suiteNames = ["inkling"] as const;

export interface SuiteFlags extends ModelFlags {
  readonly json?: boolean;
  readonly perSkill?: number;
  /** A blind exam to sit as well. */
  readonly exam?: string;
  /** Show every wrong answer. */
  readonly wrong?: boolean;
}

/** What the baseline looks answers up in. */
const RETRIEVAL_DIALOGUES = 60_000;

/** Exits with 1 if a figure that must be reached is missed. */
export async function suiteCommand(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const exam = flags.exam === undefined ? undefined : readBlindExam(await textOfFile(flags.exam));
  const missed = await withModel(flags, output.note, async ({ model, tokenizer, endIds, set }) => {
    if (!tokenizer)
      throw new InklingError(`${set.dir} has no tokenizer.json, so this model can't be asked anything.`);
    const questions = items({
      ...standardExam,
      ...(flags.perSkill === undefined ? {} : { perSkill: flags.perSkill }),
    });
    const progress = progressBar(terminal, output, "answering");
    try {
      const all = [...questions, ...(exam?.questions ?? [])];
      const sitAll = (part: readonly Item[], before: number) =>
        sit({ model, tokenizer, endIds } satisfies Answerer, part, (done) =>
          progress.update(before + done, all.length, part[done - 1].skill),
        );
      const answered = await sitAll(questions, 0);
      const blind = exam ? await sitAll(exam.questions, questions.length) : [];
      progress.stop();
      return report({ answered, blind, flags, output });
    } finally {
      progress.stop();
    }
  });
  if (missed.length > 0) throw new InklingError(`Missed: ${missed.join("; ")}.`);
}

interface Sitting {
  readonly answered: readonly Answered[];
  readonly blind: readonly Answered[];
  readonly flags: SuiteFlags;
  readonly output: Output;
}

/** Shows the figures; gives those that must be reached and were not. */
function report({ answered, blind, flags, output }: Sitting): readonly string[] {
  const results = resultsOf(answered);
  const retrieval = new Retrieval(RETRIEVAL_DIALOGUES * 4);
  for (const dialogue of dialogues({ split: "train", count: RETRIEVAL_DIALOGUES, seed: standardExam.seed }))
    retrieval.add(dialogue);
  const lookUp = (part: readonly Answered[]): Score =>
    scoreOf(
      part.filter(({ item }) => judge(item.check, retrieval.answer(item.turns[item.turns.length - 1])).right)
        .length,
      part.length,
    );
  const bySkill = (skill: string) => answered.filter(({ item }) => item.skill === skill);
  const rows = results.map((result) => ({ ...result, retrieval: lookUp(bySkill(result.skill)) }));
  const blindRow =
    blind.length === 0
      ? undefined
      : {
          score: scoreOf(blind.filter(({ right }) => right).length, blind.length),
          retrieval: lookUp(blind),
          skills: resultsOf(blind),
        };
  output.json({ suite: "inkling", results: rows, ...(blindRow ? { blind: blindRow } : {}) });
  table(rows, output);
  if (blindRow) blindTable(blindRow, output);
  if (flags.wrong) showWrong(answered, output);
  return missedTargets(results);
}

function missedTargets(results: readonly SkillResult[]): readonly string[] {
  return targets.flatMap(({ skill, what, must }: Target) => {
    const found = results.find((result) => result.skill === skill);
    if (must === undefined || found === undefined || found.score.share >= must) return [];
    return [`${what}: ${percent(found.score.share)}, must be ${percent(must)}`];
  });
}

function table(rows: readonly (SkillResult & { readonly retrieval: Score })[], output: Output): void {
  const { bold, dim, green, red } = output.colors;
  const width = Math.max(...rows.map(({ skill }) => skill.length)) + 2;
  output.text(
    dim(
      `${"".padEnd(width)}${"right".padStart(8)}${"95% interval".padStart(16)}${"must".padStart(7)}${"aim".padStart(7)}${"copied".padStart(9)}\n`,
    ),
  );
  for (const { skill, score, unknown, namesMiddle, retrieval } of rows) {
    const target = targets.find((one) => one.skill === skill);
    const reached = target?.must === undefined ? bold : score.share >= target.must ? green : red;
    const limits = `${percent(score.low)} – ${percent(score.high)}`;
    const asked = (share: number | undefined) => (share === undefined ? "" : percent(share, 0));
    const more = [
      ...(namesMiddle ? [`middle named ${percent(namesMiddle.share)}`] : []),
      ...(unknown.right > 0 && skill !== "unknown" ? [`"don't know" ${percent(unknown.share)}`] : []),
    ];
    output.text(
      `${skill.padEnd(width)}${reached(percent(score.share).padStart(8))}${limits.padStart(16)}${asked(target?.must).padStart(7)}${asked(target?.aim).padStart(7)}${percent(retrieval.share).padStart(9)}  ${dim(more.join(", "))}\n`,
    );
  }
  output.text(dim(`"copied": the answer of the most similar message in training, as a baseline\n`));
}

function blindTable(
  {
    score,
    retrieval,
    skills,
  }: { readonly score: Score; readonly retrieval: Score; readonly skills: readonly SkillResult[] },
  output: Output,
): void {
  const { bold, dim } = output.colors;
  const parts = skills.map((one) => `${one.skill} ${percent(one.score.share, 0)}`).join(", ");
  output.text(
    `blind exam ${bold(percent(score.share))} of ${score.of} (${percent(score.low)} – ${percent(score.high)}), copied ${percent(retrieval.share)}\n${dim(parts)}\n`,
  );
}

function showWrong(answered: readonly Answered[], output: Output): void {
  const { dim, red } = output.colors;
  for (const { item, answer } of answered.filter(({ right }) => !right)) {
    output.text(
      `\n${dim(item.skill)}\n${item.turns.map((turn) => `> ${turn}\n`).join("")}${red(answer)}\n${dim(item.expected)}\n`,
    );
  }
}

function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

async function textOfFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw explainFileError(error, `${path} could not be read`);
  }
}
