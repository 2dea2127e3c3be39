/** The same moment with the model changed: what it would say then, beside what it says. */
import type { Edit, LikelyToken, ModelFacts } from "inkling";
import type { LabEngine } from "../engine/connect.ts";
import { isSamePlace, type Where, withChange, withoutChange } from "./changes.ts";
import type { Moment } from "./look.svelte.ts";

/** What the model, unchanged or changed, makes of the moment. */
export interface Outcome {
  readonly edits: readonly Edit[];
  /** All tokens, the likeliest first. */
  readonly next: readonly LikelyToken[];
  /** How it would go on, always with the likeliest token. */
  readonly text: string;
  /** Nats per token on the questions of the exam; undefined until computed. */
  readonly surprise?: number;
}

/** As far as an answer goes on beside its other version. */
const GOES_ON = 24;

export class Apart {
  readonly moment: Moment;
  readonly facts: ModelFacts;
  readonly #engine: LabEngine;
  readonly #ended = new AbortController();
  #computing = new AbortController();
  /** Every list of changes there was; the one at #place holds. */
  #history = $state.raw<readonly (readonly Edit[])[]>([[]]);
  #place = $state(0);
  /** The whole model's, and that of the model as it was last computed: `after.edits` says which. */
  before = $state.raw<Outcome>();
  after = $state.raw<Outcome>();
  /** Which of the changes of `after` could be saved in the weights. */
  bakeable = $state.raw<readonly boolean[]>([]);
  readonly edits: readonly Edit[] = $derived(this.#history[this.#place]);
  readonly canUndo = $derived(this.#place > 0);
  readonly canRedo = $derived(this.#place < this.#history.length - 1);

  constructor(engine: LabEngine, facts: ModelFacts, moment: Moment) {
    this.#engine = engine;
    this.facts = facts;
    this.moment = moment;
  }

  /** The change of a place, if there is one. */
  changeAt(at: Where): Edit | undefined {
    return this.edits.find((edit) => isSamePlace(edit.at, at));
  }

  /** Switches a place off, or takes back whatever was changed there. */
  toggle(at: Where): Promise<void> {
    if (this.changeAt(at)) return this.remove(at);
    return this.change({ kind: "ablate", at });
  }

  change(edit: Edit): Promise<void> {
    return this.#add(withChange(this.edits, edit));
  }

  /** Changes the last change further without a step of its own in the history: a slider that is being drawn. */
  adjust(edit: Edit): Promise<void> {
    this.#history = this.#history.with(this.#place, withChange(this.edits, edit));
    return this.#compute();
  }

  remove(at: Where): Promise<void> {
    return this.#add(withoutChange(this.edits, at));
  }

  /** These and no others, as one step. */
  async replaceAll(edits: readonly Edit[]): Promise<void> {
    if (edits.length > 0 || this.edits.length > 0) await this.#add(edits);
  }

  undo(): Promise<void> {
    this.#place--;
    return this.#compute();
  }

  redo(): Promise<void> {
    this.#place++;
    return this.#compute();
  }

  /** model.safetensors with the changes in it. */
  bake(): Promise<Uint8Array | undefined> {
    return this.#engine.call("bake", { model: this.facts.model, edits: this.edits });
  }

  /** Nobody looks any more. */
  end(): void {
    this.#ended.abort();
  }

  #add(edits: readonly Edit[]): Promise<void> {
    this.#history = [...this.#history.slice(0, this.#place + 1), edits];
    this.#place++;
    return this.#compute();
  }

  async #compute(): Promise<void> {
    this.#computing.abort(); // what was asked before is wanted no more
    const computing = new AbortController();
    this.#computing = computing;
    const { edits } = this;
    const signal = AbortSignal.any([computing.signal, this.#ended.signal]);
    const before = this.before ?? (await this.#outcome([], signal));
    const after = edits.length === 0 ? before : before && (await this.#outcome(edits, signal));
    if (!before || !after || signal.aborted) return;
    this.before ??= before;
    this.after = after;
    const ask = { model: this.facts.model, edits };
    const bakeable = await this.#engine.call("bakeable", ask, { signal });
    if (signal.aborted) return;
    this.bakeable = bakeable ?? [];
    await this.#examine(signal);
  }

  /** Undefined if the signal came. */
  async #outcome(edits: readonly Edit[], signal: AbortSignal): Promise<Outcome | undefined> {
    const { config, model } = this.facts;
    const run = { model, ids: this.moment.ids, edits };
    const next = await this.#engine.call("likeliest", { ...run, count: config.vocabSize }, { signal });
    let text = "";
    const ask = { ...run, seed: 0, sampling: { temperature: 0 }, maxTokens: GOES_ON, likeliest: 0 };
    for await (const token of this.#engine.stream("generate", ask, { signal })) text += token.text;
    return next && !signal.aborted ? { edits, next, text } : undefined;
  }

  /** Lets the model and the changed one sit the little exam. Changes of single positions mean this text, and no other. */
  async #examine(signal: AbortSignal): Promise<void> {
    const { before, after } = this;
    if (!this.facts.chat || !before || !after || this.edits.some(({ at }) => isOfText(at))) return;
    const surprise = before.surprise ?? (await this.#surprise([], signal));
    const changed = after.edits.length === 0 ? surprise : await this.#surprise(after.edits, signal);
    if (signal.aborted || surprise === undefined || changed === undefined) return;
    this.before = { ...before, surprise };
    this.after = { ...after, surprise: changed };
  }

  async #surprise(edits: readonly Edit[], signal: AbortSignal): Promise<number | undefined> {
    const { questions } = await import("virtual:questions");
    const ask = { model: this.facts.model, edits, conversations: questions };
    return (await this.#engine.call("surprise", ask, { signal }))?.nats;
  }
}

function isOfText(at: Where): boolean {
  return "position" in at || "query" in at;
}
