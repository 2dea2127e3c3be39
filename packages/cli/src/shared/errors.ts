/**
 * How a command ends: exit codes, and what is said about an error.
 *
 *   0    fine
 *   1    something the user can mend (an InklingError): the message, no stack
 *   2    wrong usage: an unknown flag, a value out of bounds, flags that exclude each other
 *   70   a bug in Inkling: the stack, and where to report it (EX_SOFTWARE of BSD's sysexits)
 *   130  stopped by Ctrl-C (128 + SIGINT, as shells count)
 */
import { CommanderError } from "commander";
import { InklingError } from "inkling";
import { type Output, outputFor } from "./output.ts";
import type { Terminal } from "./terminal.ts";

export const exitCodes = { fine: 0, failure: 1, usage: 2, bug: 70, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command line asks for something that can't be meant. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Ctrl-C; whoever throws it has saved and said what there is to save and say. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** Tells the user (and with --json the program that listens) what went wrong; gives the exit code. */
export function reportError(error: unknown, argv: readonly string[], terminal: Terminal): ExitCode {
  const output = outputFor(terminal, { json: wantsJson(argv) });
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.fine; // --help and --version leave this way
    return say(output, error.message.replace(/^error: /, ""), exitCodes.usage);
  }
  if (error instanceof UsageError) return say(output, error.message, exitCodes.usage);
  if (error instanceof InklingError) return say(output, error.message, exitCodes.failure);
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.json({ error: error instanceof Error ? error.message : String(error) });
  output.note(what);
  output.note(
    "\nThis is a bug in Inkling, and not your fault. Please report it with the lines above " +
      `and the command you typed (packages/cli/package.json names the version; Node ${process.version}).`,
  );
  return exitCodes.bug;
}

function say(output: Output, message: string, code: ExitCode): ExitCode {
  output.json({ error: message });
  output.note(`${output.noteColors.red("error:")} ${message}`);
  return code;
}

/** Before a command line is parsed, and when it can't be, this is how --json is known. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).includes("--json");
}
