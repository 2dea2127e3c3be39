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
  /** Every list of parts there was; the last one holds. */
  #history = $state.raw<readonly (readonly Part[])[]>([[]]);
  #place = $state(0);
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
    const off = this.isOff(part) ? this.off.filter((other) => !isSame(part, other)) : [...this.off, part];
    this.#history = [...this.#history.slice(0, this.#place + 1), off];
    return this.#go(this.#place + 1);
  }

  /** These and no others, as one step. */
  async switchOff(parts: readonly Part[]): Promise<void> {
    if (parts.length === 0) return;
    this.#history = [...this.#history.slice(0, this.#place + 1), parts];
    await this.#go(this.#place + 1);
  }

  undo(): Promise<void> {
    return this.#go(this.#place - 1);
  }

  redo(): Promise<void> {
    return this.#go(this.#place + 1);
  }

  async #go(place: number): Promise<void> {
    this.#place = place;
    this.before ??= await this.#outcome([]);
    const edits = this.off.map(editOf);
    const outcome = edits.length === 0 ? this.before : await this.#outcome(edits);
    if (this.#place === place) this.after = outcome; // unless another click came in between
  }

  async #outcome(edits: readonly Edit[]): Promise<Outcome> {
    const { config, model } = this.facts;
    const run = { model, ids: this.moment.ids, edits, seed: 0, sampling: { temperature: 0 } };
    let next: readonly LikelyToken[] = [];
    const first = { ...run, maxTokens: 1, likeliest: config.vocabSize };
    for await (const { likeliest } of this.#engine.stream("generate", first)) next = likeliest;
    let text = "";
    const rest = { ...run, maxTokens: GOES_ON, likeliest: 0 };
    for await (const token of this.#engine.stream("generate", rest)) text += token.text;
    return { next, text };
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
