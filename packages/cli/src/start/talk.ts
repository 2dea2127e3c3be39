/** You type a beginning, the model goes on, until you have seen enough. */

import { createInterface } from "node:readline";
import { beginText } from "inkling";
import type { OpenedModel } from "inkling/node";
import { generateText } from "../shared/generateText.ts";
import type { Output } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

/** Three lines of text or so: enough to see the style, not enough to tire of it. */
const tokens = 200;
/** A little bolder than the likeliest, a little tamer than the model's own odds. */
const temperature = 0.7;

export type Talker = Pick<OpenedModel, "model"> & {
  readonly tokenizer: NonNullable<OpenedModel["tokenizer"]>;
};

/** Returns when the person says /quit, or closes the input. */
export async function talk(talker: Talker, terminal: Terminal, output: Output): Promise<void> {
  const { colors } = output;
  const lines = createInterface({ input: terminal.stdin, output: terminal.stdout });
  lines.setPrompt(`  ${colors.cyan("›")} `);
  lines.prompt();
  let seed = 1;
  for await (const line of lines) {
    if (/^\/?(quit|exit|q)$/.test(line.trim())) break;
    lines.pause();
    output.text("\n");
    const paper = new Paper(output, terminal.stdout.columns ?? 80);
    paper.write(line, colors.dim);
    await continueText(talker, line, seed++, (text) => paper.write(text));
    output.text("\n\n");
    lines.resume();
    lines.prompt();
  }
  lines.close();
}

/** Goes on behind `beginning`, giving the new text piece by piece. Nothing at all lets the model begin by itself. */
export async function continueText(
  { model, tokenizer }: Talker,
  beginning: string,
  seed: number,
  onText: (text: string) => void,
  maxTokens = tokens,
): Promise<string> {
  const prompt = beginText(beginning, tokenizer);
  const { text } = await generateText(model, prompt, tokenizer, {
    maxTokens,
    temperature,
    seed,
    special: "skip",
    onText,
  });
  return text ?? "";
}

/** Writes text as it comes, indented, and breaks lines at spaces before the right edge. */
export class Paper {
  readonly #output: Output;
  readonly #width: number;
  #column = 0;

  constructor(output: Output, columns: number) {
    this.#output = output;
    this.#width = Math.min(columns, 84) - 8;
  }

  write(text: string, paint: (text: string) => string = (plain) => plain): void {
    for (const character of text.replace(/\r/g, "")) {
      if (this.#column === 0) this.#output.text("    ");
      const isBreak = character === "\n" || (character === " " && this.#column >= this.#width);
      if (isBreak) this.#output.text("\n");
      else this.#output.text(paint(/\p{Cc}/u.test(character) ? " " : character));
      this.#column = isBreak ? 0 : this.#column + 1;
    }
  }
}
