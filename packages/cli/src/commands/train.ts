/** `inkling train`: from a text file to a model. Flags in, a run out; the run itself is in ../run/. */
import { type Command, Option } from "commander";
import {
  defaultTrainSettings,
  type ModelConfig,
  modelSettings,
  presetNames,
  type TrainSettings,
  trainSettings,
} from "inkling";
import type { CorpusProgress } from "inkling/node";
import { barReporter } from "../run/barReporter.ts";
import { commandLine } from "../run/commandLine.ts";
import { jsonReporter } from "../run/jsonReporter.ts";
import { linesReporter } from "../run/linesReporter.ts";
import { openNewRun } from "../run/open.ts";
import { namesOf } from "../run/recipe.ts";
import type { Reporter } from "../run/reporter.ts";
import { type RunRequest, requestDefaults, type Windows, windowChoices } from "../run/request.ts";
import { openResumedRun } from "../run/resume.ts";
import { train } from "../run/run.ts";
import { listenForStop } from "../run/stop.ts";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { Interrupted, UsageError } from "../shared/errors.ts";
import { addSettingFlags, parseSetting, settingsFrom } from "../shared/flags.ts";
import { addBackendFlags, type BackendFlags, engineFrom } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

/** The shape's flags: all of modelSettings but the vocabulary, which is the tokenizer's. */
const { vocabSize, ...shapeSettings } = modelSettings;
const shapeFlags = { names: { contextLength: "context" }, defaultText: "the preset's" } as const;

const saveEvery = {
  label: "Save every",
  help: "Steps between two checkpoints.",
  kind: "integer",
  min: 1,
  max: 1e9,
  default: trainSettings.evalEvery.default,
} as const;

const validationTokens = {
  label: "Validation tokens",
  help: "How many held-out tokens an evaluation scores.",
  kind: "integer",
  min: 2,
  max: 2 ** 53 - 1,
  default: 2 ** 53 - 1,
} as const;

interface TrainFlags extends BackendFlags {
  readonly data?: readonly string[];
  readonly out: string;
  readonly tokenizer?: string;
  readonly vocabSize?: number;
  readonly documents?: string;
  readonly preset?: string;
  readonly windows?: Windows;
  readonly saveEvery?: number;
  readonly validationTokens?: number;
  readonly resume?: boolean;
  readonly json?: boolean;
}

export function register(program: Command, terminal: Terminal): void {
  const begun = addCommand(program, {
    name: "train",
    description: "Train a model on text of your own.",
    json: '{"step","loss",…} for each step, {"evaluation":{"step","valLoss","best"}}, and last {"final":{"steps","parameters","trainLoss","valLoss","tokensPerSecond","weightsSha256"}}',
    examples: [
      ["inkling train --data book.txt --out runs/book", "a book, letter by letter"],
      [
        "inkling train --data names.txt --documents line --preset names-llama --windows documents --out runs/names",
        "a list of names, each line a document",
      ],
      [
        "inkling train --data chats.jsonl --tokenizer bpe --vocab-size 2048 --preset guppy --out runs/chat",
        "conversations, with a vocabulary of word pieces",
      ],
      ["inkling train --out runs/book --resume", "go on with a run that was cut off, wherever it was"],
    ],
  });
  const command = addRequiredFlag(
    begun.option("--data <path...>", "Text files, or folders of .txt, .md and .jsonl files."),
    "--out <dir>",
    "The run's folder: a new one, or with --resume an old one.",
  )
    .option(
      "--resume",
      "Go on with the run in --out, whose data and settings it keeps: the result is that of an unbroken run.",
    )
    .option(
      "--tokenizer <kind>",
      "char, bpe (trained on the training text), or a tokenizer.json. (default: char)",
    )
    .addOption(
      new Option("--vocab-size <integer>", "How many tokens a bpe may have. (default: 1024)").argParser(
        (text) => parseSetting(text, vocabSize),
      ),
    )
    .option(
      "--documents <rule>",
      'What a document is: file, line, blank-line, or a regular expression that matches what stands between two, such as "^---$". (default: file)',
    )
    .option(
      "--preset <name>",
      `The model's shape: ${presetNames.join(", ")}. (default: ${requestDefaults.preset})`,
    );
  command.addOption(
    new Option(
      "--windows <where>",
      "Where the windows it learns from begin: anywhere, or at documents, so that none is read without its beginning. (default: anywhere)",
    ).choices(windowChoices),
  );
  addSettingFlags(command, shapeSettings, shapeFlags);
  addSettingFlags(command, trainSettings, { defaultTexts: trainDefaults() });
  command.addOption(
    new Option(
      "--save-every <integer>",
      "Steps between two checkpoints. (default: at each evaluation)",
    ).argParser((text) => parseSetting(text, saveEvery)),
  );
  command.addOption(
    new Option(
      "--validation-tokens <integer>",
      "How many held-out tokens an evaluation scores. (default: all)",
    ).argParser((text) => parseSetting(text, validationTokens)),
  );
  addBackendFlags(command);
  command.action((flags: TrainFlags) => run(flags, terminal));
}

