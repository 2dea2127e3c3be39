/** A run in plain lines, about thirty in all: for a log file, or a terminal that can't redraw. */
import type { Output } from "../shared/output.ts";
import type { Run } from "./open.ts";
import { interruption, introduction, shown, summary } from "./report.ts";
import type { Reporter } from "./reporter.ts";
import { cut, duration, grouped, onOneLine, randomGuess } from "./words.ts";

export function linesReporter(output: Output): Reporter {
  const say = (...lines: string[]) => output.text(`${lines.join("\n")}\n`);
  let trainLoss: number | null = null;
  let heldOut: number | null = null;
  let secondsLeft = 0;
  let steps = 0;
  let guess = "";
  return {
    begin(run: Run) {
      steps = run.recipe.settings.steps;
      guess = randomGuess(run.model.config.vocabSize).toFixed(3);
      heldOut = run.resumed?.validationLoss ?? null;
      say(...introduction(run), "");
    },
    step(report, pace) {
      trainLoss = report.loss;
      secondsLeft = pace.secondsLeft;
    },
    evaluation(report) {
      heldOut = report.validationLoss;
    },
    sample(step, text) {
      if (step === 0) return; // noise, and known to be
      const left = step > 0 && step < steps ? `, ${duration(secondsLeft)} left` : "";
      say(
        `step ${grouped(step)} of ${grouped(steps)}: loss ${shown(trainLoss)}, held-out text ${shown(heldOut)}, blind guess ${guess}${left}`,
        `  sample: ${cut(onOneLine(text), 100)}`,
      );
    },
    interrupted: (run, step) => say(...interruption(run, step)),
    finished: (run, result) => say(...summary(run, result)),
  };
}
