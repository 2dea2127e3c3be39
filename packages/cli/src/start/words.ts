/** What `npm start -- learn` says, for 80 columns. Warm, plain, and true. */
import { type Engine, parameterCount } from "inkling";
import type { Run } from "../run/open.ts";
import type { RunResult } from "../run/reporter.ts";
import { duration, grouped, randomGuess } from "../run/words.ts";
import type { Colors } from "../shared/terminal.ts";

/** Steps are fixed, so that the weights are the same everywhere; the time they take is the machine's. */
const patience: Record<Engine["backend"], string> = {
  wasm: "A minute or two on two cores of today, three or four on slower ones.",
  reference: "A minute or two with plain loops, for which this model is smaller.",
};

export function greeting(run: Run, backend: Engine["backend"], colors: Colors): string {
  const { model, recipe, resumed } = run;
  const { corpus } = recipe;
  const { vocabSize } = model.config;
  const characters = `${(corpus.characters / 1e6).toFixed(1)} million characters`;
  if (resumed) {
    return `\n  ${colors.bold("Welcome back.")} Going on behind step ${grouped(resumed.progress.step)}, where you stopped.\n\n`;
  }
  return `
  ${colors.bold("Inkling")} ${colors.dim("· a tiny language model with its lid off")}

  A small model will now learn to write, letter by letter, before your eyes.
  It begins as ${grouped(parameterCount(model.config))} random numbers, and it has one book to learn from:
  Moby-Dick, ${corpus.documents} parts and ${characters}, headings and all.

  Again and again it guesses the next character, sees which one it was, and
  nudges its numbers. The loss is how surprised it was: ${randomGuess(vocabSize).toFixed(2)} for guessing
  blindly among ${vocabSize} possible ones, 0 for knowing. Watch the bar get shorter, and
  real words appear${colors.isColorSupported ? ` (${colors.green("green")}: the book has them, too)` : ""}.

  ${colors.dim(patience[backend])}

`;
}

export function afterTraining(run: Run, result: RunResult, seconds: number, colors: Colors): string {
  const { vocabSize } = run.model.config;
  const guess = randomGuess(vocabSize);
  const loss = result.valLoss ?? result.trainLoss ?? guess;
  const share = Math.round((100 * (guess - loss)) / guess);
  const { settings, corpus } = run.recipe;
  const seen = settings.steps * settings.batchSize * run.model.config.contextLength;
  return `  ${colors.bold(`It has learned something, in ${duration(seconds)}.`)}

  On chapters it has never seen, its loss is ${colors.bold(loss.toFixed(2))}: ${share}% below the ${guess.toFixed(2)} of
  guessing blindly. At each character it now wavers as if between ${Math.exp(loss).toFixed(0)}, not ${vocabSize}.

  Yes, it babbles. It has read ${readShare(seen / corpus.trainIds)}, and it is very small:
  it knows how English looks, not what it says. The models that make sense are
  this same thing, larger, with more to read and more time.
`;
}

function readShare(share: number): string {
  if (share < 0.95) return `${Math.round(100 * share)}% of the book`;
  return share < 1.5 ? "the book once" : `the book ${Math.round(share)} times`;
}

export function invitation(colors: Colors): string {
  return `
  ${colors.bold("Your turn.")} Type a beginning, and it goes on. Just Enter lets it begin by
  itself; /quit leaves.

`;
}

export function farewell(colors: Colors): string {
  const line = (command: string, what: string) => `  ${colors.cyan(command)}\n      ${what}\n`;
  return `
  ${colors.bold("Where to next?")}

${line("npx inkling train --data FILE.txt --out runs/mine", "teach one from a text of your own; more steps, better words")}
${line("npx inkling inspect --model runs/first --prompt whale --hook list", "see everything inside it that has a name")}
${line("docs/00-text.md", "read how all of it works, from text to training, in short chapters")}
`;
}
