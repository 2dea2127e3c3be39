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
  MOST_SEED,
  type Step,
  stepsOf,
} from "./tree.ts";

/** Answers are a few sentences; what runs on beyond this has lost its way. */
export const MOST_TOKENS = 96;
/** How many of the likeliest tokens come with each. */
const LIKELIEST = 8;

export class Talk {
  readonly facts: ModelFacts;
  readonly #engine: LabEngine;
  readonly #failed: (error: unknown) => void;
  root = $state<Step>();
  /** The system prompt of what is asked next; empty for none. Every exchange keeps the one that it was asked with. */
  system = $state("");
  running = $state.raw<AbortController>();
  /** The exchange whose answer is being given. */
  speaking = $state.raw<Exchange>();
  readonly steps: readonly Step[] = $derived(stepsOf(this.root));
  /** What is read out: the last answer, when it is whole. */
  readonly whole = $derived.by(() => {
    const last = this.exchangeAt(-1);
    return last?.why === undefined ? "" : answerOf(last);
  });
  /** Settles when whatever ran before has ended: two answers are never given at once. */
  #settled: Promise<void> = Promise.resolve();
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
    this.root = append(this.root, this.#exchange(question));
    return this.answer();
  }

  /** The same question at this place once more, drawn anew. */
  again(step: Step): Promise<void> {
    branch(step, { ...this.#exchange(chosenOf(step).question), system: chosenOf(step).system });
    return this.answer();
  }

  /** Another question at this place. */
  edit(step: Step, question: string): Promise<void> {
    branch(step, this.#exchange(question));
    return this.answer();
  }

  choose(step: Step, version: number): Promise<void> {
    step.chosen = version;
    return this.answer();
  }

  /** Shows a conversation from a link: its answers are given anew, and are the same. */
  restore({ system, talk }: LabState): Promise<void> {
    this.system = system;
    this.root = talk;
    this.#seed = (highestSeed(talk) % MOST_SEED) + 1;
    return this.answer();
  }

  stop(): void {
    this.running?.abort();
  }

  fresh(): void {
    this.stop();
    this.root = undefined;
  }

  /** Gives every answer of the branch that is shown which has not been given yet. */
  answer(): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.running = running;
    const before = this.#settled;
    this.#settled = (async () => {
      await before;
      await this.#answerAll(running);
    })();
    return this.#settled;
  }

  /** The moment just before a token of an answer was said: what the model saw then. Undefined if that answer is not shown. */
  async momentOf(exchange: Exchange, place: number): Promise<Moment | undefined> {
    const depth = this.depthOf(exchange);
    const token = exchange.tokens.at(place);
    if (depth < 0 || !token) return undefined;
    const { ids } = await this.#promptOf(depth);
    const said = exchange.tokens.slice(0, place).map(({ id }) => id);
    return { ids: [...ids, ...said], token: token.id, probability: token.probability };
  }

  /** What the model would have seen at that moment, had it been asked this instead. */
  async idsAsking(exchange: Exchange, place: number, question: string): Promise<number[] | undefined> {
    const depth = this.depthOf(exchange);
    if (depth < 0) return undefined;
    const { ids } = await this.#promptOf(depth, question);
    return [...ids, ...exchange.tokens.slice(0, place).map(({ id }) => id)];
  }

  /** The one that is shown at this depth. */
  exchangeAt(depth: number): Exchange | undefined {
    const step = this.steps.at(depth);
    return step && chosenOf(step);
  }

  /** At which place of the branch that is shown; -1 if it is not on it. */
  depthOf(exchange: Exchange): number {
    return this.steps.findIndex((step) => chosenOf(step) === exchange);
  }

  #exchange(question: string): Exchange {
    const seed = this.#seed;
    this.#seed = (seed % MOST_SEED) + 1;
    return { question, system: this.system.trim(), seed, tokens: [] };
  }

  async #answerAll(running: AbortController): Promise<void> {
    try {
      for (const [depth, step] of this.steps.entries()) {
        if (running.signal.aborted) return;
        const exchange = chosenOf(step);
        if (exchange.why !== undefined) continue;
        this.speaking = exchange;
        exchange.tokens = [];
        exchange.why = "failed"; // until it is known better
        exchange.why = await this.#speak(exchange, depth, running.signal);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.speaking = undefined;
      if (this.running === running) this.running = undefined;
    }
  }

  async #speak(
    exchange: Exchange,
    depth: number,
    signal: AbortSignal,
  ): Promise<"end" | "length" | "stopped"> {
    const { ids, forgets } = await this.#promptOf(depth);
    exchange.forgets = forgets;
    const { model, sampling } = this.facts;
    const { seed, limit } = exchange;
    const maxTokens = Math.min(limit ?? this.maxTokens, this.maxTokens);
    const ask = { model, ids, sampling, seed, maxTokens, likeliest: LIKELIEST };
    const spoken = this.#engine.stream("generate", ask, { signal });
    while (true) {
      const { done, value } = await spoken.next();
      if (signal.aborted || (done === true && value === undefined)) {
        exchange.limit = exchange.tokens.length;
        return "stopped";
      }
      if (done !== true) exchange.tokens.push(value);
      else if (value) return limit === undefined ? value.why : "stopped";
    }
  }

  /**
   * The ids that the answer of the exchange at this depth goes on from: so few that the longest answer fits behind them. The oldest
   * exchanges are left out for that, and of a question that is too long by itself, its beginning. With another question in place of
   * that exchange's own, if one is given.
   */
  async #promptOf(
    depth: number,
    question?: string,
  ): Promise<{ readonly ids: number[]; readonly forgets: boolean }> {
    const exchanges = this.steps.slice(0, depth + 1).map(chosenOf);
    if (question !== undefined) exchanges[depth] = { ...exchanges[depth], question };
    const room = this.facts.config.contextLength - this.maxTokens;
    let first = this.facts.chat ? 0 : depth; // without a chat, each text is one by itself
    let ids = await this.#render(exchanges.slice(first));
    const forgets = ids.length > room;
    while (ids.length > room && first < depth) ids = await this.#render(exchanges.slice(++first));
    return { ids: ids.slice(-room), forgets };
  }

  async #render(exchanges: readonly Exchange[]): Promise<number[]> {
    const { model, chat } = this.facts;
    const { question: text } = exchanges[exchanges.length - 1];
    const prompt = chat ? { messages: messagesOf(exchanges) } : { text };
    return (await this.#engine.call("prompt", { model, prompt })) ?? [];
  }
}

/** Under the system prompt that the last of them was asked with. */
function messagesOf(exchanges: readonly Exchange[]): Message[] {
  const { system } = exchanges[exchanges.length - 1];
  const messages: Message[] = system === "" ? [] : [{ role: "system", content: system }];
  exchanges.forEach((exchange, i) => {
    const answer = answerOf(exchange);
    const isLast = i === exchanges.length - 1;
    if (!isLast && answer.trim() === "") return; // there is no such turn in ChatML
    messages.push({ role: "user", content: exchange.question });
    if (!isLast) messages.push({ role: "assistant", content: answer });
  });
  return messages;
}
