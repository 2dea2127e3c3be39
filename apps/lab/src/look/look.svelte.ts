/** One moment of the model, looked into: just before it said a token. All of it is computed anew, by the engine. */
import type { Attribution, CutawayRow, HookName, ModelFacts, RecordedTensor } from "inkling";
import type { LabEngine } from "../engine/connect.ts";

export interface Moment {
  /** All that the model saw. */
  readonly ids: readonly number[];
  /** What it said then, and how likely it found that. */
  readonly token: number;
  readonly probability: number;
}

/** What is shown of a moment, all from 0: a layer, one of its heads, and the position it looks from. */
export interface LookedAt {
  readonly layer: number;
  readonly head: number;
  readonly position: number;
}

/** A neuron at a position. */
export interface Neuron {
  readonly neuron: number;
  readonly value: number;
}

export class Look {
  readonly moment: Moment;
  readonly facts: ModelFacts;
  readonly #engine: LabEngine;
  readonly #ended = new AbortController();
  #attributing = new AbortController();
  rows = $state.raw<readonly CutawayRow[]>([]);
  attribution = $state.raw<Attribution>();
  /** The token's probability had this position been blank; undefined until computed. */
  readonly without = $state<Record<number, number>>({});
  /** See LookedAt. */
  layer = $state(0);
  head = $state(0);
  position = $state(0);
  /** What the layer computed. */
  run = $state.raw<ReadonlyMap<HookName, RecordedTensor>>(new Map());

  /** @param at what to show at first; unless given, the last layer at the moment itself */
  constructor(engine: LabEngine, facts: ModelFacts, moment: Moment, at?: LookedAt) {
    this.#engine = engine;
    this.facts = facts;
    this.moment = moment;
    const { nLayers, nHeads } = facts.config;
    this.layer = Math.min(at?.layer ?? nLayers - 1, nLayers - 1);
    this.head = Math.min(at?.head ?? 0, nHeads - 1);
    this.position = Math.min(at?.position ?? this.last, this.last);
  }

  get at(): LookedAt {
    return { layer: this.layer, head: this.head, position: this.position };
  }

  /** The position of the moment itself. */
  get last(): number {
    return this.moment.ids.length - 1;
  }

  /** What came behind the position that is shown. */
  get target(): number {
    return this.position === this.last ? this.moment.token : this.moment.ids[this.position + 1];
  }

  /** Computes everything, the quick parts first. */
  async start(): Promise<void> {
    const { ids, token } = this.moment;
    const run = { model: this.facts.model, ids };
    const { signal } = this.#ended;
    this.rows = (await this.#engine.call("cutaway", run, { signal })) ?? [];
    await this.#attribute();
    await this.showLayer(this.layer);
    for await (const { position, probability } of this.#engine.stream(
      "influence",
      { ...run, token },
      { signal },
    ))
      this.without[position] = probability;
  }

  async showLayer(layer: number): Promise<void> {
    this.layer = layer;
    const { config } = this.facts;
    const attn = `blocks.${layer}.attn` as const;
    const names: HookName[] = [
      `${attn}.hook_pattern`,
      this.#hookOf("q"),
      this.#hookOf("k"),
      this.#hookOf("v"),
    ];
    if (config.dMlp > 0) names.push(`blocks.${layer}.mlp.hook_post`);
    const run = await this.record(names);
    if (run && this.layer === layer) this.run = run;
  }

  async showPosition(position: number): Promise<void> {
    this.position = position;
    await this.#attribute();
  }

  /** Activations of this moment's run. */
  record(names: readonly HookName[]): Promise<ReadonlyMap<HookName, RecordedTensor> | undefined> {
    const ask = { model: this.facts.model, ids: this.moment.ids, names };
    return this.#engine.call("record", ask, { signal: this.#ended.signal });
  }

  /** How much each position up to the one that is shown got of a head's attention there. */
  lookedAt(head: number): readonly number[] {
    const pattern = this.run.get(`blocks.${this.layer}.attn.hook_pattern`);
    if (!pattern) return [];
    const [, , queries, keys] = pattern.shape;
    const from = (head * queries + this.position) * keys;
    return Array.from(pattern.data.subarray(from, from + this.position + 1));
  }

  /** A head's query, key or value [K] at the position that is shown; several heads may share a key. */
  vector(kind: "q" | "k" | "v"): readonly number[] {
    const recorded = this.run.get(this.#hookOf(kind));
    if (!recorded) return [];
    const [, , heads, size] = recorded.shape;
    const head = Math.floor((this.head * heads) / this.facts.config.nHeads);
    const from = (this.position * heads + head) * size;
    return Array.from(recorded.data.subarray(from, from + size));
  }

  /** Queries and keys as they meet: turned by their positions, if the model turns them. */
  #hookOf(kind: "q" | "k" | "v"): HookName {
    const turned = this.facts.config.position === "rotary" && kind !== "v";
    return `blocks.${this.layer}.attn.hook_${turned ? (kind === "q" ? "rot_q" : "rot_k") : kind}`;
  }

  /** The layer's neurons there, the most active first. */
  neurons(count: number): readonly Neuron[] {
    const recorded = this.run.get(`blocks.${this.layer}.mlp.hook_post`);
    if (!recorded) return [];
    const size = recorded.shape[2];
    const all = recorded.data.subarray(this.position * size, (this.position + 1) * size);
    return Array.from(all, (value, neuron) => ({ neuron, value }))
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
      .slice(0, count);
  }

  /** The token's probability with one vector of the stream at a time pasted from a run over other ids. */
  sweep(from: readonly number[], token: number, signal: AbortSignal) {
    const ask = { model: this.facts.model, ids: this.moment.ids, from, token };
    return this.#engine.stream("sweep", ask, { signal: AbortSignal.any([signal, this.#ended.signal]) });
  }

  /** One of the model's weights. */
  weight(name: string): Promise<RecordedTensor | undefined> {
    return this.#engine.call("weight", { model: this.facts.model, name });
  }

  /** Nobody looks any more: what is still being computed is given up. */
  end(): void {
    this.#ended.abort();
  }

  /** Of several asked for in a row, only the last is computed to its end. */
  async #attribute(): Promise<void> {
    this.#attributing.abort();
    this.#attributing = new AbortController();
    const signal = AbortSignal.any([this.#attributing.signal, this.#ended.signal]);
    const { position, target } = this;
    const ask = { model: this.facts.model, ids: this.moment.ids, token: target, position };
    const attribution = await this.#engine.call("attribute", ask, { signal });
    if (attribution && !signal.aborted) this.attribution = attribution;
  }
}
