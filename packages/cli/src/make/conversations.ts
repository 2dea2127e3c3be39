/** The village's conversations as files: train/, validation/, the exam, and what it shares with them. */
import { createHash } from "node:crypto";
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
  subjects,
} from "@inkling/village";
import { explainFileError, writeFileAtomically } from "inkling/node";
import { breathe } from "../shared/interrupt.ts";
import type { Progress } from "../shared/progress.ts";

/** Conversations in one file. */
const PER_FILE = 40_000;
/** One for validation to so many for training. */
const TRAINING_PER_VALIDATION = 100;

export interface ConversationsOptions {
  readonly out: string;
  readonly count: number;
  readonly seed: number;
  readonly progress: Progress;
}

export interface VillageReport extends ContaminationReport {
  readonly facts: number;
  readonly count: number;
  readonly seed: number;
  readonly fingerprint: string;
}

/** Written last, when everything else is there. */
export const REPORT = "report.json";

/** Writes all of it into `out`, the same for the same seed. */
export async function writeConversations(options: ConversationsOptions): Promise<VillageReport> {
  const { out, count, seed } = options;
  checkWorld();
  const contamination = new Contamination();
  await write("train", count, options, (dialogue) => contamination.add(dialogue));
  await write("validation", Math.ceil(count / TRAINING_PER_VALIDATION), options);
  const exam = items(standardExam);
  await save(join(out, "exam.jsonl"), exam);
  const about = { facts: factCount, count, seed, fingerprint: fingerprint(seed) };
  const report = { ...about, ...contamination.report(exam) };
  await save(join(out, REPORT), [report]);
  return report;
}

/** Of the table and the first conversations: changes with any fact, and with nearly any phrase. 64 hexadecimal digits. */
export function fingerprint(seed: number): string {
  const hash = createHash("sha256").update(JSON.stringify(subjects));
  for (const { messages } of dialogues({ split: "train", count: SAMPLE, seed })) {
    hash.update(JSON.stringify(messages));
  }
  return hash.digest("hex");
}

/** Half a second's worth. */
const SAMPLE = 2000;

/** In files of PER_FILE conversations each, so that no file has to be held whole. */
async function write(
  split: Split,
  count: number,
  { out, seed, progress }: ConversationsOptions,
  watch: (dialogue: Dialogue) => void = () => {},
): Promise<void> {
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
    watch(dialogue);
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
