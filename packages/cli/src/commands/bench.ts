/** `inkling bench`: how fast does the engine train and write on this machine, and how much memory does it take? */
import { type Command, Option } from "commander";
import { type Engine, parameterCount } from "inkling";
import { measureDecoding, measureTraining, type Patience } from "../bench/measure.ts";
import {
  type BenchmarkName,
  type BenchmarkShape,
  benchmarkNames,
  benchmarkShape,
} from "../bench/workloads.ts";
import { addCommand } from "../shared/command.ts";
import { parseSetting } from "../shared/flags.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { addBackendFlags, type BackendFlags, engineFrom, threadsFrom } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";

const secondsSetting = {
  label: "Seconds",
  help: "How long training is timed, and then decoding; the first rounds, which warm up, not counted.",
  kind: "number",
  min: 0.001,
  max: 3600,
  default: 10,
} as const;

/** One token is too little work to share. */
const decodeThreadsSetting = {
  label: "Decoding threads",
  help: "How many threads compute while decoding.",
  kind: "integer",
  min: 1,
  max: 256,
  default: 1,
} as const;

interface Flags extends BackendFlags {
  readonly config: BenchmarkName;
  readonly seconds?: number;
  readonly decodeThreads?: number;
  readonly json?: boolean;
}

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "bench",
    description: "Measure how fast the engine trains and writes on this machine.",
    json: '{"trainTokensPerSecond","decodeTokensPerSecond","peakBytes","peakRssBytes",…}; peakBytes is the most the engine held while training, peakRssBytes the whole process',
    examples: [
      ["inkling bench --config guppy", "8.7 M parameters, a vocabulary of 4096"],
      ["inkling bench --config shakespeare-char --threads 1", "0.8 M parameters, letter by letter"],
      ["inkling bench --config guppy --fast-math --json", "numbers for a program"],
    ],
  });
  command
    .addOption(
      new Option("--config <name>", "which model is trained, with random text")
        .choices(benchmarkNames)
        .default("guppy"),
    )
    .addOption(
      new Option(
        "--seconds <number>",
        `how long training is timed, and then decoding (default: ${secondsSetting.default})`,
      ).argParser((text) => parseSetting(text, secondsSetting)),
    );
  addBackendFlags(command)
    .addOption(
      new Option(
        "--decode-threads <integer>",
        `how many threads compute while decoding (default: ${decodeThreadsSetting.default})`,
      ).argParser((text) => parseSetting(text, decodeThreadsSetting)),
    )
    .action((flags: Flags) => bench(flags, terminal));
}

interface Figures {
  readonly trainTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
  /** The most bytes the engine held at once while training. */
  readonly peakBytes: number;
  /** The most memory the process ever had, Node and compiled code included. */
  readonly peakRssBytes: number;
  readonly config: BenchmarkName;
  readonly parameters: number;
  readonly backend: string;
  readonly threads: number;
  readonly decodeThreads: number;
  readonly fastMath: boolean;
  /** Of how many timed steps the figures of training are the median. */
  readonly steps: number;
  readonly msPerStep: number;
  /** Of the first step and of the last: near ln V, then lower, or nothing was learned and no figure counts. */
  readonly loss: readonly [first: number, last: number];
}

async function bench(flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const shape = benchmarkShape(flags.config);
  const threads = threadsFrom(flags);
  const decodeThreads = flags.decodeThreads ?? decodeThreadsSetting.default;
  const watch = { seconds: flags.seconds ?? secondsSetting.default, terminal, output };
  const trained = await watched({ ...flags, threads }, "training", watch, async (engine, patience) => ({
    ...(await measureTraining(engine, shape, patience)),
    backend: engine.backend,
  }));
  const decodeTokensPerSecond = await watched(
    { ...flags, threads: decodeThreads },
    "decoding",
    watch,
    (engine, patience) => measureDecoding(engine, shape, patience),
  );
  const { tokensPerSecond, peakBytes, backend, steps, msPerStep, loss } = trained;
  const figures: Figures = {
    trainTokensPerSecond: tokensPerSecond,
    decodeTokensPerSecond,
    peakBytes,
    peakRssBytes: process.resourceUsage().maxRSS * 1024, // Node counts in KiB
    config: flags.config,
    parameters: parameterCount(shape.config),
    backend,
    threads,
    decodeThreads,
    fastMath: flags.fastMath === true,
    steps,
    msPerStep,
    loss,
  };
  output.json(figures);
  explain(figures, shape, output);
}

interface Watch {
  readonly seconds: number;
  readonly terminal: Terminal;
  readonly output: Output;
}

/** Measures in an engine of its own, with a progress bar, until Ctrl-C. */
async function watched<T>(
  flags: BackendFlags,
  label: string,
  { seconds, terminal, output }: Watch,
  measure: (engine: Engine, patience: Patience) => Promise<T>,
): Promise<T> {
  const engine = await engineFrom(flags, output.note);
  const progress = progressBar(terminal, output, label);
  const onProgress = (share: number) => progress.update(Math.round(100 * share), 100);
  try {
    return await untilInterrupted(terminal, (signal) => measure(engine, { seconds, signal, onProgress }));
  } finally {
    progress.stop();
    engine.dispose();
  }
}

function explain(figures: Figures, { config, batchSize }: BenchmarkShape, output: Output): void {
  const { bold, dim } = output.colors;
  const { vocabSize, contextLength } = config;
  const row = (name: string, value: number, unit: string, what: string) =>
    output.text(`${name.padEnd(10)}${bold(rounded(value).padStart(8))} ${unit.padEnd(9)} ${dim(what)}\n`);
  const threads = (count: number) => (count === 1 ? "1 thread" : `${count} threads`);
  const [first, last] = figures.loss;
  output.text(
    `${figures.config}: ${megas(figures.parameters)} M parameters, ${figures.backend}` +
      `${figures.fastMath ? ", fast math" : ""}\n\n`,
  );
  row(
    "training",
    figures.trainTokensPerSecond,
    "tokens/s",
    `${threads(figures.threads)}, ${batchSize} × ${contextLength} tokens in ${rounded(figures.msPerStep)} ms, the median of ${figures.steps} steps`,
  );
  row(
    "decoding",
    figures.decodeTokensPerSecond,
    "tokens/s",
    `${threads(figures.decodeThreads)}, one sequence, greedy, with a KV cache`,
  );
  row(
    "memory",
    figures.peakBytes / 1e6,
    "MB",
    `the engine's peak while training; the whole process ${rounded(figures.peakRssBytes / 1e6)} MB`,
  );
  row(
    "loss",
    last,
    "nats",
    `from ${rounded(first)} at the first step; ln ${vocabSize} = ${rounded(Math.log(vocabSize))} is knowing nothing`,
  );
}

/** 8734464 → "8.7" */
function megas(count: number): string {
  return (count / 1e6).toFixed(count < 1e6 ? 2 : 1);
}

/** Three digits say all that a measurement knows. */
function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
