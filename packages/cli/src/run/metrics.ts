/**
 * metrics.jsonl: one line for each step and each evaluation of a run, for plots and comparisons.
 *
 *   {"step":1,"loss":4.23,"learningRate":0.00002,"gradientNorm":2.1}
 *   {"evaluation":{"step":250,"valLoss":2.31,"best":true}}
 *
 * There is no clock in it, so an unbroken run and one that was cut and resumed write the same bytes. A line is with
 * the system as soon as its step is done, and on the disk before a checkpoint that follows it: so a checkpoint never
 * knows of a step that is missing here.
 */
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EvaluationReport, StepReport, TrainProgress, TrainReport } from "inkling";
import { explainFileError, writeFileAtomically } from "inkling/node";

export const METRICS = "metrics.jsonl";

/** A step's line. `step` counts the steps done, this one included. */
export function stepLine({ step, loss, learningRate, gradientNorm }: StepReport) {
  return { step, loss, learningRate, gradientNorm };
}

export function evaluationLine({ step, validationLoss, best }: EvaluationReport) {
  return { evaluation: { step, valLoss: validationLoss, best } };
}

export class Metrics {
  readonly #file: FileHandle;
  readonly #path: string;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Opens DIR/metrics.jsonl to add to it, without the lines of steps that `progress` does not know. */
  static async open(out: string, progress: TrainProgress): Promise<Metrics> {
    const path = join(out, METRICS);
    const before = await readFile(path, "utf8").catch(() => "");
    const kept = linesUntil(before, progress);
    if (kept !== before) await writeFileAtomically(path, new TextEncoder().encode(kept));
    return new Metrics(await open(path, "a"), path);
  }

  async add(report: TrainReport): Promise<void> {
    const line = report.kind === "step" ? stepLine(report) : evaluationLine(report);
    await this.#try(this.#file.appendFile(`${JSON.stringify(line)}\n`));
  }

  /** Returns once all lines are on the disk itself. */
  sync(): Promise<void> {
    return this.#try(this.#file.sync());
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #try(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      throw explainFileError(error, `${this.#path} could not be written`);
    }
  }
}

/** The lines up to a checkpoint; whatever a killed process left half-written is not kept. */
export function linesUntil(text: string, { step, evaluatedAt }: TrainProgress): string {
  const lines = text.split("\n").filter((line) => {
    const at = placeOf(line);
    return at !== undefined && (at.kind === "step" ? at.step <= step : at.step <= evaluatedAt);
  });
  return lines.map((line) => `${line}\n`).join("");
}

function placeOf(line: string): { kind: "step" | "evaluation"; step: number } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const step = numberAt(value, "step");
    if (step !== undefined) return { kind: "step", step };
    const inner = typeof value === "object" && value !== null && "evaluation" in value && value.evaluation;
    const evaluated = numberAt(inner, "step");
    return evaluated === undefined ? undefined : { kind: "evaluation", step: evaluated };
  } catch {
    return undefined;
  }
}

function numberAt(value: unknown, name: "step"): number | undefined {
  if (typeof value !== "object" || value === null || !(name in value)) return undefined;
  const found: unknown = value[name];
  return typeof found === "number" ? found : undefined;
}
