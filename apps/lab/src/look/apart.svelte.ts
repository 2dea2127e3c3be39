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

  isOff(at: Where): boolean {
    return this.changeAt(at)?.kind === "ablate";
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
    const { edits } = this;
    const isWanted = () => this.edits === edits && !this.#ended.signal.aborted; // no click came in between
    this.before ??= await this.#outcome([]);
    if (!isWanted()) return;
    this.after = edits.length === 0 ? this.before : await this.#outcome(edits);
    const bakeable = await this.#engine.call("bakeable", { model: this.facts.model, edits });
    if (!isWanted()) return;
    this.bakeable = bakeable ?? [];
    await this.#examine(isWanted);
  }

  async #outcome(edits: readonly Edit[]): Promise<Outcome> {
    const { config, model } = this.facts;
    const { signal } = this.#ended;
    const run = { model, ids: this.moment.ids, edits, seed: 0, sampling: { temperature: 0 } };
    let next: readonly LikelyToken[] = [];
    const first = { ...run, maxTokens: 1, likeliest: config.vocabSize };
    for await (const { likeliest } of this.#engine.stream("generate", first, { signal })) next = likeliest;
    let text = "";
    const rest = { ...run, maxTokens: GOES_ON, likeliest: 0 };
    for await (const token of this.#engine.stream("generate", rest, { signal })) text += token.text;
    return { edits, next, text };
  }

  /** Lets the model and the changed one sit the little exam. Changes of single positions mean this text, and no other. */
  async #examine(isWanted: () => boolean): Promise<void> {
    const { before, after } = this;
    if (!this.facts.chat || !before || !after || this.edits.some(({ at }) => isOfText(at))) return;
    const surprise = before.surprise ?? (await this.#surprise([]));
    if (!isWanted()) return;
    this.before = { ...before, ...(surprise === undefined ? {} : { surprise }) };
    const changed = after.edits.length === 0 ? surprise : await this.#surprise(after.edits);
    if (isWanted()) this.after = { ...after, ...(changed === undefined ? {} : { surprise: changed }) };
  }

  async #surprise(edits: readonly Edit[]): Promise<number | undefined> {
    const { questions } = await import("virtual:questions");
    const ask = { model: this.facts.model, edits, conversations: questions };
    return (await this.#engine.call("surprise", ask, { signal: this.#ended.signal }))?.nats;
  }
}

function isOfText(at: Where): boolean {
  return "position" in at || "query" in at;
}
