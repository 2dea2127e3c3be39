/**
 * The command that makes a run, as its model card shows it: what was asked for, in a fixed order, with the names of
 * files but not where they lie.
 *
 *   inkling train --data book.txt --out book --preset names --steps 500
 */
import { basename, resolve } from "node:path";
import { flagOf } from "./request.ts";

export interface CommandFlags {
  readonly data?: readonly string[];
  readonly out: string;
  readonly tokenizer?: string;
  readonly vocabSize?: number;
  readonly documents?: string;
  readonly preset?: string;
  readonly windows?: string;
}

export function commandLine(
  flags: CommandFlags,
  settings: Readonly<Record<string, number | string | boolean>>,
) {
  const { data = [], out, tokenizer, vocabSize, documents, preset, windows } = flags;
  const kind = tokenizer && basename(tokenizer);
  const named = { documents, tokenizer: kind, vocabSize, preset, windows, ...settings };
  const parts = [
    "inkling train --data",
    ...data.map((path) => quoted(basename(resolve(path)))),
    "--out",
    quoted(basename(resolve(out))),
  ];
  for (const [name, value] of Object.entries(named)) {
    if (value !== undefined) parts.push(flagOf(name), quoted(String(value)));
  }
  return parts.join(" ");
}

/** As a shell takes it: plain words as they are, anything else between single quotes. */
function quoted(text: string): string {
  return /^[\w./:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