async function run(flags: TrainFlags, terminal: Terminal): Promise<void> {
  const request = requestFrom(flags);
  const reporter = reporterFor(terminal, flags);
  const stop = listenForStop(terminal, { say: reporter.note });
  const { note } = outputFor(terminal, flags);
  const engine = await engineFrom(flags, note);
  try {
    const open = flags.resume ? openResumedRun : openNewRun;
    const onProgress = (progress: CorpusProgress) => {
      stop.signal.throwIfAborted();
      reporter.preparing?.(progress);
    };
    const opened = await open(engine, request, { onProgress });
    try {
      const result = await train(opened, { reporter, signal: stop.signal });
      if (result === undefined) throw new Interrupted();
    } finally {
      await opened.close();
    }
  } finally {
    reporter.close?.();
    stop.end();
    engine.dispose();
  }
}

/** Setting → "0.001; names: 0.003", for those that a preset sets otherwise. */
function trainDefaults(): Record<string, string> {
  const standard = defaultTrainSettings();
  const others = (name: keyof TrainSettings) =>
    presetNames.flatMap((preset) => {
      const value = defaultTrainSettings(preset)[name];
      return value === standard[name] ? [] : [`${preset}: ${value}`];
    });
  return Object.fromEntries(
    namesOf(standard).map((name) => [name, [standard[name], ...others(name)].join("; ")]),
  );
}

/** JSON for a program, a bar where a person is watching, lines for a log. */
function reporterFor(terminal: Terminal, { json }: TrainFlags): Reporter {
  const output = outputFor(terminal, { json: json === true });
  if (output.asJson) return jsonReporter(output);
  return output.live && terminal.stderr.isTTY ? barReporter(terminal, output) : linesReporter(output);
}

function requestFrom(flags: TrainFlags): RunRequest {
  const { data = [], resume } = flags;
  if (data.length === 0 && !resume) {
    throw new UsageError("Nothing to learn from was given: --data PATH, or --resume to go on with a run.");
  }
  const shape = settingsFrom(flags, shapeSettings, shapeFlags) satisfies Partial<ModelConfig>;
  const settings: Partial<TrainSettings> = settingsFrom(flags, trainSettings);
  const { out, tokenizer, vocabSize, documents, preset, windows, saveEvery, validationTokens } = flags;
  return {
    out,
    data,
    shape,
    settings,
    command: commandLine(flags, { ...shape, ...settings }),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(vocabSize === undefined ? {} : { vocabSize }),
    ...(documents === undefined ? {} : { documents }),
    ...(preset === undefined ? {} : { preset }),
    ...(windows === undefined ? {} : { windows }),
    ...(saveEvery === undefined ? {} : { saveEvery }),
    ...(validationTokens === undefined ? {} : { validationTokens }),
  };
}
