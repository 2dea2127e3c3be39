/** How a text was foreseen, as a page of 80 columns: bars for bits, and a reliability picture. */
import { count, grouped, wrapped } from "../run/words.ts";
import { bar, markedBar } from "../shared/bars.ts";
import type { Output } from "../shared/output.ts";
import { percent } from "./show.ts";
import type { TextResult } from "./textScore.ts";

const WIDTH = 80;
/** Below this distance, in shares, sure and right are called the same. */
const HONEST = 0.01;

const meanings: Readonly<Record<string, string>> = {
  unigram: "how frequent a token is",
  bigram: "what follows the last token",
  "5-gram": "what follows the last four",
};

export function showText(result: TextResult, output: Output): void {
  showBits(result, output);
  showCalibration(result, output);
}

function showBits({ bitsPerByte, tokens, bytes, trainTokens, trainCut }: TextResult, output: Output): void {
  const { bold, cyan, dim } = output.colors;
  output.text(
    `${bold("bits per byte")}  ${dim("how surprising each letter was; the lower, the better foreseen")}\n\n`,
  );
  const { model, ...baselines } = bitsPerByte;
  const rows = [...Object.entries(baselines), ["model", model] as const];
  const most = Math.max(...rows.map(([, bits]) => bits));
  for (const [name, bits] of rows) {
    const paint = name === "model" ? bold : (text: string) => text;
    const meaning = meanings[name] === undefined ? "" : dim(`  ${meanings[name]}`);
    const picture = bar(bits / most, 30).padEnd(meaning === "" ? 0 : 30);
    output.text(`  ${paint(name.padEnd(9) + bits.toFixed(3).padStart(7))}  ${cyan(picture)}${meaning}\n`);
  }
  output.text("\n");
  const scored = `Scored: ${count(tokens, "token")} that stand for ${count(bytes, "byte")}.`;
  const counted = `The others only count, in ${trainCut ? `the first ${count(trainTokens, "token")} of the training text (--train-tokens)` : `all ${count(trainTokens, "token")} of the training text`}.`;
  const invitation =
    "Baselines need --train PATH, the text it learned from: then it stands beside models that only count what follows what.";
  say(`${scored} ${trainTokens > 0 ? counted : invitation}`, output);
}

function showCalibration({ calibration }: TextResult, output: Output): void {
  const { bold, cyan, dim } = output.colors;
  const { bins, expectedCalibrationError, accuracy, confidence } = calibration;
  output.text(
    `\n${bold("calibration")}  ${dim("when it is so sure of the next token, how often is it right?")}\n\n`,
  );
  output.text(dim(`       sure     right      tokens\n`));
  for (const { low, high, count: tokens, accuracy: right, confidence: sure } of bins) {
    if (tokens === 0) continue;
    const range = `${percent(low, 0)} – ${percent(high, 0)}`.padStart(11);
    const cells = `${range}${percent(right).padStart(10)}${grouped(tokens).padStart(12)}`;
    output.text(`${cells}  ${cyan(markedBar(right, sure, 40))}\n`);
  }
  const off = confidence - accuracy;
  const verdict =
    Math.abs(off) < HONEST
      ? "as sure as it may be"
      : off > 0
        ? "surer than it should be"
        : "less sure than it could be";
  say(
    `The bar is how often it was right, the line how sure it was: in an honest model they meet. In all it is right ${percent(accuracy)} of the time and ${percent(confidence)} sure: ${verdict}. Expected calibration error (Guo et al. 2017): ${percent(expectedCalibrationError, 2)}, the mean distance between bar and line.`,
    output,
  );
}

/** A paragraph below a picture. */
function say(text: string, { text: write, colors: { dim } }: Output): void {
  for (const line of wrapped(text, WIDTH - 2)) write(dim(`  ${line}\n`));
}
