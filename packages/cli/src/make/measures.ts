/**
 * Every suite of `inkling eval` put to one model, two at a time, each on a core of its own. What is measured is kept, so that it need
 * not be measured again after an interruption.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { items, standardExam } from "@inkling/village";
import { InklingError } from "inkling";
import { openSet, writeFileAtomically } from "inkling/node";
import type { Evaluation } from "./inklingCard.ts";

const cli = fileURLToPath(new URL("../../bin/inkling.js", import.meta.url));
const blindExam = fileURLToPath(new URL("../../../village/exam/blind.json", import.meta.url));

export interface MeasureOptions {
  readonly model: string;
  /** Folders of texts. */
  readonly train: string;
  readonly heldOut: string;
  /** Where results are kept; those of other weights, or by other rules of the exam, are measured anew. */
  readonly kept: string;
  readonly say: (line: string) => void;
}

export async function measureAll(options: MeasureOptions): Promise<Evaluation> {
  const { model, train, heldOut, kept, say } = options;
  await mkdir(kept, { recursive: true });
  const of = sha256(
    `${await weightsOf(model)} ${JSON.stringify(items(standardExam))} ${await readFile(blindExam, "utf8")}`,
  );
  const measure = async (suite: keyof Evaluation, ...flags: string[]): Promise<unknown> => {
    const path = join(kept, `${suite}.json`);
    const before = existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : undefined;
    if (before?.of === of) return before.result;
    say(`${suite} …`);
    const result = await resultOf([
      "eval",
      "--model",
      model,
      "--suite",
      suite,
      "--threads",
      "1",
      "--json",
      ...flags,
    ]);
    await writeFileAtomically(path, new TextEncoder().encode(JSON.stringify({ of, result })));
    say(`${suite} is measured.`);
    return result;
  };
  const texts = ["--data", heldOut, "--train", train];
  const examThenText = async () => ({
    inkling: await measure("inkling", "--exam", blindExam),
    text: await measure("text", ...texts),
  });
  const freeThenBlimp = async () => ({
    free: await measure("free", ...texts),
    blimp: await measure("blimp", "--pairs", "300"),
  });
  const [one, other] = await Promise.all([examThenText(), freeThenBlimp()]);
  return { ...one, ...other } as Evaluation;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** sha256 of the file of weights, as its folder records it. */
async function weightsOf(dir: string): Promise<string> {
  const { manifest } = await openSet(dir);
  const record = manifest?.files["model.safetensors"];
  if (record === undefined) throw new InklingError(`${dir} has no inkling.json that knows its weights.`);
  return record.sha256;
}

/** The first line of JSON that a command prints; an exam that is failed prints an error behind it. */
async function resultOf(argv: readonly string[]): Promise<unknown> {
  const run = promisify(execFile)(process.execPath, [cli, ...argv], { maxBuffer: 1 << 28 });
  const { stdout } = await run.catch((error: unknown) => {
    if (error instanceof Error && "stdout" in error && String(error.stdout).startsWith('{"suite"')) {
      return { stdout: String(error.stdout) };
    }
    throw error;
  });
  return JSON.parse(stdout.slice(0, stdout.indexOf("\n")));
}
