/**
 * The turns of a chat, and what of them fits into the model's context.
 *
 * Knows nothing of terminals. A question is rendered exactly as training rendered it: for a model of Inkling's BOS, then the turns in
 * ChatML, then the opening of the assistant's reply; for others, as their own template has it.
 */
import { templateIds } from "@inkling/formats";
import { endOfReply, type Message, type ModelOfFiles, renderChat, type Tokenizer } from "inkling";

/** Answers of a small model are a few sentences; what runs on beyond this has lost its way. */
const MOST_TOKENS = 96;

/** How long an answer may be in so many tokens of context. */
export function mostTokens(contextLength: number): number {
  return Math.min(MOST_TOKENS, Math.floor(contextLength / 2));
}

/** The ids at which an answer ends: those of the model, and the end of a reply in ChatML. */
export function answerEnds(tokenizer: Tokenizer, endIds: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...endIds, endOfReply(tokenizer)]);
}

/** The ids of some turns, ready for the answer. */
export type RenderTurns = (turns: readonly Message[]) => number[];

/** Inkling's own way to write a chat. */
export function chatMl(tokenizer: Tokenizer): RenderTurns {
  return (turns) => {
    const { ids } = renderChat(turns, tokenizer, { addGenerationPrompt: true });
    return tokenizer.bos === undefined ? ids : [tokenizer.bos, ...ids];
  };
}

/** Another model's way. */
export function theirTemplate(
  template: string,
  { bosTokenId, eosTokenIds }: Pick<ModelOfFiles, "bosTokenId" | "eosTokenIds">,
  tokenizer: Tokenizer,
): RenderTurns {
  const setting = { tokenizer, bosTokenId, eosTokenId: eosTokenIds[0], addGenerationPrompt: true };
  return (turns) => templateIds(template, turns, setting);
}

export class Conversation {
  readonly #rendered: RenderTurns;
  readonly #room: number;
  readonly #system: readonly Message[];
  #turns: Message[] = [];

  /** `room`: how many ids a question may have, so that its answer still fits behind it. */
  constructor(rendered: RenderTurns, room: number, system?: string) {
    this.#rendered = rendered;
    this.#room = room;
    this.#system = system === undefined ? [] : [{ role: "system", content: system }];
  }

  /** The ids to continue when the user says `line`; `dropped` counts the oldest turns that had to go for it. */
  ask(line: string): { ids: number[]; dropped: number } {
    this.#turns.push({ role: "user", content: line });
    let dropped = 0;
    let ids = this.#render();
    while (ids.length > this.#room && this.#turns.length > 1) {
      // A question goes with its answer.
      dropped += this.#turns.splice(0, this.#turns[1]?.role === "assistant" ? 2 : 1).length;
      ids = this.#render();
    }
    return { ids, dropped };
  }

  /** What the model said. An empty answer takes its question with it: there is no such turn in ChatML. */
  answered(text: string): void {
    if (text.trim() === "") this.#turns.pop();
    else this.#turns.push({ role: "assistant", content: text });
  }

  reset(): void {
    this.#turns = [];
  }

  #render(): number[] {
    return this.#rendered([...this.#system, ...this.#turns]);
  }
}
