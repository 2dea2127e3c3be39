/** What a run tells whoever watches it. Each way of showing a run is one of these. */
import type { EvaluationReport, StepReport } from "inkling";
import type { CorpusProgress } from "inkling/node";
import type { Run } from "./open.ts";

export interface Reporter {
  /** While the data is read. Told often: show it now and then. */
  preparing?(progress: CorpusProgress): void;
  /** Everything is ready; the first step comes next. */
  begin?(run: Run): void;
  step?(report: StepReport, pace: Pace): void;
  /** While an evaluation, which may take minutes, reads the held-out text: how much of it is read, 0 to 1. */
  evaluating?(share: number): void;
  evaluation?(report: EvaluationReport): void;
  /** The model's own text, before the first step and now and then behind one; without this, none is made. */
  sample?(step: number, text: string): void;
  /** Stopped by Ctrl-C, with all saved. */
  interrupted?(run: Run, step: number): void;
  finished?(run: Run, result: RunResult): void;
  /** A line in between; without this, it goes to stderr. */
  note?(line: string): void;
  /** Called last, whatever happened: a bar leaves the screen here. */
  close?(): void;
}

export interface Pace {
  /** While training, without evaluations and samples. */
  readonly tokensPerSecond: number;
  /** Until the last step, with evaluations. */
  readonly secondsLeft: number;
}

export interface RunResult {
  readonly steps: number;
  readonly parameters: number;
  /** Nats per token. Null where there was nothing to measure. */
  readonly trainLoss: number | null;
  readonly valLoss: number | null;
  readonly bestLoss: number | null;
  readonly tokensPerSecond: number;
  /** See weightsSha256 in checkpointing.ts. */
  readonly weightsSha256: string;
}
