/** `inkling eval`: how surprised is a model by a text? With --suite: how does it do in an exam (../suite/)? */
import { standardExam } from "@inkling/village";
import { type Command, Option } from "commander";
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
import { addDataFlags, type DataFlags } from "../shared/dataFlags.ts";
import { UsageError } from "../shared/errors.ts";
import { parseSetting } from "../shared/flags.ts";
import { breathe } from "../shared/interrupt.ts";
import { addModelFlags, withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { type Progress, progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { explainWeights, weightFigures } from "../shared/weightCosts.ts";
import { BASELINE_DIALOGUES } from "../suite/baseline.ts";
import type { SuiteFlags } from "../suite/inklingSuite.ts";
import { suites } from "../suite/suites.ts";

interface Flags extends SuiteFlags, Omit<DataFlags, "data"> {
  readonly data?: readonly string[];
  readonly scoreEnd?: boolean;
  readonly heldOut?: boolean;
  readonly suite?: keyof typeof suites;
}

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "eval",
    description: "Measure how well a model foresees a text it was not trained on.",
    json: '{"nllPerToken","tokens","perplexity","bitsPerByte"}; nll in nats. With quantised weights also {"weights","weightBytes","keptF32","f32","nllIncrease"}. Of a suite {"suite","results":[{"skill","score","unknown",…}]}',
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
      ["inkling eval --model runs/inkling --suite inkling", "the exam of the model we ship"],
    ],
  });
  addDataFlags(addModelFlags(command), "optional")
    .addOption(
      new Option("--suite <name>", "sit an exam instead of scoring a text").choices(Object.keys(suites)),
    )
    .addOption(
      new Option(
        "--per-skill <integer>",
        `questions for each skill of the suite (default: ${standardExam.perSkill})`,
      ).argParser((text) => parseSetting(text, perSkill)),
    )
    .addOption(
      new Option(
        "--baseline <integer>",
        `from how many conversations the suite's baseline copies answers; 0 for none (default: ${BASELINE_DIALOGUES})`,
      ).argParser((text) => parseSetting(text, baseline)),
    )
    .option("--exam <file>", "a blind exam to sit as well")
    .option("--wrong", "show every answer of the suite that is wrong")
    .option("--held-out", "score only the documents that training on this data holds out")
    .option("--score-end", "score the end of each text, too: how well is foreseen that it ends here")
    .action((flags: Flags) => evalCommand(flags, terminal));
}

const perSkill = {
  label: "Per skill",
  help: "Questions for each skill.",
  kind: "integer",
  min: 1,
  max: 10_000,
  default: standardExam.perSkill,
} as const;

const baseline = {
  label: "Baseline",
  help: "Conversations to copy from.",
  kind: "integer",
  min: 0,
  max: 1_000_000,
  default: BASELINE_DIALOGUES,
} as const;

async function evalCommand(flags: Flags, terminal: Terminal): Promise<void> {
  if (flags.suite !== undefined) {
    if (flags.data !== undefined) throw new UsageError("A suite brings its own questions: leave --data out.");
    return suites[flags.suite](flags, terminal);
  }
  const { perSkill, baseline, exam, wrong } = flags;
  if ([perSkill, baseline, exam, wrong].some((given) => given !== undefined)) {
    throw new UsageError(
      "--per-skill, --baseline, --exam and --wrong belong to a suite: give --suite inkling.",
    );
  }
  if (flags.data === undefined) throw new UsageError("Give --data PATH, or --suite inkling.");
  const output = outputFor(terminal, flags);
  const corpus = await openCorpus(flags.data, { documents: flags.documents });
  const documents = flags.heldOut === true ? await heldOut(corpus) : corpus;
  const { weights, ...asSaved } = flags; // f32 weights are scored first, to compare with
  await withModel(asSaved, output.note, async ({ model, tokenizer, set }) => {
    if (!tokenizer) {
      throw new InklingError(`${set.dir} has no tokenizer.json, so this model can't read a text.`);
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
