/** You type a beginning, the model goes on, until you have seen enough. */
import { beginText } from "inkling";
import type { OpenedModel } from "inkling/node";
import { Interrupted } from "../shared/errors.ts";
import { generateText } from "../shared/generateText.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { inputLines } from "../shared/lines.ts";
import type { Output } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";
import { Paper } from "./paper.ts";

/** Three lines of text or so: enough to see the style, not enough to tire of it. */
const maxTokens = 200;
/** A little tamer than the model's own odds: fewer slips, and still not the same words over and over. */
const temperature = 0.7;

export type Talker = Pick<OpenedModel, "model"> & {
  readonly tokenizer: NonNullable<OpenedModel["tokenizer"]>;
};

/** Returns when the person says /quit or closes the input; Ctrl-C stops a text, and without one it is a /quit too. */
export async function talk(talker: Talker, terminal: Terminal, output: Output): Promise<void> {
  let seed = 1;
  try {
    for await (const line of inputLines(terminal, output, `  ${output.colors.cyan("›")} `)) {
      if (["/quit", "/exit", "/q", "quit", "exit"].includes(line.trim())) return;
      output.text("\n");
      await untilInterrupted(terminal, (signal) => writeOn(talker, line, output, { seed: seed++, signal }));
      output.text("\n");
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
  output.text("\n"); // the cursor still stood behind the prompt
}

export interface WriteOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** Writes the beginning and what the model makes of it. Nothing at all lets the model begin by itself. */
export async function writeOn(
  { model, tokenizer }: Talker,
  beginning: string,
  output: Output,
  options: WriteOptions,
): Promise<void> {
  const paper = new Paper(output);
  paper.write(beginning, output.colors.dim);
  await generateText(model, beginText(beginning, tokenizer), tokenizer, {
    ...options,
    maxTokens,
    temperature,
    special: "skip",
    onText: (text) => paper.write(text),
  });
  paper.end();
}
