/** `inkling eval --suite blimp`: how much grammar does a model know? */

import { beginText, InklingError, type LanguageModel, logProbabilities, type Tokenizer } from "inkling";
import { breathe } from "../shared/interrupt.ts";
import { withModel } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { type Paradigm, readBlimp } from "./blimp.ts";
import { fetchBlimp } from "./blimpFile.ts";
import type { BlimpResult, ParadigmResult } from "./blimpResult.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { type Score, scoreOf } from "./score.ts";
import { showBlimp } from "./showBlimp.ts";

/** Accuracy on all 67,000 pairs as published (Warstadt et al. 2020); people: what several of them say together. */
const published = { "5-gram": 0.612, LSTM: 0.698, "GPT-2": 0.83, people: 0.964 };

/** Pairs that are scored together: enough to fill batches of sentences of like length. */
const AT_ONCE = 50;

export async function blimpSuite(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const { pairs = suiteDefaults.pairs } = flags;
  const zip = await fetchBlimp({ path: flags.blimp, env: terminal.env, note: output.note });
  const paradigms = readBlimp(zip, pairs);
  const progress = progressBar(terminal, output, "scoring");
  try {
    await withModel(flags, output.note, async ({ model, tokenizer, name }) => {
      if (!tokenizer)
        throw new InklingError(`${name} has no tokenizer.json, so this model can't read a sentence.`);
      const of = paradigms.reduce((sum, { pairs: own }) => sum + own.length, 0);
      const onProgress = (done: number, name: string) => progress.update(done, of, name);
      const { results, cut } = await scoreParadigms({ model, tokenizer }, paradigms, onProgress);
      progress.stop();
      const result: BlimpResult = { suite: "blimp", pairs, ...summaryOf(results), results, published, cut };
      output.json(result);
      showBlimp(result, output);
    });
  } finally {
    progress.stop();
  }
}

async function scoreParadigms(
  { model, tokenizer }: { readonly model: LanguageModel; readonly tokenizer: Tokenizer },
  paradigms: readonly Paradigm[],
  onProgress: (pairs: number, name: string) => void,
): Promise<{ results: ParadigmResult[]; cut: number }> {
  const most = model.config.contextLength + 1;
  const results: ParadigmResult[] = [];
  let [done, cut] = [0, 0];
  for (const { name, phenomenon, pairs } of paradigms) {
    let right = 0;
    for (let at = 0; at < pairs.length; at += AT_ONCE) {
      onProgress(done, name.replaceAll("_", " "));
      const some = pairs.slice(at, at + AT_ONCE);
      const texts = some.flatMap(({ good, bad }) => [good, bad]).map((text) => beginText(text, tokenizer));
      cut += texts.filter(({ length }) => length > most).length;
      const found = await logProbabilities(
        model,
        texts.map((ids) => ids.slice(0, most)),
      );
      right += some.filter((_, i) => found[2 * i] > found[2 * i + 1]).length;
      done += some.length;
      await breathe();
    }
    results.push({ name, phenomenon, score: scoreOf(right, pairs.length), example: pairs[0] });
  }
  return { results, cut };
}

/** Phenomenon by phenomenon, and of all together: every pair weighs the same. */
export function summaryOf(results: readonly ParadigmResult[]): Pick<BlimpResult, "score" | "phenomena"> {
  const names = [...new Set(results.map(({ phenomenon }) => phenomenon))].sort();
  const phenomena = names.map((name) => ({
    name,
    score: total(results.filter(({ phenomenon }) => phenomenon === name)),
  }));
  return { score: total(results), phenomena };
}

function total(results: readonly ParadigmResult[]): Score {
  const sum = (count: (score: Score) => number) => results.reduce((all, { score }) => all + count(score), 0);
  return scoreOf(
    sum(({ right }) => right),
    sum(({ of }) => of),
  );
}
