/** `inkling village`: writes the conversations that Inkling's own model learns from, and the exam that it never sees. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  Contamination,
  type ContaminationReport,
  checkWorld,
  type Dialogue,
  dialogues,
  factCount,
  items,
  type Split,
  standardExam,
} from "@inkling/village";
import type { Command } from "commander";
import { explainFileError, writeFileAtomically } from "inkling/node";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { addSettingFlags, settingsFrom } from "../shared/flags.ts";
import { breathe } from "../shared/interrupt.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { type Progress, progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly out: string;
}

const settings = {
  count: {
    label: "Conversations",
    help: "How many conversations to write for training.",
    kind: "integer",
    min: 100,
    max: 10_000_000,
    default: 320_000,
  },
  seed: {
    label: "Seed",
    help: "Another seed gives other conversations about the same village.",
    kind: "integer",
    min: 0,
    max: 2 ** 53 - 1,
    default: 1,
  },
} as const;

/** Conversations in one file. */
const PER_FILE = 40_000;
/** One for validation to so many for training. */
const TRAINING_PER_VALIDATION = 100;

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "village",
    description: "Write the conversations about the village of Quill, and the exam.",
    json: '{"out","facts","dialogues","turns","testPrompts","sharedPrompts",…}',
    examples: [
      ["inkling village --out runs/village", "320,000 conversations, and what the exam shares with them"],
      ["inkling village --count 1000 --out runs/few", "a few, to look at"],
    ],
  });
  addRequiredFlag(command, "--out <dir>", "Where to write train/, validation/, exam.jsonl and report.json.");
  addSettingFlags(command, settings).action((flags: Flags) => villageCommand(flags, terminal));
}

async function villageCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const { out } = flags;
  const defaults = { count: settings.count.default, seed: settings.seed.default };
  const { count, seed } = { ...defaults, ...settingsFrom(flags, settings) };
  checkWorld();
  const output = outputFor(terminal, flags);
  const progress = progressBar(terminal, output, "talking");
  const contamination = new Contamination();
  try {
    const writing = { out, seed, progress };
    await write("train", count, { ...writing, watch: (dialogue) => contamination.add(dialogue) });
    await write("validation", Math.ceil(count / TRAINING_PER_VALIDATION), writing);
    const exam = items(standardExam);
    await save(join(out, "exam.jsonl"), exam);
    const report = { facts: factCount, ...contamination.report(exam) };
    await save(join(out, "report.json"), [report]);
    progress.stop();
    output.json({ out, ...report });
    explain(report, out, output);
  } finally {
    progress.stop();
  }
}

interface Writing {
  readonly out: string;
  readonly seed: number;
  readonly progress: Progress;
  readonly watch?: (dialogue: Dialogue) => void;
}

/** In files of PER_FILE conversations each, so that no file has to be held whole. */
async function write(split: Split, count: number, { out, seed, progress, watch }: Writing): Promise<void> {
  const folder = join(out, split);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw explainFileError(error, `${folder} could not be made`);
  }
  let waiting: { readonly messages: unknown }[] = [];
  let made = 0;
  const flush = async () => {
    const number = String(Math.ceil(made / PER_FILE)).padStart(3, "0");
    await save(join(folder, `${number}.jsonl`), waiting);
    waiting = [];
  };
  for (const dialogue of dialogues({ split, count, seed })) {
    watch?.(dialogue);
    waiting.push({ messages: dialogue.messages });
    made++;
    progress.update(made, count, `${made} of ${count} (${split})`);
    if (waiting.length === PER_FILE) await flush();
    if (made % 100 === 0) await breathe();
  }
  if (waiting.length > 0) await flush();
}

function save(path: string, lines: readonly unknown[]): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return writeFileAtomically(path, new TextEncoder().encode(text));
}

function explain(
  report: ContaminationReport & { readonly facts: number },
  out: string,
  output: Output,
): void {
  const { bold, dim } = output.colors;
  const row = (name: string, value: string, what: string) =>
    output.text(`${name.padEnd(18)}${bold(value.padStart(9))}   ${dim(what)}\n`);
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  row("facts", String(report.facts), "in the village's table");
  row(
    "conversations",
    String(report.dialogues),
    `${(report.turns / report.dialogues).toFixed(2)} questions each`,
  );
  row("duplicates", String(report.duplicateDialogues), "of them");
  row("exam", String(report.testPrompts), "questions that training never asked");
  row("shared prompts", String(report.sharedPrompts), "must be 0");
  row(
    "shared questions",
    String(report.sharedQuestions),
    "asked in training too, somewhere in a conversation",
  );
  row("runs of 5 words", percent(report.sharedRuns[5]), "of the exam's, that occur in training");
  row("runs of 8 words", percent(report.sharedRuns[8]), "");
  output.text(`Written to ${out}\n`);
}
