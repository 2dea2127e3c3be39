/** The village's conversations and lessons as files: train/, validation/, the exam, and what it shares with them. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  Contamination,
  type ContaminationReport,
  checkWorld,
  type Dialogue,
  dialogues,
  factCount,
  items,
  lessons,
  type Split,
  standardExam,
  subjects,
} from "@inkling/village";
import { explainFileError, writeFileAtomically } from "inkling/node";
import { breathe } from "../shared/interrupt.ts";
import type { Progress } from "../shared/progress.ts";

/** Lines in one file. */
const PER_FILE = 40_000;
/** One for validation to so many for training. */
const TRAINING_PER_VALIDATION = 100;
/** One lesson to so many conversations. */
const CONVERSATIONS_PER_LESSON = 4;

export interface ConversationsOptions {
  readonly out: string;
  readonly count: number;
  readonly seed: number;
  readonly progress: Progress;
}

export interface VillageReport extends ContaminationReport {
  readonly facts: number;
  readonly lessons: number;
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
  for (const split of ["train", "validation"]) await forget(join(out, split));
  const contamination = new Contamination();
  await writeTalks("train", count, options, (dialogue) => contamination.add(dialogue));
  await writeTalks("validation", Math.ceil(count / TRAINING_PER_VALIDATION), options);
  const lessonCount = await writeLessons(options, (text) => contamination.addText(text));
  const exam = items(standardExam);
  await save(join(out, "exam.jsonl"), exam);
  const about = { facts: factCount, count, lessons: lessonCount, seed, fingerprint: fingerprint(seed) };
  const report = { ...about, ...contamination.report(exam) };
  await save(join(out, REPORT), [report]);
  return report;
}

/** Of the table and the first conversations and lessons: changes with any fact, and with nearly any phrase. 64 hexadecimal digits. */
export function fingerprint(seed: number): string {
  const hash = createHash("sha256").update(JSON.stringify(subjects));
  for (const { messages } of dialogues({ split: "train", count: SAMPLE, seed })) {
    hash.update(JSON.stringify(messages));
  }
  for (const text of lessons({ count: SAMPLE / CONVERSATIONS_PER_LESSON, seed })) hash.update(text);
  return hash.digest("hex");
}

/** Half a second's worth. */
const SAMPLE = 2000;

async function writeTalks(
  split: Split,
  count: number,
  { out, seed, progress }: ConversationsOptions,
  watch: (dialogue: Dialogue) => void = () => {},
): Promise<void> {
  const file = new Numbered(join(out, split), "");
  for (const dialogue of dialogues({ split, count, seed })) {
    watch(dialogue);
    await file.add({ messages: dialogue.messages });
    progress.update(file.lines, count, `${file.lines} of ${count} (${split})`);
  }
  await file.end();
}

async function writeLessons(
  { out, count: talks, seed, progress }: ConversationsOptions,
  watch: (text: string) => void,
): Promise<number> {
  const count = Math.ceil(talks / CONVERSATIONS_PER_LESSON);
  const file = new Numbered(join(out, "train"), "lessons-");
  for (const text of lessons({ count, seed })) {
    watch(text);
    await file.add({ text });
    progress.update(file.lines, count, `${file.lines} of ${count} (lessons)`);
  }
  await file.end();
  return count;
}

/** Takes away the files that an earlier call wrote there: it may have written more. */
async function forget(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  for (const name of names) if (/^(lessons-)?\d{3}\.jsonl$/.test(name)) await rm(join(folder, name));
}

/** JSON Lines in files of PER_FILE lines each, so that no file has to be held whole: 001.jsonl, 002.jsonl, … */
class Numbered {
  readonly #folder: string;
  readonly #prefix: string;
  #waiting: unknown[] = [];
  #lines = 0;

  constructor(folder: string, prefix: string) {
    this.#folder = folder;
    this.#prefix = prefix;
  }

  get lines(): number {
    return this.#lines;
  }

  async add(line: unknown): Promise<void> {
    this.#waiting.push(line);
    this.#lines++;
    if (this.#waiting.length === PER_FILE) await this.#flush();
    if (this.#lines % 100 === 0) await breathe();
  }

  async end(): Promise<void> {
    if (this.#waiting.length > 0) await this.#flush();
  }

  async #flush(): Promise<void> {
    const number = String(Math.ceil(this.#lines / PER_FILE)).padStart(3, "0");
    await save(join(this.#folder, `${this.#prefix}${number}.jsonl`), this.#waiting);
    this.#waiting = [];
  }
}

async function save(path: string, lines: readonly unknown[]): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw explainFileError(error, `${folder} could not be made`);
  }
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return writeFileAtomically(path, new TextEncoder().encode(text));
}
