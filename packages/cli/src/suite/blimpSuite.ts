/** `inkling eval --suite blimp`: how much grammar does a model know? */
import { beginText, InklingError, logProbability } from "inkling";
import { bar } from "../shared/bars.ts";
import { breathe } from "../shared/interrupt.ts";
import { withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { fetchBlimp, type MinimalPair, readBlimp } from "./blimp.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { type Score, scoreOf } from "./score.ts";
import { percent } from "./show.ts";

/** All pairs, as published (Warstadt et al. 2020). */
const published = [
  ["chance", 0.5],
  ["5-gram", 0.612],
  ["LSTM", 0.698],
  ["GPT-2", 0.83],
  ["people", 0.964],
] as const;

interface ParadigmResult {
  readonly name: string;
  readonly phenomenon: string;
  readonly score: Score;
}

export interface BlimpResult {
  readonly suite: "blimp";
  /** Of each paradigm. */
  readonly pairs: number;
  readonly score: Score;
  readonly results: readonly ParadigmResult[];
}

export async function blimpSuite(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const { pairs = suiteDefaults.pairs } = flags;
  const paradigms = readBlimp(await fetchBlimp(flags.blimp, output.note), pairs);
  const progress = progressBar(terminal, output, "reading");
  try {
    await withModel(flags, output.note, async ({ model, tokenizer, set }) => {
      if (!tokenizer)
        throw new InklingError(`${set.dir} has no tokenizer.json, so this model can't read a sentence.`);
      const prefers = async ({ good, bad }: MinimalPair) => {
        const likelihood = (sentence: string) =>
          logProbability(model, beginText(sentence, tokenizer).slice(0, model.config.contextLength + 1));
        return (await likelihood(good)) > (await likelihood(bad));
      };
      const results: ParadigmResult[] = [];
      for (const { name, phenomenon, pairs } of paradigms) {
        progress.update(results.length, paradigms.length, name.replaceAll("_", " "));
        let right = 0;
        for (const pair of pairs) {
          if (await prefers(pair)) right++;
          await breathe();
        }
        results.push({ name, phenomenon, score: scoreOf(right, pairs.length) });
      }
      progress.stop();
      const score = totalOf(results);
      const result: BlimpResult = { suite: "blimp", pairs, score, results };
      output.json(result);
      show(results, score, output);
    });
  } finally {
    progress.stop();
  }
}

function totalOf(results: readonly ParadigmResult[]): Score {
  const sum = (count: (score: Score) => number) =>
    results.reduce((total, { score }) => total + count(score), 0);
  return scoreOf(
    sum(({ right }) => right),
    sum(({ of }) => of),
  );
}

function show(results: readonly ParadigmResult[], score: Score, output: Output): void {
  const { bold, cyan, dim } = output.colors;
  const row = (name: string, share: number, paint: (text: string) => string, note = "") =>
    output.text(`  ${name.padEnd(28)}${percent(share).padStart(6)}  ${paint(bar(share, 30))} ${dim(note)}\n`);
  output.text(`${bold("BLiMP")} ${dim(`${score.of} pairs of sentences: is the right one likelier?`)}\n`);
  for (const phenomenon of [...new Set(results.map((result) => result.phenomenon))].sort()) {
    const own = totalOf(results.filter((result) => result.phenomenon === phenomenon));
    row(phenomenon.replaceAll("_", " "), own.share, cyan, `${own.of}`);
  }
  output.text("\n");
  row("all", score.share, cyan, `95% interval ${percent(score.low)} – ${percent(score.high)}`);
  for (const [name, share] of published) row(name, share, dim, "all 67,000 pairs");
}
