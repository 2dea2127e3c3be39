/** The words around a run: what will be trained, and what came of it. Lines for 80 columns. */
import { parameterCount } from "inkling";
import type { CorpusProgress } from "inkling/node";
import type { Run } from "./open.ts";
import type { RunResult } from "./reporter.ts";
import { count, cut, grouped, randomGuess, short } from "./words.ts";

/** What is to be trained on what. */
export function introduction(run: Run): string[] {
  const { model, recipe, tokenizer, resumed } = run;
  const { config } = model;
  const { settings, corpus } = recipe;
  const loss = randomGuess(config.vocabSize);
  const kind = { char: "characters", bpe: "byte-level BPE" }[recipe.tokenizer] ?? "from a file";
  const perStep = `${grouped(settings.batchSize * settings.accumulation)} × ${grouped(config.contextLength)} tokens`;
  const steps = `${count(settings.steps, "step")} of ${perStep}`;
  return [
    `Data      ${dataNames(run)}`,
    `          ${count(corpus.documents, "document")}, ${count(corpus.characters, "character")}${recipe.chat ? ", conversations" : ""}`,
    `Tokens    ${grouped(tokenizer.vocabSize)} different ones (${kind})`,
    `          ${grouped(corpus.trainIds)} to learn from, ${grouped(corpus.validationIds)} held out (${corpus.split === "hash" ? "whole documents" : "the last tenth"})`,
    `Model     ${recipe.preset}: ${count(config.nLayers, "block")}, ${count(config.nHeads, "head")}, width ${config.dModel}, context ${config.contextLength}`,
    `          ${short(parameterCount(config))} parameters`,
    `Training  ${resumed ? takenUp(resumed.progress.step, settings.steps, steps) : steps}`,
    `Loss      starts near ln ${config.vocabSize} = ${loss.toFixed(3)}, the price of guessing blindly`,
  ];
}

function takenUp(step: number, steps: number, shape: string): string {
  return step < steps ? `goes on behind step ${grouped(step)} of ${shape}` : `finished: ${shape}`;
}

function dataNames({ recipe, files }: Run): string {
  const names = files.length > 0 ? files.map(({ name }) => name) : recipe.data;
  const more = names.length > 3 ? ` and ${grouped(names.length - 3)} more` : "";
  return cut(names.slice(0, 3).join(", "), 60) + more;
}

/** What came of it, where it is, and what to type next. */
export function summary(run: Run, result: RunResult): string[] {
  const { out, recipe, model } = run;
  const guess = randomGuess(model.config.vocabSize).toFixed(3);
  // A finished run that is resumed has nothing left to do.
  const pace = result.tokensPerSecond > 0 ? `, ${grouped(result.tokensPerSecond)} tokens a second` : "";
  const best = result.bestLoss !== null && result.bestLoss !== result.valLoss;
  const next = recipe.chat ? `inkling chat --model ${out}` : `inkling generate --model ${out} --prompt "The"`;
  return [
    `Done: ${count(result.steps, "step")}${pace}.`,
    `Loss      ${shown(result.trainLoss)} in the last step, ${shown(result.valLoss)} on held-out text (blind guess: ${guess})`,
    ...(best
      ? [`          ${shown(result.bestLoss)} on held-out text at its best, which is kept in ${out}/best`]
      : []),
    `Saved in  ${out}`,
    `Next      ${next}`,
  ];
}

/** A loss, or that there is none. */
export function shown(loss: number | null): string {
  return loss === null ? "not measured" : loss.toFixed(3);
}

/** After Ctrl-C. */
export function interruption({ out }: Run, step: number): string[] {
  return [
    `Stopped after step ${grouped(step)}; all is saved. To go on:`,
    `  inkling train --out ${out} --resume`,
  ];
}

/** While the data is read. */
export function preparation({ phase, characters, total }: CorpusProgress): string {
  const share = total ? ` (${Math.floor((100 * characters) / total)}%)` : "";
  return `${phase === "reading" ? "Reading" : "Tokenising"} the data: ${count(characters, "character")}${share}`;
}
