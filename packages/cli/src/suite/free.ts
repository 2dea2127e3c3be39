/** The figures of free talk, and how they are shown. */
import { type Copied, distinctN, type Fault, faults, faultsOf } from "inkling";
import type { OpenedModel } from "inkling/node";
import { bar } from "../shared/bars.ts";
import type { Output } from "../shared/output.ts";
import type { Said } from "./answers.ts";
import { percent } from "./show.ts";

export interface Variety {
  readonly answers: number;
  /** Word for word. */
  readonly different: number;
  /** distinct-1, -2 and -3. */
  readonly distinct: readonly number[];
}

/** One turn of all conversations: the share of answers with each fault, and with any. */
export interface DriftTurn {
  readonly turn: number;
  readonly faults: Readonly<Record<Fault, number>>;
  readonly any: number;
}

export interface FreeResult {
  readonly suite: "free";
  readonly seed: number;
  readonly sampling: OpenedModel["sampling"];
  readonly copied: readonly Copied[];
  /** The same of held-out text; empty if there was none. */
  readonly natural: readonly Copied[];
  readonly answers: Variety;
  readonly sameQuestion: Variety & { readonly question: string };
  readonly drift: readonly DriftTurn[];
}

export function varietyOf(said: readonly Said[]): Variety {
  const texts = said.map(({ text }) => text);
  return {
    answers: texts.length,
    different: new Set(texts).size,
    distinct: [1, 2, 3].map((n) => distinctN(texts, n)),
  };
}

/** Turn by turn over all talks, which are equally long. */
export function driftOf(talks: readonly (readonly Said[])[]): readonly DriftTurn[] {
  const turns = talks[0]?.length ?? 0;
  return Array.from({ length: turns }, (_, turn) => {
    const found = talks.map((said) => faultsOf(said[turn], said[turn - 1]));
    const share = (test: (all: readonly Fault[]) => boolean) => found.filter(test).length / found.length;
    const each = faults.map((fault) => [fault, share((all) => all.includes(fault))] as const);
    return { turn: turn + 1, faults: recordOf(each), any: share((all) => all.length > 0) };
  });
}

function recordOf(entries: readonly (readonly [Fault, number])[]): Record<Fault, number> {
  const record: Record<Fault, number> = {
    loops: 0,
    silent: 0,
    endless: 0,
    "parrots itself": 0,
    unreadable: 0,
  };
  for (const [fault, share] of entries) record[fault] = share;
  return record;
}

export function showFree(result: FreeResult, output: Output): void {
  const { bold, cyan, dim } = output.colors;
  const { copied, natural, answers, sameQuestion, drift } = result;
  output.text(`${bold("memorisation")} ${dim("runs of tokens that stand in the training text, too")}\n`);
  copied.forEach(({ length, runs, found }, i) => {
    const share = runs === 0 ? 0 : found / runs;
    const beside = natural[i];
    const held =
      beside === undefined || beside.runs === 0
        ? ""
        : `   held-out text ${percent(beside.found / beside.runs)}`;
    output.text(
      `  ${String(length).padStart(2)} tokens  ${cyan(bar(share, 30).padEnd(30))} ${percent(share).padStart(6)}${dim(`${held} (${runs} runs)`)}\n`,
    );
  });
  output.text(`\n${bold("diversity")} ${dim("different runs of 1, 2 and 3 words, of all")}\n`);
  output.text(`  ${answers.answers} questions           ${shown(answers)}\n`);
  output.text(
    `  ${sameQuestion.answers} times the same one   ${shown(sameQuestion)}   ${dim(sameQuestion.question)}\n`,
  );
  output.text(`\n${bold("degeneration")} ${dim("share of answers with a fault, from turn to turn")}\n`);
  output.text(
    dim(
      `  turn  ${["any", ...faults].map((name) => name.padStart(Math.max(8, name.length + 2))).join("")}\n`,
    ),
  );
  for (const { turn, any, faults: shares } of drift) {
    const cells = [any, ...faults.map((fault) => shares[fault])];
    const names = ["any", ...faults];
    output.text(
      `  ${String(turn).padStart(4)}  ${cells.map((share, i) => percent(share).padStart(Math.max(8, names[i].length + 2))).join("")}\n`,
    );
  }
}

function shown({ answers, different, distinct }: Variety): string {
  const shares = distinct.map((share) => share.toFixed(3)).join("  ");
  return `${shares}   ${different} different answers of ${answers}`;
}
