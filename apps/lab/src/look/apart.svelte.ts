/** The same moment with parts of the model switched off: what it would say then, beside what it says. */
import type { Edit, LikelyToken, ModelFacts } from "inkling";
import type { LabEngine } from "../engine/connect.ts";
import type { Moment } from "./look.svelte.ts";

/** A head, or the MLP of a layer; both are counted from 0. */
export interface Part {
  readonly layer: number;
  readonly head?: number;
}

/** What an unedited or an edited model makes of the moment. */
export interface Outcome {
  /** What is switched off. */
  readonly off: readonly Part[];
  /** All tokens, the likeliest first. */
  readonly next: readonly LikelyToken[];
  /** How it would go on, always with the likeliest token. */
  readonly text: string;
}

/** As far as an answer goes on beside its other version. */
const GOES_ON = 24;

export class Apart {
  readonly moment: Moment;
  readonly facts: ModelFacts;
  readonly #engine: LabEngine;
  readonly #ended = new AbortController();
  /** Every list of parts there was; the one at #place holds. */
  #history = $state.raw<readonly (readonly Part[])[]>([[]]);
  #place = $state(0);
  /** The whole model's, and that of the model as it was last computed: `after.off` says which. */
  before = $state.raw<Outcome>();
  after = $state.raw<Outcome>();
  readonly off: readonly Part[] = $derived(this.#history[this.#place]);
  readonly canUndo = $derived(this.#place > 0);
  readonly canRedo = $derived(this.#place < this.#history.length - 1);

  constructor(engine: LabEngine, facts: ModelFacts, moment: Moment) {
    this.#engine = engine;
    this.facts = facts;
    this.moment = moment;
  }

  isOff(part: Part): boolean {
    return this.off.some((other) => isSame(part, other));
  }

  toggle(part: Part): Promise<void> {
    return this.#add(
      this.isOff(part) ? this.off.filter((other) => !isSame(part, other)) : [...this.off, part],
    );
  }

  /** These and no others, as one step. Parts that this model does not have are passed over. */
  async switchOff(parts: readonly Part[]): Promise<void> {
    const { nLayers, nHeads } = this.facts.config;
    const own = parts.filter(({ layer, head = 0 }) => layer < nLayers && head < nHeads);
    if (own.length > 0) await this.#add(own);
  }

  undo(): Promise<void> {
    this.#place--;
    return this.#compute();
  }

  redo(): Promise<void> {
    this.#place++;
    return this.#compute();
  }

  /** Nobody looks any more. */
  end(): void {
    this.#ended.abort();
  }

  #add(off: readonly Part[]): Promise<void> {
    this.#history = [...this.#history.slice(0, this.#place + 1), off];
    this.#place++;
    return this.#compute();
  }

  async #compute(): Promise<void> {
    const { off } = this;
    this.before ??= await this.#outcome([]);
    const outcome = off.length === 0 ? this.before : await this.#outcome(off);
    if (this.off === off && !this.#ended.signal.aborted) this.after = outcome; // unless a click came in between
  }

  async #outcome(off: readonly Part[]): Promise<Outcome> {
    const { config, model } = this.facts;
    const { signal } = this.#ended;
    const edits = off.map(editOf);
    const run = { model, ids: this.moment.ids, edits, seed: 0, sampling: { temperature: 0 } };
    let next: readonly LikelyToken[] = [];
    const first = { ...run, maxTokens: 1, likeliest: config.vocabSize };
    for await (const { likeliest } of this.#engine.stream("generate", first, { signal })) next = likeliest;
    let text = "";
    const rest = { ...run, maxTokens: GOES_ON, likeliest: 0 };
    for await (const token of this.#engine.stream("generate", rest, { signal })) text += token.text;
    return { off, next, text };
  }
}

/** Switched off: what the part writes is zero, at every position. */
export function editOf({ layer, head }: Part): Edit {
  return head === undefined
    ? { kind: "ablate", at: { hook: `blocks.${layer}.hook_mlp_out` } }
    : { kind: "ablate", at: { layer, head } };
}

function isSame(a: Part, b: Part): boolean {
  return a.layer === b.layer && a.head === b.head;
}
