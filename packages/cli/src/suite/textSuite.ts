/**
 * `inkling eval --suite text`: how well a model foresees a text, beside models that only count; and whether it knows how sure
 * it may be.
 */
import { type EvaluationWindow, evaluationWindows, InklingError, surprises } from "inkling";
import { openCorpus } from "inkling/node";
import { UsageError } from "../shared/errors.ts";
import { breathe } from "../shared/interrupt.ts";
import { withModel } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import { type Progress, progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { showText } from "./showText.ts";
import { Counts, TextScore } from "./textScore.ts";

/** Ids in windows that are read together: enough for full batches, few enough for Ctrl-C to be heard. */
const AT_ONCE = 4096;

export async function textSuite(flags: SuiteFlags, terminal: Terminal): Promise<void> {
  const { data, documents, train } = flags;
  if (data === undefined)
    throw new UsageError("The suite text needs a text that was held out: give --data PATH.");
  if (train === undefined && flags.trainTokens !== undefined)
    throw new UsageError(
      "--train-tokens is how much of the training text is counted: give --train PATH, too.",
    );
  const output = outputFor(terminal, flags);
  const counting = progressBar(terminal, output, "counting");
  const scoring = progressBar(terminal, output, "scoring");
  try {
    await withModel(flags, output.note, async ({ model, tokenizer, name }) => {
      if (!tokenizer)
        throw new InklingError(`${name} has no tokenizer.json, so this model can't read a text.`);
      const windowsOf = async function* (paths: readonly string[]) {
        const corpus = await openCorpus(paths, { documents });
        yield* evaluationWindows(corpus, tokenizer, model.config.contextLength);
      };
      const most = flags.trainTokens ?? suiteDefaults.trainTokens;
      const counts = train && new Counts(tokenizer.vocabSize, most);
      if (counts) await countAll(windowsOf(train), counts, { most, progress: counting });
      // Knowing how much there is takes a pass of its own: only where somebody watches the bar.
      const watched = terminal.stderr.isTTY === true && !output.asJson;
      let of = 0;
      if (watched) for await (const { counted } of windowsOf(data)) of += counted;
      const score = new TextScore(counts);
      for await (const windows of together(windowsOf(data))) {
        scoring.update(score.tokens, of, `${score.tokens} of ${of} tokens`);
        const found = await surprises(model, windows);
        windows.forEach((window, i) => {
          score.add(window, found[i]);
        });
        await breathe();
      }
      scoring.stop();
      const result = score.result();
      output.json(result);
      showText(result, output);
    });
  } finally {
    counting.stop();
    scoring.stop();
  }
}

async function countAll(
  windows: AsyncIterable<EvaluationWindow>,
  counts: Counts,
  { most, progress }: { readonly most: number; readonly progress: Progress },
): Promise<void> {
  for await (const window of windows) {
    counts.add(window);
    if (counts.cut) break;
    progress.update(counts.tokens, most, `${counts.tokens} tokens`);
    await breathe();
  }
  progress.stop();
}

/** Windows in lists of at least AT_ONCE ids, but for the last. */
async function* together(windows: AsyncIterable<EvaluationWindow>): AsyncGenerator<EvaluationWindow[]> {
  let some: EvaluationWindow[] = [];
  let ids = 0;
  for await (const window of windows) {
    some.push(window);
    ids += window.inputs.length;
    if (ids < AT_ONCE) continue;
    yield some;
    [some, ids] = [[], 0];
  }
  if (some.length > 0) yield some;
}
