/** BLiMP's figures as a page of 80 columns: what kinds of grammar a model knows, and an example of what it doesn't. */
import { cut, grouped, wrapped } from "../run/words.ts";
import { markedBar } from "../shared/bars.ts";
import type { Output } from "../shared/output.ts";
import type { BlimpResult, ParadigmResult } from "./blimpResult.ts";
import { percent } from "./show.ts";

const WIDTH = 80;
const NAME = 27;
const BAR = 36;
/** Paradigms shown at either end. */
const EXAMPLES = 3;

export function showBlimp(result: BlimpResult, output: Output): void {
  const { bold, dim } = output.colors;
  const { score, phenomena, published, cut: beginnings } = result;
  output.text(
    `${bold("BLiMP")}  ${dim(`of two sentences, how often does it find the grammatical one likelier?`)}\n\n`,
  );
  for (const { name, score: own } of phenomena) row(name.replaceAll("_", " "), own.share, output);
  output.text("\n");
  row(`all ${grouped(score.of)} pairs`, score.share, output, bold);
  for (const [name, share] of Object.entries(published)) row(name, share, output, dim);
  const remarks = [
    `The line is chance, 50%. With other pairs like these it would score ${percent(score.low)} to ${percent(score.high)} (95% interval).`,
    "Published (Warstadt et al. 2020), over all 67,000 pairs: 5-gram, LSTM, GPT-2, and people by majority.",
    ...(beginnings > 0
      ? [
          `${grouped(beginnings)} sentences are longer than the model's context: it saw their beginnings only.`,
        ]
      : []),
  ];
  for (const line of remarks.flatMap((remark) => wrapped(remark, WIDTH - 2))) output.text(dim(`  ${line}\n`));
  showExamples(result.results, output);
}

function row(name: string, share: number, output: Output, paint = (text: string) => text): void {
  const { cyan } = output.colors;
  output.text(
    `  ${paint(name.padEnd(NAME))} ${paint(percent(share).padStart(6))}  ${cyan(markedBar(share, 0.5, BAR))}\n`,
  );
}

function showExamples(results: readonly ParadigmResult[], output: Output): void {
  if (results.length < 2 * EXAMPLES) return;
  const { bold, dim } = output.colors;
  const ranked = [...results].sort((a, b) => b.score.share - a.score.share);
  for (const [title, some] of [
    ["easiest", ranked.slice(0, EXAMPLES)],
    ["hardest", ranked.slice(-EXAMPLES).reverse()],
  ] as const) {
    output.text(`\n${bold(title)}  ${dim(`of ${results.length} paradigms; each with its first pair`)}\n`);
    for (const { name, score, example } of some) {
      output.text(`  ${percent(score.share).padStart(6)}  ${name.replaceAll("_", " ")}\n`);
      output.text(dim(`          right  ${cut(example.good, WIDTH - 17)}\n`));
      output.text(dim(`          wrong  ${cut(example.bad, WIDTH - 17)}\n`));
    }
  }
}
