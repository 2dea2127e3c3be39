/** Everything the page shows at a time: the model, the conversation, the word that is open, and the moment that is looked into. */
import { type LabEngine, startEngine } from "./engine/connect.ts";
import { Apart } from "./look/apart.svelte.ts";
import { Look } from "./look/look.svelte.ts";
import type { OwnFolder } from "./model/dropped.ts";
import { fetchModel, listModels, type ShippedModel } from "./model/shipped.ts";
import { type LabState, type ModelName, readFragment, writeFragment } from "./state/fragment.ts";
import { binsFrom, type CalibrationBin } from "./talk/confidence.ts";
import { Talk } from "./talk/talk.svelte.ts";
import { chosenOf, type Exchange } from "./talk/tree.ts";
import { words } from "./words/en.ts";

/** A token of an answer. */
export interface Picked {
  readonly exchange: Exchange;
  readonly place: number;
}

export class Lab {
  /** What is being fetched. */
  loaded = $state.raw({ name: "", done: 0, of: 0 });
  /** Those that lie beside the page. */
  models = $state.raw<readonly ShippedModel[]>([]);
  /** The one that is open. */
  model = $state.raw<ModelName>();
  problem = $state<string>();
  talk = $state.raw<Talk>();
  bins = $state.raw<readonly CalibrationBin[]>([]);
  picked = $state.raw<Picked>();
  look = $state.raw<Look>();
  apart = $state.raw<Apart>();
  #engine: LabEngine | undefined;

  readonly fail = (error: unknown): void => {
    this.problem = error instanceof Error ? error.message : String(error);
  };

  /** Starts an engine, opens a model that lies beside the page, and shows what the address says. */
  async open(): Promise<void> {
    const { engine } = startEngine(() => {
      this.problem = words.failed.engine;
    });
    this.#engine = engine;
    this.models = await listModels(document.baseURI);
    const state = readFragment(location.hash);
    const wanted = this.models.find(({ name }) => name === state?.model?.name) ?? this.models[0];
    await this.openShipped(wanted);
    if (this.talk && state) await this.#restore(this.talk, state);
  }

  async openShipped(model: ShippedModel): Promise<void> {
    const files = await fetchModel(model, document.baseURI, (done, of) => {
      this.loaded = { name: model.name, done, of };
    });
    await this.openFiles({ name: model.name, files });
  }

  /** Opens a model in place of the one that is open; that one stays if the new one can't be opened. */
  async openFiles({ name, files }: OwnFolder): Promise<void> {
    const engine = this.#engine;
    if (!engine) return;
    const { "evaluation.json": evaluation, "model.safetensors": weights } = files;
    const sha256 = weights && (await sha256Of(weights));
    const bins = evaluation ? binsFrom(JSON.parse(new TextDecoder().decode(evaluation))) : [];
    const facts = await engine.call("open", { name, files });
    if (!facts) return;
    this.backToTalk();
    this.talk?.stop();
    if (this.talk) await engine.call("close", { model: this.talk.facts.model });
    this.problem = undefined;
    this.picked = undefined;
    this.bins = bins;
    this.model = { name, ...(sha256 === undefined ? {} : { sha256 }) };
    this.talk = new Talk(engine, facts, this.fail);
  }

  /** What is shown, for the address. */
  get fragment(): string {
    const { talk } = this;
    if (!talk) return "";
    const looked = this.look && this.apart && this.picked;
    const look = looked && {
      depth: talk.steps.findIndex((step) => chosenOf(step) === looked.exchange),
      place: looked.place,
      off: this.apart?.off ?? [],
    };
    const { model } = this;
    return writeFragment({
      system: talk.system,
      talk: talk.root,
      ...(model ? { model } : {}),
      ...(look ? { look } : {}),
    });
  }

  pick(exchange: Exchange, place: number): void {
    this.picked = { exchange, place };
  }

  /** Opens the moment of the picked word. */
  async lookInside(): Promise<void> {
    const { talk, picked } = this;
    if (!talk || !picked || !this.#engine) return;
    const moment = await talk.momentOf(picked.exchange, picked.place);
    this.look?.end();
    this.look = new Look(this.#engine, talk.facts, moment);
    this.apart = new Apart(this.#engine, talk.facts, moment);
    await this.look.start();
  }

  /** The same for the word `by` places further on, if the answer has one there. */
  async step(by: 1 | -1): Promise<void> {
    if (!this.picked || !this.canStep(by)) return;
    this.pick(this.picked.exchange, this.picked.place + by);
    await this.lookInside();
  }

  canStep(by: 1 | -1): boolean {
    if (!this.picked) return false;
    const place = this.picked.place + by;
    return place >= 0 && place < this.picked.exchange.tokens.length;
  }

  backToTalk(): void {
    this.look?.end();
    this.look = undefined;
    this.apart = undefined;
  }

  async #restore(talk: Talk, state: LabState): Promise<void> {
    if (state.model && this.model && state.model.sha256 !== this.model.sha256)
      this.problem = words.failed.otherModel(state.model.name);
    await talk.restore(state);
    if (!state.look) return;
    const { depth, place, off } = state.look;
    const step = talk.steps.at(depth);
    if (!step || place >= chosenOf(step).tokens.length) return;
    this.pick(chosenOf(step), place);
    await this.lookInside();
    await this.apart?.switchOff(off);
  }
}

/** In hexadecimal; undefined where a page is not trusted with it (over plain http from elsewhere). */
async function sha256Of(bytes: Uint8Array): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
