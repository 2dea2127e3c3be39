/** What every command has: a line that says what it does, --json, and examples under --help. */
import { type Command, Option } from "commander";
import { UsageError } from "./errors.ts";

export interface CommandFacts {
  readonly name: string;
  readonly description: string;
  /** What one line of --json holds, for --help. */
  readonly json: string;
  /** Command lines that work, with a word on what each does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
}

export function addCommand(program: Command, { name, description, json, examples }: CommandFacts): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) =>
    width <= 70 ? `  $ ${line.padEnd(width)}   # ${what}` : `  # ${what}\n  $ ${line}`,
  );
  return program
    .command(name)
    .description(description)
    .helpOption("-h, --help", "Show this help.")
    .option("--json", `Print JSON, one value per line: ${json}.`)
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}\n`);
}

/**
 * A flag that must be given. Unlike commander's requiredOption, it is missed only after unknown flags are reported:
 * `--modl DIR` is then answered with "Did you mean --model?".
 */
export function addRequiredFlag(command: Command, flags: string, help: string): Command {
  const option = new Option(flags, `${help} Required.`);
  return command.addOption(option).hook("preAction", () => {
    if (command.getOptionValue(option.attributeName()) !== undefined) return;
    throw new UsageError(`${flags} is missing. "inkling help ${command.name()}" shows examples.`);
  });
}
