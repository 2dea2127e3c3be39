/** The conversation that is shown, and the engine giving its answers. */
import type { Message, ModelFacts } from "inkling";
import type { LabEngine } from "../engine/connect.ts";
import type { Moment } from "../look/look.svelte.ts";
import type { LabState } from "../state/fragment.ts";
import {
  answerOf,
  append,
  branch,
  chosenOf,
  type Exchange,
  highestSeed,
  type Step,
  stepsOf,
} from "./tree.ts";

/** Answers are a few sentences; what runs on beyond this has lost its way. */
const MOST_TOKENS = 96;
/** How many of the likeliest tokens come with each. */
const LIKELIEST = 8;

export class Talk {
  readonly facts: ModelFacts;
  readonly #engine: LabEngine;
  readonly #failed: (error: unknown) => void;
  root = $state<Step>();
  /** The system prompt; empty for none. */
  system = $state("");
  running = $state<AbortController>();
  /** The oldest exchanges are out of the model's sight. */
  forgets = $state(false);
  readonly steps: readonly Step[] = $derived(stepsOf(this.root));
  #seed = 1;

  constructor(engine: LabEngine, facts: ModelFacts, failed: (error: unknown) => void) {
    this.#engine = engine;
    this.facts = facts;
    this.#failed = failed;
  }

  /** The most tokens an answer has. */
  get maxTokens(): number {
    return Math.min(MOST_TOKENS, Math.floor(this.facts.config.contextLength / 2));
  }

  say(question: string): Promise<void> {
    this.root = append(this.root, question, this.#seed++);
    return this.#answer();
  }

  /** The same question at this place once more, drawn anew. */
  again(step: Step): Promise<void> {
    branch(step, chosenOf(step).question, this.#seed++);
    return this.#answer();
  }

  /** Another question at this place. */
  edit(step: Step, question: string): Promise<void> {
    branch(step, question, this.#seed++);
    return this.#answer();
  }

  choose(step: Step, version: number): Promise<void> {
    step.chosen = version;
    return this.#answer();
  }

  /** Shows a conversation from a link: its answers are given anew, and are the same. */
  restore({ system, talk }: LabState): Promise<void> {
    this.system = system;
    this.root = talk;
    this.#seed = highestSeed(talk) + 1;
    return this.#answer();
  }

  stop(): void {
    this.running?.abort();
  }

  fresh(): void {
    this.stop();
    this.root = undefined;
    this.forgets = false;
  }

  /** Gives every answer of the branch that is shown which has not been given yet. */
  async #answer(): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.running = running;
    try {
      for (const [depth, step] of this.steps.entries()) {
        const exchange = chosenOf(step);
        if (exchange.why !== undefined) continue;
        exchange.tokens = [];
        exchange.why = await this.#speak(exchange, depth, running.signal);
        if (running.signal.aborted) return;
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      if (this.running === running) this.running = undefined;
    }
  }

  async #speak(
    exchange: Exchange,
    depth: number,
    signal: AbortSignal,
  ): Promise<"end" | "length" | "stopped"> {
    const ids = await this.promptOf(depth);
    const { model, sampling } = this.facts;
    const { seed, limit } = exchange;
    const maxTokens = limit ?? this.maxTokens;
    const spoken = this.#engine.stream(
      "generate",
      { model, ids, sampling, seed, maxTokens, likeliest: LIKELIEST },
      { signal },
    );
    while (true) {
      const { done, value } = await spoken.next();
      if (done !== true) exchange.tokens.push(value);
      else return value === undefined || limit !== undefined ? "stopped" : value.why;
    }
  }

  /** The ids that the answer of the exchange at this depth goes on from; the oldest exchanges are left out where they don't fit. */
  async promptOf(depth: number): Promise<number[]> {
    const exchanges = this.steps.slice(0, depth + 1).map(chosenOf);
    const room = this.facts.config.contextLength - this.maxTokens;
    for (let first = 0; ; first++) {
      const ids = await this.#render(exchanges.slice(first));
      const last = first === exchanges.length - 1;
      if (ids.length > room && !last) continue;
      this.forgets = first > 0 || ids.length > this.facts.config.contextLength;
      return ids;
    }
  }

  /** The moment just before a token of an answer was said: what the model saw then. */
  async momentOf(exchange: Exchange, place: number): Promise<Moment> {
    const depth = this.steps.findIndex((step) => step.versions.includes(exchange));
    const prompt = await this.promptOf(depth);
    const { id, probability } = exchange.tokens[place];
    const said = exchange.tokens.slice(0, place).map((token) => token.id);
    const ids = [...prompt, ...said].slice(-this.facts.config.contextLength);
    return { ids, token: id, probability };
  }

  async #render(exchanges: readonly Exchange[]): Promise<number[]> {
    const { model, chat } = this.facts;
    const asked = exchanges[exchanges.length - 1].question;
    const prompt = chat ? { messages: this.#messages(exchanges) } : { text: asked };
    return (await this.#engine.call("prompt", { model, prompt })) ?? [];
  }

  #messages(exchanges: readonly Exchange[]): Message[] {
    const messages: Message[] = this.system.trim() === "" ? [] : [{ role: "system", content: this.system }];
    exchanges.forEach((exchange, i) => {
      const answer = answerOf(exchange);
      const isLast = i === exchanges.length - 1;
      if (!isLast && answer.trim() === "") return; // there is no such turn in ChatML
      messages.push({ role: "user", content: exchange.question });
      if (!isLast) messages.push({ role: "assistant", content: answer });
    });
    return messages;
  }
}
