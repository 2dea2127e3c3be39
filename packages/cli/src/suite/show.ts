/** The exam's figures as a table, and every wrong answer for who wants to see them. */

import type { Output } from "../shared/output.ts";
import type { Colors } from "../shared/terminal.ts";
import { type Figure, isReached } from "./figures.ts";
import type { Score } from "./score.ts";
import type { Answered, SkillResult } from "./suite.ts";
import { targetOf } from "./targets.ts";

/** A skill's result beside what copying scores. */
export interface Row extends SkillResult {
  readonly copied?: Score;
}

export interface BlindResult {
  readonly score: Score;
  readonly copied?: Score;
  readonly skills: readonly SkillResult[];
  /** Of answers within its conversations. */
  readonly conversations: Score;
}

export function showTable(rows: readonly Row[], copiedFrom: number, output: Output): void {
  const { dim } = output.colors;
  const width = Math.max(...rows.map(({ skill }) => skill.length)) + 2;
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => cell.padStart([8, 16, 7, 7, 9][i])).join("");
  output.text(`${" ".repeat(width)}${dim(line(["right", "95% interval", "must", "aim", "copied"]))}\n`);
  for (const { skill, score, unknown, namesMiddle, copied } of rows) {
    const { must, aim } = targetOf(skill) ?? {};
    const cells = [
      interval(score),
      must === undefined ? "" : percent(must, 0),
      aim === undefined ? "" : percent(aim, 0),
      copied === undefined ? "" : percent(copied.share),
    ];
    const share = colorOf(score, must, output.colors)(percent(score.share).padStart(8));
    const more = [
      ...(namesMiddle ? [`middle named ${percent(namesMiddle.share)}`] : []),
      ...(unknown.right > 0 && skill !== "unknown" ? [`"don't know" ${percent(unknown.share)}`] : []),
    ];
    output.text(`${skill.padEnd(width)}${share}${line(["", ...cells]).slice(8)}  ${dim(more.join(", "))}\n`);
  }
  if (rows.some(({ copied }) => copied !== undefined)) {
    output.text(
      dim(`"copied": the answer of the most similar message in ${copiedFrom} training conversations\n`),
    );
  }
}

export function showFigures(figures: readonly Figure[], output: Output): void {
  const { dim, green, red } = output.colors;
  for (const figure of figures) {
    const { what, value, wanted, must, aim } = figure;
    const share = (isReached(figure) ? green : red)(percent(value).padStart(7));
    const bounds = `${wanted} ${percent(must, 0)}${aim === undefined ? "" : `, aim ${percent(aim, 0)}`}`;
    output.text(`${share}  ${what} ${dim(`(${bounds})`)}\n`);
  }
}

export function showBlind({ score, copied, skills, conversations }: BlindResult, output: Output): void {
  const { bold, dim } = output.colors;
  const parts = skills.map((one) => `${one.skill} ${percent(one.score.share, 0)}`).join(", ");
  const baseline = copied === undefined ? "" : `, copied ${percent(copied.share)}`;
  output.text(
    `blind exam ${bold(percent(score.share))} of ${score.of} (${interval(score)})${baseline}\n${dim(parts)}\nwithin its conversations ${bold(percent(conversations.share))} of ${conversations.of} (${interval(conversations)})\n`,
  );
}

export function showWrong(answered: readonly Answered[], output: Output): void {
  const { dim, red } = output.colors;
  for (const { item, answer } of answered.filter(({ right }) => !right)) {
    const asked = item.turns.map((turn) => `> ${turn}\n`).join("");
    output.text(`\n${dim(item.skill)}\n${asked}${red(answer)}\n${dim(item.expected)}\n`);
  }
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

function interval({ low, high }: Score): string {
  return `${percent(low)} – ${percent(high)}`;
}

function colorOf({ share }: Score, must: number | undefined, { bold, green, red }: Colors) {
  if (must === undefined) return bold;
  return share >= must ? green : red;
}
