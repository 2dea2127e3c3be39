/**
 * `inkling eval --suite text`: how well a model foresees a text, beside models that only count; and whether it knows how sure
 * it may be.
 */
import {
  type Calibration,
  Calibrator,
  type EvaluationWindow,
  evaluationWindows,
  InklingError,
  NgramModel,
  surprises,
  type Tokenizer,
} from "inkling";
import { openCorpus } from "inkling/node";
import { bar } from "../shared/bars.ts";
import { UsageError } from "../shared/errors.ts";
import { breathe } from "../shared/interrupt.ts";
import { withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { type Progress, progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { percent } from "./show.ts";

/** How many tokens a counting model looks at, the one to be foreseen included. */
const orders = [
  { name: "unigram", order: 1 },
  { name: "bigram", order: 2 },
  { name: "5-gram", order: 5 },
] as const;
const LARGEST = 5;

export interface TextResult {
  readonly suite: "text";
  readonly tokens: number;
  readonly bytes: number;
  /** Tokens that the counting models learned from; 0 if there are none. */
  readonly trainTokens: number;
  readonly bitsPerByte: { readonly model: number; readonly [baseline: string]: number };
  readonly calibration: Calibration;
}

export async function textSuite(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  const { data, documents, train } = flags;
  if (data === undefined)
    throw new UsageError("The suite text needs a text that was held out: give --data PATH.");
  const output = outputFor(terminal, flags);
  const progress = progressBar(terminal, output, "reading");
  try {
    await withModel(flags, output.note, async ({ model, tokenizer, set }) => {
      if (!tokenizer)
        throw new InklingError(`${set.dir} has no tokenizer.json, so this model can't read a text.`);
      const { contextLength } = model.config;
      const windowsOf = async function* (paths: readonly string[]) {
        yield* evaluationWindows(await openCorpus(paths, { documents }), tokenizer, contextLength);
      };
      const most = flags.trainTokens ?? suiteDefaults.trainTokens;
      const counted = train && (await countRuns(windowsOf(train), tokenizer, { most, progress }));
      const score = new TextScore(counted?.ngrams);
      for await (const window of windowsOf(data)) {
        const found = await surprises(model, window);
        score.add(window, found);
        progress.update(score.tokens, 0, `${score.tokens} tokens`);
        await breathe();
      }
      progress.stop();
      const result = { ...score.result(), trainTokens: counted?.tokens ?? 0 };
      output.json(result);
      show(result, output);
    });
  } finally {
    progress.stop();
  }
}

/** What follows what in the training text, up to `most` tokens of it. */
async function countRuns(
  windows: AsyncIterable<EvaluationWindow>,
  { vocabSize }: Tokenizer,
  { most, progress }: { readonly most: number; readonly progress: Progress },
): Promise<{ readonly ngrams: NgramModel; readonly tokens: number }> {
  const ngrams = new NgramModel(LARGEST, vocabSize);
  let tokens = 0;
  for await (const window of windows) {
    for (const { history, target } of scoredIn(window)) {
      if (tokens === most || ngrams.isFull) return { ngrams, tokens };
      ngrams.learn(history, target);
      tokens++;
    }
    progress.update(tokens, most, `${tokens} tokens to count`);
    await breathe();
  }
  return { ngrams, tokens };
}

/** Every target that is scored, with the few tokens before it. */
function* scoredIn({ inputs, targets }: EvaluationWindow) {
  for (let t = 0; t < targets.length; t++) {
    if (targets[t] < 0) continue;
    yield { history: Array.from(inputs.subarray(Math.max(0, t + 2 - LARGEST), t + 1)), target: targets[t] };
  }
}

class TextScore {
  tokens = 0;
  #bytes = 0;
  #nats = 0;
  readonly #ngrams: NgramModel | undefined;
  readonly #baselines = new Map<string, number>();
  readonly #calibrator = new Calibrator();

  constructor(ngrams: NgramModel | undefined) {
    this.#ngrams = ngrams;
  }

  add(window: EvaluationWindow, found: Awaited<ReturnType<typeof surprises>>): void {
    let n = 0;
    for (const { history, target } of scoredIn(window)) {
      const { logProbability, best, bestProbability } = found[n++];
      this.#nats -= logProbability;
      this.#calibrator.add({ confidence: Math.min(1, bestProbability), right: best === target });
      if (this.#ngrams === undefined) continue;
      for (const { name, order } of orders) {
        // A shorter history asks the same counts as a model of a lower order would have.
        const p = this.#ngrams.probability(history.slice(Math.max(0, history.length - order + 1)), target);
        this.#baselines.set(name, (this.#baselines.get(name) ?? 0) - Math.log(p));
      }
    }
    this.tokens += n;
    this.#bytes += window.bytes;
  }

  result(): Omit<TextResult, "trainTokens"> {
    const bits = (nats: number) => nats / Math.LN2 / this.#bytes;
    const baselines = [...this.#baselines].map(([name, nats]) => [name, bits(nats)] as const);
    return {
      suite: "text",
      tokens: this.tokens,
      bytes: this.#bytes,
      bitsPerByte: { model: bits(this.#nats), ...Object.fromEntries(baselines) },
      calibration: this.#calibrator.result(),
    };
  }
}

function show({ bitsPerByte, calibration, tokens, trainTokens }: TextResult, output: Output): void {
  const { bold, cyan, dim } = output.colors;
  const most = Math.max(...Object.values(bitsPerByte));
  output.text(
    `${bold("bits per byte")} ${dim(`over ${tokens} tokens that were not trained on; lower is better`)}\n`,
  );
  for (const [name, bits] of Object.entries(bitsPerByte)) {
    output.text(`  ${name.padEnd(9)}${bits.toFixed(3)}  ${cyan(bar(bits / most, 40))}\n`);
  }
  output.text(
    dim(
      trainTokens > 0
        ? `  The others count which tokens follow which, in ${trainTokens} tokens of the training text.\n`
        : "  Give --train PATH, the text it learned from, to see beside it what mere counting reaches.\n",
    ),
  );
  const { bins, expectedCalibrationError, accuracy, confidence } = calibration;
  output.text(
    `\n${bold("calibration")} ${dim("when it is so sure of the next token, how often is it right?")}\n`,
  );
  for (const { low, high, count, accuracy: right, confidence: sure } of bins) {
    if (count === 0) continue;
    const range = `${percent(low, 0)} – ${percent(high, 0)}`.padStart(11);
    output.text(
      `  ${range}  ${cyan(bar(right, 30).padEnd(30))} ${percent(right).padStart(6)} right, ${percent(sure).padStart(6)} sure  ${dim(String(count))}\n`,
    );
  }
  output.text(
    `  ${percent(accuracy)} right in all, ${percent(confidence)} sure; expected calibration error ${bold(percent(expectedCalibrationError, 2))}\n`,
  );
}
