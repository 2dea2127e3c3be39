/**
 * The `inkling` command: which commands there are, and how the program begins and ends.
 *
 * Knows nothing of what the commands do. Try it: `inkling --help`, or in a test `await run(["--help"], terminal)`.
 */
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { register as registerBench } from "./commands/bench.ts";
import { register as registerChat } from "./commands/chat.ts";
import { register as registerConvert } from "./commands/convert.ts";
import { register as registerEval } from "./commands/eval.ts";
import { register as registerExport } from "./commands/export.ts";
import { register as registerGenerate } from "./commands/generate.ts";
import { register as registerInspect } from "./commands/inspect.ts";
import { register as registerLab } from "./commands/lab.ts";
import { register as registerPull } from "./commands/pull.ts";
import { register as registerPush } from "./commands/push.ts";
import { register as registerTokenize } from "./commands/tokenize.ts";
import { register as registerTrain } from "./commands/train.ts";
import { register as registerTrainTokenizer } from "./commands/trainTokenizer.ts";
import { register as registerVerify } from "./commands/verify.ts";
import { register as registerVillage } from "./commands/village.ts";
import { type ExitCode, exitCodes, reportError } from "./shared/errors.ts";
import { processTerminal, type Terminal } from "./shared/terminal.ts";

const journey = `
From a text file to a model that talks:
  $ inkling train --data book.txt --out runs/book       # learn to write like book.txt
  $ inkling generate --model runs/book --prompt "It "   # let it go on
  $ inkling chat --model runs/book                      # type to it
  $ inkling eval --model runs/book --data other.txt     # how surprised is it by another text?
  $ inkling inspect --model runs/book --hook list       # what can be looked at inside?

"inkling help COMMAND" says more about each.
Exit codes: 0 fine · 1 something to mend · 2 wrong usage · 70 a bug in Inkling · 130 stopped by Ctrl-C
`;

/** Runs one command line, without the program's own name, and gives the exit code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const program = await createProgram(terminal);
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    return exitCodes.fine;
  } catch (error) {
    return reportError(error, argv, terminal);
  }
}

/** Runs the process's command line. */
export async function runProcess(): Promise<void> {
  // Whoever read our output has had enough (`inkling … | head`): leave quietly.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.fine);
    throw error;
  });
  process.exitCode = await run(process.argv.slice(2), processTerminal());
}

async function createProgram(terminal: Terminal): Promise<Command> {
  const program = new Command("inkling")
    .description("A tiny language model with its lid off: train it, talk to it, look inside.")
    .version(await version(), "-V, --version", "Print the version.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand("help [command]", "Say more about a command.")
    .addHelpText("after", journey)
    .exitOverride() // throw instead of leaving the process: run() decides
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: () => {}, // reportError says it
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
    });
  registerTrain(program, terminal);
  registerGenerate(program, terminal);
  registerChat(program, terminal);
  registerConvert(program, terminal);
  registerEval(program, terminal);
  registerTrainTokenizer(program, terminal);
  registerTokenize(program, terminal);
  registerInspect(program, terminal);
  registerLab(program, terminal);
  registerExport(program, terminal);
  registerBench(program, terminal);
  registerVerify(program, terminal);
  registerVillage(program, terminal);
  registerPull(program, terminal);
  registerPush(program, terminal);
  return program;
}

async function version(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}
