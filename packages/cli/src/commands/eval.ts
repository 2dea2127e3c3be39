/** `inkling eval`: how surprised is a model by a text? With --suite: how does it do in an exam (../suite/)? */
import type { Command } from "commander";
import {
  type EvaluationWindow,
  evaluate,
  evaluationWindows,
  InklingError,
  type LanguageModel,
  quantiseModel,
  weightReport,
} from "inkling";
import { heldOut, openCorpus } from "inkling/node";
import { addCommand } from "../shared/command.ts";
import { addDataFlags } from "../shared/dataFlags.ts";
import { UsageError } from "../shared/errors.ts";
import { breathe } from "../shared/interrupt.ts";
import { addModelFlags, withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { type Progress, progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { explainWeights, weightFigures } from "../shared/weightCosts.ts";
import { addSuiteFlags, refuseAll, refuseOthers, type SuiteFlags } from "../suite/flags.ts";
import { suites } from "../suite/suites.ts";

interface Flags extends SuiteFlags {
  readonly scoreEnd?: boolean;
  readonly heldOut?: boolean;
  readonly suite?: keyof typeof suites;
}

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "eval",
    description: "Measure how well a model foresees a text it was not trained on; or give it an exam.",
    json: '{"nllPerToken","tokens","perplexity","bitsPerByte"}; nll in nats. With quantised weights also {"weights","weightBytes","keptF32","f32","nllIncrease"}. Of a suite {"suite",…} with all its figures',
    examples: [
      ["inkling eval --model runs/book --data other.txt", "one text, in consecutive windows"],
      [
        "inkling eval --model runs/names --data names.txt --documents line",
        "each line on its own: BOS + line",
      ],
      [
        "inkling eval --model runs/names --data names.txt --documents line --held-out --score-end",
        "only lines that were not trained on, and their ends too: as makemore counts",
      ],
      ["inkling eval --model runs/book --data other.txt --weights q4_0", "what rounding the weights costs"],
      ["inkling eval --model runs/book --data other.txt --json", "numbers for a program"],
      ["inkling eval --model runs/inkling/model --suite inkling", "the exam of the model that talks"],
      [
        "inkling eval --model runs/book --suite text --data other.txt --train book.txt",
        "beside models that only count; and does it know how sure it may be?",
      ],
      [
        "inkling eval --model runs/chat --suite free --train chats.jsonl --data other.jsonl --prompts other.jsonl",
        "what it copies, repeats, and loses its way in",
      ],
      [
        "inkling eval --model runs/book --suite free --train book.txt --data other.txt --documents blank-line",
        "the same of a model that continues texts: it is given the beginnings of --data",
      ],
      ["inkling eval --model runs/book --suite blimp", "how much grammar it knows"],
      [
        "inkling eval --model runs/book --suite blimp --pairs 100",
        "the same from a tenth of the pairs, in a tenth of the time",
      ],
    ],
  });
  addDataFlags(addModelFlags(command), "optional")
    .option("--held-out", "score only the documents that training on this data holds out")
    .option("--score-end", "score the end of each text, too: how well is foreseen that it ends here");
  addSuiteFlags(command).action((flags: Flags) => evalCommand(flags, terminal));
}

async function evalCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const { suite } = flags;
  if (suite !== undefined) {
    refuseOthers(suite, flags);
    if (flags.heldOut || flags.scoreEnd)
      throw new UsageError("--held-out and --score-end belong to no suite.");
    return suites[suite](flags, terminal);
  }
  refuseAll(flags);
  if (flags.data === undefined) throw new UsageError("Give --data PATH, or a suite such as --suite inkling.");
  const output = outputFor(terminal, flags);
  const corpus = await openCorpus(flags.data, { documents: flags.documents });
  const documents = flags.heldOut === true ? await heldOut(corpus) : corpus;
  const { weights, ...asSaved } = flags; // f32 weights are scored first, to compare with
  await withModel(asSaved, output.note, async ({ model, tokenizer, name }) => {
    if (!tokenizer) {
      throw new InklingError(`${name} has no tokenizer.json, so this model can't read a text.`);
    }
    const options = { scoreEnd: flags.scoreEnd === true };
    const windows = () => evaluationWindows(documents, tokenizer, model.config.contextLength, options);
    const progress = progressBar(terminal, output, "scoring");
    try {
      // Knowing how much there is takes a pass of its own: only where somebody watches the bar.
      const of = terminal.stderr.isTTY === true && !output.asJson ? await countTokens(windows()) : 0;
      const saved = {
        score: await scoreWindows(model, windows(), { progress, of }),
        ...weightReport(model.parameters),
      };
      const rounding = weights !== undefined && weights !== saved.format;
      const rounded = rounding ? await quantiseModel(model, weights) : undefined;
      const result = rounded
        ? {
            score: await scoreWindows(rounded, windows(), { progress, of }),
            ...weightReport(rounded.parameters),
          }
        : saved;
      progress.stop();
      output.json({ ...result.score, ...weightFigures(result, saved) });
      explain(result.score, model.config.vocabSize, output);
      explainWeights(result, saved, output);
    } finally {
      progress.stop();
    }
  });
}

interface Score {
  /** Mean negative log-likelihood of a token, in nats. */
  readonly nllPerToken: number;
  /** How many tokens were scored. */
  readonly tokens: number;
  /** e^nllPerToken */
  readonly perplexity: number;
  /** All nats / ln 2 / the UTF-8 bytes that the scored tokens stand for; null if they stand for none. */
  readonly bitsPerByte: number | null;
}

/** Scores windows one by one: their lengths differ, and the engine's sums need no padding then. */
async function scoreWindows(
  model: LanguageModel,
  windows: AsyncIterable<EvaluationWindow>,
  { progress, of }: { readonly progress: Progress; readonly of: number },
): Promise<Score> {
  let bytes = 0;
  let done = 0;
  async function* batches() {
    for await (const { inputs, targets, counted, bytes: length } of windows) {
      progress.update(done, of, `${done} of ${of} tokens`);
      await breathe();
      yield { batchSize: 1, contextLength: inputs.length, inputs, targets, counted };
      bytes += length;
      done += counted;
    }
  }
  const { nllPerToken, tokens } = await evaluate(model, batches());
  const bitsPerByte = bytes === 0 ? null : (nllPerToken * tokens) / Math.LN2 / bytes;
  return { nllPerToken, tokens, perplexity: Math.exp(nllPerToken), bitsPerByte };
}

async function countTokens(windows: AsyncIterable<EvaluationWindow>): Promise<number> {
  let tokens = 0;
  for await (const { counted } of windows) tokens += counted;
  return tokens;
}

function explain({ nllPerToken, tokens, perplexity, bitsPerByte }: Score, vocabSize: number, output: Output) {
  const { bold, dim } = output.colors;
  const row = (name: string, value: number, what: string) =>
    output.text(`${name.padEnd(14)}${bold(value.toFixed(4).padStart(10))}   ${dim(what)}\n`);
  row("loss", nllPerToken, `nats per token, over ${tokens} tokens; lower is better`);
  row("random guess", Math.log(vocabSize), `ln ${vocabSize}: the loss of knowing nothing`);
  row("perplexity", perplexity, "as unsure as between this many equally likely tokens");
  if (bitsPerByte !== null) {
    row("bits per byte", bitsPerByte, "comparable between models whose tokens differ");
  }
}
