/**
 * A run for programs: a line for each step, one for each evaluation, and at the end
 *
 *   {"final":{"steps","parameters","trainLoss","valLoss","tokensPerSecond","weightsSha256"}}
 */
import type { Output } from "../shared/output.ts";
import { evaluationLine, stepLine } from "./metrics.ts";
import { interruption } from "./report.ts";
import type { Reporter } from "./reporter.ts";

export function jsonReporter(output: Output): Reporter {
  return {
    step(report, { tokensPerSecond }) {
      output.json({ ...stepLine(report), tokensPerSecond: Math.round(tokensPerSecond) });
    },
    evaluation: (report) => output.json(evaluationLine(report)),
    interrupted(run, step) {
      output.json({ interrupted: { step } });
      output.note(interruption(run, step).join("\n"));
    },
    finished(_run, { steps, parameters, trainLoss, valLoss, tokensPerSecond, weightsSha256 }) {
      output.json({ final: { steps, parameters, trainLoss, valLoss, tokensPerSecond, weightsSha256 } });
    },
  };
}
