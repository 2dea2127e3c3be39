/** `inkling village`: writes the conversations that Inkling's own model learns from, and the exam that it never sees. */
import type { Command } from "commander";
import { type VillageReport, writeConversations } from "../make/conversations.ts";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { addSettingFlags, settingsFrom } from "../shared/flags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
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

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "village",
    description: "Write the conversations about the village of Quill, its lessons, and the exam.",
    json: '{"out","facts","dialogues","turns","testPrompts","sharedPrompts",…}',
    examples: [
      [
        "inkling village --out runs/village",
        "320,000 conversations, 80,000 lessons, and what the exam shares with them",
      ],
      ["inkling village --count 1000 --out runs/few", "a few, to look at"],
    ],
  });
  addRequiredFlag(command, "--out <dir>", "Where to write train/, validation/, exam.jsonl and report.json.");
  addSettingFlags(command, settings).action((flags: Flags) => villageCommand(flags, terminal));
}

async function villageCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const { out } = flags;
  const defaults = { count: settings.count.default, seed: settings.seed.default };
  const output = outputFor(terminal, flags);
  const progress = progressBar(terminal, output, "talking");
  try {
    const report = await writeConversations({ ...defaults, ...settingsFrom(flags, settings), out, progress });
    progress.stop();
    output.json({ out, ...report });
    explain(report, out, output);
  } finally {
    progress.stop();
  }
}

function explain(report: VillageReport, out: string, output: Output): void {
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
  row("lessons", String(report.lessons), "rows to practise: spelling, sums, saying again, facts");
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
