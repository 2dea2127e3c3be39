/** `inkling generate`: lets a model go on from a prompt. */
import type { Command } from "commander";
import { addCommand } from "../shared/command.ts";
import { Interrupted } from "../shared/errors.ts";
import { generateText } from "../shared/generateText.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { addModelFlags, type ModelFlags, withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { printable } from "../shared/printable.ts";
import { addPromptFlags, checkPromptFlags, type PromptFlags, promptIds } from "../shared/prompt.ts";
import { addSamplingFlags, samplingFrom } from "../shared/samplingFlags.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags extends ModelFlags, PromptFlags {
  readonly json?: boolean;
  readonly stop?: readonly string[];
}

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "generate",
    description: "Let a model go on from a text.",
    json: '{"text","ids","tokensPerSecond"}; text and ids are what was generated, without the prompt (text is null where the model has no tokenizer)',
    examples: [
      ['inkling generate --model runs/book --prompt "Call me "', "text, as it comes"],
      ['inkling generate --model runs/book --prompt "Call" --temperature 0', "always the likeliest token"],
      ["inkling generate --model runs/book --ids 0,17,4 --max-tokens 9 --json", "ids in, ids out"],
    ],
  });
  addPromptFlags(addModelFlags(command));
  command.option("--stop <text...>", "End at any of these texts, which are not shown.");
  addSamplingFlags(command).action((flags: Flags) => generateCommand(flags, terminal));
}

async function generateCommand(flags: Flags, terminal: Terminal): Promise<void> {
  checkPromptFlags(flags);
  const output = outputFor(terminal, flags);
  await withModel(flags, output.note, async (opened) => {
    const { model, tokenizer, endIds } = opened;
    const prompt = promptIds(flags, opened);
    const { contextLength } = model.config;
    if (prompt.length > contextLength) {
      output.note(
        `The prompt has ${prompt.length} tokens, and this model sees ${contextLength}: it reads the last ${contextLength}.`,
      );
    }
    if (output.live) output.text(output.colors.dim(printable(flags.prompt ?? prompt.join(","), output)));
    // Ids are taken as they are: no BOS goes before them, and none of them ends the text.
    const stopIds = flags.ids === undefined ? endIds : new Set<number>();
    const writer = tokenizer ? writeText(output) : writeIds(output);
    const result = await untilInterrupted(terminal, async (signal) => {
      const options = { ...samplingFrom(flags, opened), stops: flags.stop ?? [], stopIds, signal };
      const generated = await generateText(model, prompt, tokenizer, { ...options, onText: writer.onText });
      return { ...generated, interrupted: signal.aborted };
    });
    writer.end();
    const { text, ids, tokensPerSecond, interrupted } = result;
    output.json({ text, ids, tokensPerSecond });
    if (interrupted) throw new Interrupted();
  });
}

/** Text as it comes; the line is ended if the text didn't. */
function writeText(output: Output) {
  let last = "";
  return {
    onText(text: string) {
      output.text(printable(text, output));
      if (text !== "") last = text;
    },
    end() {
      if (!last.endsWith("\n")) output.text("\n");
    },
  };
}

/** 3,1,4: what there is to show without a tokenizer. */
function writeIds(output: Output) {
  let separator = output.live ? "," : "";
  return {
    onText(_text: string, id: number | undefined) {
      if (id === undefined) return;
      output.text(`${separator}${id}`);
      separator = ",";
    },
    end: () => output.text("\n"),
  };
}
