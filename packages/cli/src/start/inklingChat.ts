/**
 * What `npm start -- chat` opens: a chat with the model that comes with Inkling, in models/inkling.
 *
 * Without a terminal it puts three questions of its own and prints the answers.
 */
import type { LanguageModel, Tokenizer } from "inkling";
import { type OpenedModel, openModel } from "inkling/node";
import { answerEnds, Conversation, chatMl, mostTokens } from "../shared/conversation.ts";
import { Interrupted } from "../shared/errors.ts";
import { generateText } from "../shared/generateText.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { inputLines } from "../shared/lines.ts";
import { engineFrom } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";
import { afterChat, commandHelp, ownQuestions, welcome } from "./chatWords.ts";
import { Paper } from "./paper.ts";

/** What the chat ended with: the person left, or wants to see a new model learn. */
export type ChatEnd = "left" | "learn";

export async function inklingChat(terminal: Terminal, dir: string): Promise<ChatEnd> {
  const output = outputFor(terminal, {});
  const engine = await engineFrom({ threads: 1 }, output.note); // so small a model gains nothing from more
  try {
    const opened = await openModel(engine, dir);
    const partner = new Partner(opened);
    output.text(welcome(opened.model.config, output.colors));
    const isTalk = output.live && terminal.stdin.isTTY === true;
    const end = isTalk ? await converse(partner, terminal, output) : await demonstrate(partner, output);
    if (end === "left") output.text(afterChat(output.colors));
    opened.model.dispose();
    return end;
  } finally {
    engine.dispose();
  }
}

async function converse(partner: Partner, terminal: Terminal, output: Output): Promise<ChatEnd> {
  try {
    for await (const typed of inputLines(terminal, output, `  ${output.colors.cyan("›")} `)) {
      const line = typed.trim();
      if (["/quit", "/exit", "/q", "quit", "exit"].includes(line)) return "left";
      if (line === "/learn") return "learn";
      if (line === "") continue;
      if (line === "/new") {
        partner.forget();
        output.text(`\n    ${output.colors.dim("All that was said is forgotten.")}\n\n`);
      } else if (/^\/[a-z]+$/.test(line)) output.text(`\n    ${output.colors.dim(commandHelp)}\n\n`);
      else await untilInterrupted(terminal, (signal) => partner.answer(line, output, signal));
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
  output.text("\n"); // the cursor still stood behind the prompt
  return "left";
}

async function demonstrate(partner: Partner, output: Output): Promise<ChatEnd> {
  for (const question of ownQuestions) {
    output.text(`  ${output.colors.cyan("›")} ${question}\n`);
    await partner.answer(question, output);
  }
  return "left";
}

/** The model and what was said so far. */
class Partner {
  readonly #model: LanguageModel;
  readonly #tokenizer: Tokenizer;
  readonly #opened: OpenedModel;
  readonly #conversation: Conversation;
  readonly #maxTokens: number;
  #answers = 0;

  constructor(opened: OpenedModel) {
    const { model, tokenizer } = opened;
    this.#opened = opened;
    this.#model = model;
    this.#tokenizer = tokenizer;
    const { contextLength } = model.config;
    this.#maxTokens = mostTokens(contextLength);
    this.#conversation = new Conversation(chatMl(tokenizer), contextLength - this.#maxTokens);
  }

  forget(): void {
    this.#conversation.reset();
  }

  /** Writes the answer as it comes; an abort ends it early, and what was said so far counts. */
  async answer(line: string, output: Output, signal?: AbortSignal): Promise<void> {
    const { ids } = this.#conversation.ask(line);
    output.text("\n");
    const paper = new Paper(output);
    const { text } = await generateText(this.#model, ids, this.#tokenizer, {
      ...this.#opened.sampling,
      maxTokens: this.#maxTokens,
      seed: ++this.#answers,
      stopIds: answerEnds(this.#tokenizer, this.#opened.endIds),
      special: "skip",
      ...(signal === undefined ? {} : { signal }),
      onText: (piece) => paper.write(piece, output.colors.bold),
    });
    paper.end();
    output.text("\n");
    this.#conversation.answered(text ?? "");
  }
}
