/** `inkling chat`: type to a model. From a pipe, each line is a turn. */
import type { Command } from "commander";
import { beginText, didYouMean, InklingError, type Tokenizer, trainSettings } from "inkling";
import { addCommand } from "../shared/command.ts";
import { answerEnds, Conversation, chatMl, type RenderTurns, theirTemplate } from "../shared/conversation.ts";
import { generateText } from "../shared/generateText.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { inputLines } from "../shared/lines.ts";
import { addModelFlags, type ModelFlags, type OpenedWithEngine, withModel } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { printable } from "../shared/printable.ts";
import { addSamplingFlags, samplingFrom } from "../shared/samplingFlags.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags extends ModelFlags {
  readonly json?: boolean;
  readonly system?: string;
}

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "chat",
    description: "Type to a model, turn by turn.",
    json: 'for each answer {"text","ids"}',
    examples: [
      ["inkling chat --model runs/fish", "/help says what you can type"],
      ['inkling chat --model runs/fish --system "You are a fish."', "what it should know from the start"],
      ['echo "What is ink?" | inkling chat --model runs/fish --json', "each line of a pipe is a turn"],
    ],
  });
  addModelFlags(command).option("--system <text>", "What the model is told before the first turn.");
  addSamplingFlags(command).action((flags: Flags) => chatCommand(flags, terminal));
}

const help = "/reset  forget what was said   /quit  leave (Ctrl-D)   Ctrl-C  stop an answer";
const commands = ["/help", "/reset", "/quit"];

async function chatCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  await withModel(flags, output.note, async (opened) => {
    const { tokenizer, name } = opened;
    if (!tokenizer) {
      throw new InklingError(
        `${name} has no tokenizer.json, so this model can't read what you type. "inkling generate --ids" works without.`,
      );
    }
    const partner = partnerFor(opened, tokenizer, flags, output);
    const typing = terminal.stdin.isTTY === true;
    if (typing) output.note(output.noteColors.dim(help));
    for await (const typed of inputLines(terminal, output, "> ")) {
      const line = typed.trim();
      if (line === "/quit") return;
      if (line === "/reset") partner.reset();
      if (line === "") continue;
      if (/^\/[a-z]+$/.test(line)) output.note(replyToCommand(line));
      else await answer(line, partner, { opened, tokenizer, flags, terminal, output });
    }
    if (typing) output.note(""); // Ctrl-D left the cursor behind the prompt
  });
}

function replyToCommand(line: string): string {
  if (line === "/help") return help;
  if (line === "/reset") return "(All that was said is forgotten.)";
  return `There is no ${line}.${didYouMean(line, commands)}\n${help}`;
}

/** How a line becomes a prompt, and what is remembered of the answer. */
interface Partner {
  prompt(line: string): number[];
  answered(text: string): void;
  reset(): void;
  readonly stopIds: ReadonlySet<number>;
  /** How many answers there have been. */
  turns: number;
}

function partnerFor(opened: OpenedWithEngine, tokenizer: Tokenizer, flags: Flags, output: Output): Partner {
  const { chat, chatTemplate, endIds } = opened;
  if (chat) {
    const partner = chatPartner(opened, chatMl(tokenizer), flags, output);
    return { ...partner, stopIds: answerEnds(tokenizer, endIds) };
  }
  if (chatTemplate !== undefined)
    return chatPartner(opened, theirTemplate(chatTemplate, opened, tokenizer), flags, output);
  output.note("This model has no chat template: it only continues text.");
  output.note("So each line you type is continued as a text of its own.");
  if (flags.system !== undefined) output.note("--system has no place in that, and is left out.");
  return {
    prompt: (line) => beginText(line, tokenizer),
    answered() {},
    reset() {},
    stopIds: endIds,
    turns: 0,
  };
}

function chatPartner(opened: OpenedWithEngine, rendered: RenderTurns, flags: Flags, output: Output): Partner {
  const { model, endIds } = opened;
  const { contextLength } = model.config;
  const { maxTokens = 256 } = samplingFrom(flags, opened);
  // A quarter of the context is kept for the answer; a longer one slides the window on (generate.ts).
  const room = contextLength - Math.min(maxTokens, Math.floor(contextLength / 4));
  const conversation = new Conversation(rendered, room, flags.system);
  let said = false;
  return {
    prompt(line) {
      const { ids, dropped } = conversation.ask(line);
      if ((dropped > 0 || ids.length > contextLength) && !said) {
        said = true;
        output.note(
          `(This model sees ${contextLength} tokens at once: from here on it forgets the oldest turns.)`,
        );
      }
      return ids;
    },
    answered: (text) => conversation.answered(text),
    reset: () => conversation.reset(),
    stopIds: endIds,
    turns: 0,
  };
}

interface Setting {
  readonly opened: OpenedWithEngine;
  readonly tokenizer: Tokenizer;
  readonly flags: Flags;
  readonly terminal: Terminal;
  readonly output: Output;
}

/** One answer, as it comes; Ctrl-C ends it early, and what was said so far counts. */
async function answer(line: string, partner: Partner, setting: Setting): Promise<void> {
  const { opened, tokenizer, flags, terminal, output } = setting;
  const prompt = partner.prompt(line);
  const { seed = trainSettings.seed.default, ...sampling } = samplingFrom(flags, opened);
  const { text, ids } = await untilInterrupted(terminal, (signal) =>
    generateText(opened.model, prompt, tokenizer, {
      ...sampling,
      seed: seed + partner.turns++, // another seed for each answer, or they would all be drawn alike
      stopIds: partner.stopIds,
      special: "skip",
      signal,
      onText: (piece) => output.text(output.colors.cyan(printable(piece, output))),
    }),
  );
  output.text("\n");
  if (ids.length === 0) output.note("(The model had nothing to say.)");
  partner.answered(text ?? "");
  output.json({ text, ids });
}
