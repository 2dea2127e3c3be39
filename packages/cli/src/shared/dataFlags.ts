/** --data PATH… and --documents RULE: which texts, and where one document ends. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type DocumentRule, InklingError, parseDocumentRule } from "inkling";
import { addRequiredFlag } from "./command.ts";

export interface DataFlags {
  readonly data: readonly string[];
  readonly documents: DocumentRule;
}

export function addDataFlags(command: Command, data: "required" | "optional" = "required"): Command {
  const [flag, help] = ["--data <path...>", "Text files, or folders of .txt, .md and .jsonl files."];
  if (data === "required") addRequiredFlag(command, flag, help);
  else command.option(flag, help);
  return command.addOption(
    new Option(
      "--documents <rule>",
      'What a document is: file, line, blank-line, or a regular expression that matches what stands between two, such as "^---$".',
    )
      .argParser(parseRule)
      .default({ kind: "file" } satisfies DocumentRule, "file"),
  );
}

function parseRule(text: string): DocumentRule {
  try {
    return parseDocumentRule(text);
  } catch (error) {
    if (error instanceof InklingError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
