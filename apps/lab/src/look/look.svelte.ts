/** One moment of the model, looked into: just before it said a token. All of it is computed anew, by the engine. */
import type { Attribution, CutawayRow, ModelFacts, RecordedTensor } from "inkling";
import type { LabEngine } from "../engine/connect.ts";

export interface Moment {
  /** All that the model saw. */
  readonly ids: readonly number[];
  /** What it said then, and how likely it found that. */
  readonly token: number;
  readonly probability: number;
}

export class Look {
  readonly moment: Moment;
  readonly facts: ModelFacts;
  readonly #engine: LabEngine;
  readonly #ended = new AbortController();
  rows = $state.raw<readonly CutawayRow[]>([]);
  attribution = $state.raw<Attribution>();
  /** The token's probability had this position been blank; undefined until computed. */
  readonly without = $state<Record<number, number>>({});
  /** The layer whose heads are shown, from 0. */
  layer = $state(0);
  /** [1, H, T, T] of that layer. */
  pattern = $state.raw<RecordedTensor>();

  constructor(engine: LabEngine, facts: ModelFacts, moment: Moment) {
    this.#engine = engine;
    this.facts = facts;
    this.moment = moment;
    this.layer = facts.config.nLayers - 1;
  }

  get position(): number {
    return this.moment.ids.length - 1;
  }

  /** Computes everything, the quick parts first. */
  async start(): Promise<void> {
    const { ids, token } = this.moment;
    const run = { model: this.facts.model, ids };
    const { signal } = this.#ended;
    this.rows = (await this.#engine.call("cutaway", run, { signal })) ?? [];
    this.attribution = await this.#engine.call(
      "attribute",
      { ...run, token, position: this.position },
      { signal },
    );
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
    this.pattern = undefined;
    const name = `blocks.${layer}.attn.hook_pattern` as const;
    const ask = { model: this.facts.model, ids: this.moment.ids, names: [name] };
    const recorded = await this.#engine.call("record", ask, { signal: this.#ended.signal });
    if (recorded && this.layer === layer) this.pattern = recorded.get(name);
  }

  /** How much each earlier position got of a head's attention at the moment. */
  lookedAt(head: number): readonly number[] {
    if (!this.pattern) return [];
    const { shape, data } = this.pattern;
    const [, , queries, keys] = shape;
    const from = (head * queries + this.position) * keys;
    return Array.from(data.subarray(from, from + this.position + 1));
  }

  /** Nobody looks any more: what is still being computed is given up. */
  end(): void {
    this.#ended.abort();
  }
}
