/**
 * Learning, as `npm start -- learn` shows it: one live line that moves, and now and then what the model would write, under a
 * bar that is as long as its loss. Without a terminal the live line is left out, and the rest is the same.
 *
 *   step 300   2.21 █████████████████▌ 2 of 8 words are real         ← the first bar is guessing blindly
 *     the wof and ther, as the whal sher of he …
 */
import type { Reporter } from "../run/reporter.ts";
import { count, duration, grouped, onOneLine, randomGuess, wrapped } from "../run/words.ts";
import { bar } from "../shared/bars.ts";
import type { Output } from "../shared/output.ts";
import { judgeWords } from "./realWords.ts";

/** How many columns the loss of a blind guess takes. */
const barWidth = 36;
const sampleLines = 2;
/** Enough for two lines of 80 columns. */
export const sampling = { maxTokens: 144 } as const;
/** A loss of single batches jumps about; the mean of so many steps shows where it is going. */
const smoothed = 40;

/** @param book the words that count as real */
export function showLearning(output: Output, columns: number, book: ReadonlySet<string>): Reporter {
  const { colors } = output;
  const losses: number[] = [];
  let guess = 1;
  let steps = 1;
  let drawn = 0;
  const say = (line: string) => output.text(`${output.live ? "\r\u001b[K" : ""}${line}\n`);
  const barFor = (loss: number) => colors.cyan(bar(loss / guess, barWidth));
  return {
    begin(run) {
      guess = randomGuess(run.model.config.vocabSize);
      steps = run.recipe.settings.steps;
      const label = colors.dim("guessing blindly");
      if (!run.resumed) say(`  ${"step 0".padEnd(11)}${guess.toFixed(2)} ${barFor(guess)} ${label}`);
    },
    step({ step, loss }, { secondsLeft }) {
      losses.push(loss);
      const now = performance.now();
      if (!output.live || now - drawn < 100) return;
      drawn = now;
      const left = step < 20 ? "" : `${duration(secondsLeft)} left`;
      const line = `  step ${grouped(step)} of ${grouped(steps)}  loss ${recent(losses).toFixed(2)}`;
      output.text(`\r\u001b[K${line}  ${colors.cyan(sparkline(losses, guess))}  ${colors.dim(left)}`);
    },
    sample(step, text) {
      const lines = wrapped(onOneLine(text), columns - 8).slice(0, sampleLines);
      const { real, all, painted } = judgeWords(lines.join("\n    "), book, colors.green);
      if (step > 0) {
        const loss = recent(losses);
        const label = colors.dim(`${real} of ${count(all, "word is", "words are")} real`);
        say(`  ${`step ${grouped(step)}`.padEnd(11)}${loss.toFixed(2)} ${barFor(loss)} ${label}`);
      }
      say(`    ${colors.italic(painted)}\n`);
    },
    interrupted(_run, step) {
      say(`  Stopped after step ${grouped(step)}, and saved. npm start -- learn goes on from there.`);
    },
    close() {
      if (output.live) output.text("\r\u001b[K");
    },
  };
}

function recent(losses: readonly number[]): number {
  const last = losses.slice(-smoothed);
  return last.reduce((sum, loss) => sum + loss, 0) / last.length;
}

const levels = "▁▂▃▄▅▆▇█";

/** All losses so far in a few columns, each the mean of its share; the highest level is guessing blindly. */
export function sparkline(losses: readonly number[], guess: number, width = 20): string {
  const columns = Math.min(width, losses.length);
  return Array.from({ length: columns }, (_, i) => {
    const from = Math.floor((i * losses.length) / columns);
    const part = losses.slice(from, Math.floor(((i + 1) * losses.length) / columns));
    const mean = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    return levels[Math.max(0, Math.min(levels.length - 1, Math.floor((levels.length * mean) / guess)))];
  }).join("");
}
