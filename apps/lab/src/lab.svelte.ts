/** Everything the page shows at a time: the model, the conversation, the word that is open, and the moment that is looked into. */
import type { Edit, EncodingWork, EngineFacts, Neighbour, RecordedTensor, TokenMap } from "inkling";
import { type LabEngine, startEngine } from "./engine/connect.ts";
import { Apart } from "./look/apart.svelte.ts";
import { withChange } from "./look/changes.ts";
import { Look, type LookedAt } from "./look/look.svelte.ts";
import { saveCarried, saveChanged } from "./model/carried.ts";
import type { OwnFolder } from "./model/dropped.ts";
import { fileName, largestOf, textsOf } from "./model/files.ts";
import { sha256Of } from "./model/sha256.ts";
import { fetchModel, listModels, type ShippedModel } from "./model/shipped.ts";
import { freshRooms, type RoomsState } from "./rooms/rooms.ts";
import { type LabState, type ModelName, readFragment, writeFragment } from "./state/fragment.ts";
import { binsFrom, type CalibrationBin } from "./talk/confidence.ts";
import { Talk } from "./talk/talk.svelte.ts";
import type { Exchange } from "./talk/tree.ts";
import { words } from "./words/en.ts";

export interface Picked {
  readonly exchange: Exchange;
  readonly place: number;
}

/** What comes next behind a text, and behind each token of a path that goes on from it. */
export interface ScoresAlong {
  readonly ids: readonly number[];
  readonly text: string;
  readonly path: readonly number[];
  readonly logits: readonly Float32Array[];
}

export class Lab {
  /** What is being fetched. */
  loaded = $state.raw({ name: "", done: 0, of: 0 });
  /** Those that lie beside the page. */
  models = $state.raw<readonly ShippedModel[]>([]);
  /** The one that is open. */
  model = $state.raw<ModelName>();
  /** The engine, and what it would have liked and could not have. */
  engineFacts = $state.raw<EngineFacts>();
  /** What did not work, in words. */
  problem = $state.raw<string>();
  /** The engine's thread has ended: only a new page helps. */
  dead = $state(false);
  talk = $state.raw<Talk>();
  bins = $state.raw<readonly CalibrationBin[]>([]);
  look = $state.raw<Look>();
  apart = $state.raw<Apart>();
  /** The room that is open, and what is set in those beside the conversation. */
  rooms = $state<RoomsState>(freshRooms());
  #picked = $state.raw<Picked>();
  /** The word that is open, as long as its answer is shown. */
  readonly picked = $derived(
    this.#picked && this.talk && this.talk.depthOf(this.#picked.exchange) >= 0 ? this.#picked : undefined,
  );
  #engine: LabEngine | undefined;
  /** The files of the model that is open, but for its weights. */
  #texts = $state.raw<Readonly<Record<string, Uint8Array>>>({});
  #scores: ScoresAlong = { ids: [], text: "", path: [], logits: [] };
  #map: Promise<TokenMap | undefined> | undefined;
  /** Counts openings: of two at once, the later one counts. */
  #opening = 0;
  /** What the address says and is not shown yet: until then nothing else is written there. */
  #waiting: LabState | undefined;

  readonly fail = (error: unknown): void => {
    if (!this.dead) this.problem = error instanceof Error ? error.message : String(error);
  };

  /** Starts an engine, opens a model that lies beside the page, and shows what the address says. */
  async open(): Promise<void> {
    this.#engine = startEngine(() => this.#lost());
    this.#waiting = readFragment(location.hash);
    this.#engine
      .call("hello", undefined)
      .then((facts) => (this.engineFacts = facts))
      .catch(this.fail);
    this.models = await listModels(document.baseURI);
    const wanted = this.models.find(({ name }) => name === this.#waiting?.model?.name) ?? this.models.at(0);
    if (wanted) await this.openShipped(wanted);
    else this.problem = words.failed.noModels;
  }

  async openShipped(model: ShippedModel): Promise<void> {
    const opening = ++this.#opening;
    const files = await fetchModel(model, document.baseURI, (done, of) => {
      if (opening === this.#opening) this.loaded = { name: model.name, done, of };
    });
    if (opening === this.#opening) await this.openFiles({ name: model.name, files });
  }

  /** Opens a model in place of the one that is open; that one stays if the new one can't be opened. */
  async openFiles({ name, files }: OwnFolder): Promise<void> {
    const engine = this.#engine;
    if (!engine) return;
    const opening = ++this.#opening;
    const { "evaluation.json": evaluation, "model.safetensors": weights } = files;
    const sha256 = await sha256Of(weights ?? largestOf(files));
    const facts = await engine.call("open", { name, files });
    if (!facts) return;
    if (opening !== this.#opening) return void (await engine.call("close", { model: facts.model }));
    this.backToTalk();
    const before = this.talk;
    // Ids and names of weights mean nothing to another model.
    if (before) this.rooms = { ...freshRooms(), room: this.rooms.room, tokens: this.rooms.tokens };
    this.#scores = { ids: [], text: "", path: [], logits: [] };
    this.#map = undefined;
    this.problem = undefined;
    this.bins = evaluation ? binsFrom(evaluation) : [];
    this.#texts = textsOf(files);
    this.model = { name, ...(sha256 === undefined ? {} : { sha256 }) };
    this.talk = new Talk(engine, facts, this.fail);
    before?.stop();
    if (before) await engine.call("close", { model: before.facts.model });
    if (this.#waiting) await this.show(this.#waiting);
  }

  /** Shows what a link says, as far as the model that is open can; opens the one that it was made with, if that lies here. */
  async show(state: LabState): Promise<void> {
    this.#waiting = state;
    const named = this.models.find(({ name }) => name === state.model?.name);
    if (named && this.model?.name !== named.name) {
      return this.openShipped(named).catch((error: unknown) => {
        this.#waiting = undefined; // or the address would wait for it for ever
        throw error;
      });
    }
    const { talk, model } = this;
    if (!talk) return;
    const isOther = state.model?.sha256 !== undefined && model?.sha256 !== undefined;
    if (isOther && state.model?.sha256 !== model?.sha256)
      this.problem = words.failed.otherModel(state.model?.name ?? "");
    this.backToTalk();
    this.rooms = state.rooms ?? freshRooms();
    try {
      await talk.restore(state);
      const exchange = state.look && talk.exchangeAt(state.look.depth);
      if (state.look && exchange && state.look.place < exchange.tokens.length) {
        this.pick(exchange, state.look.place);
        await this.lookInside(state.look.edits.reduce(withChange, []), state.look.at);
      }
    } finally {
      if (this.#waiting === state) this.#waiting = undefined;
    }
  }

  /** What is shown, for the address; undefined while what stands there is not shown yet. */
  get fragment(): string | undefined {
    const { talk, model, look, picked } = this;
    if (!talk || this.#waiting) return undefined;
    const depth = look && picked ? talk.depthOf(picked.exchange) : -1;
    const looked =
      depth < 0 || !picked || !look
        ? {}
        : { look: { depth, place: picked.place, edits: this.apart?.edits ?? [], at: look.at } };
    const rooms = $state.snapshot(this.rooms);
    return writeFragment({
      system: talk.system,
      talk: talk.root,
      rooms,
      ...(model ? { model } : {}),
      ...looked,
    });
  }

  pick(exchange: Exchange, place: number): void {
    this.#picked = { exchange, place };
  }

  unpick(): void {
    this.#picked = undefined;
  }

  /** Opens the moment of the picked word, with these changes made. */
  async lookInside(edits: readonly Edit[] = [], at?: LookedAt): Promise<void> {
    const { talk, picked } = this;
    if (!talk || !picked || !this.#engine) return;
    const moment = await talk.momentOf(picked.exchange, picked.place);
    if (!moment || this.talk !== talk || this.picked !== picked) return; // something else is shown by now
    this.backToTalk();
    const look = new Look(this.#engine, talk.facts, moment, at);
    const apart = new Apart(this.#engine, talk.facts, moment);
    this.look = look;
    this.apart = apart;
    try {
      await apart.replaceAll(edits);
    } catch (error) {
      this.fail(error); // a link made with another model may change what this one does not have
      await apart.undo();
    }
    await look.start();
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

  /** What the model would have seen at this moment, had it been asked another question. */
  readonly asking = async (question: string): Promise<number[] | undefined> => {
    const { talk, picked } = this;
    return picked && talk?.idsAsking(picked.exchange, picked.place, question);
  };

  /** Hands the visitor the model with the changes in its weights, as a folder that any Inkling opens. */
  readonly saveChanged = async (): Promise<void> => {
    // Out of a file of another format there are no texts to go with the weights.
    if (this.#texts["config.json"] === undefined)
      return void (await this.carry("hf", "F32", this.apart?.edits));
    const weights = await this.apart?.bake();
    if (weights) await saveChanged(`${this.model?.name ?? "model"}-changed`, this.#texts, weights);
  };

  /** Hands the visitor the model as files that other programs open; says what is lost in them. */
  async carry(to: string, dtype: string, edits: readonly Edit[] = []): Promise<readonly string[]> {
    if (!this.talk || !this.#engine) return [];
    const name = `${fileName(this.model?.name ?? "")}${edits.length > 0 ? "-changed" : ""}`;
    return saveCarried(this.#engine, { model: this.talk.facts.model, edits, to, dtype, name });
  }

  /** A text cut into tokens. */
  async encode(text: string): Promise<EncodingWork | undefined> {
    const { talk } = this;
    if (!talk || talk.facts.vocabulary.length === 0) return undefined;
    return this.#engine?.call("tokenise", { model: talk.facts.model, text });
  }

  /**
   * The ids of a text (or question) and the scores of what comes next: behind it, and behind each token of a path that goes on. What
   * was computed for the beginning of the path is used again.
   */
  async scoresAlong(text: string, path: readonly number[]): Promise<ScoresAlong | undefined> {
    const { talk } = this;
    const engine = this.#engine;
    if (!talk || !engine || talk.facts.vocabulary.length === 0) return undefined;
    const { model, chat, config } = talk.facts;
    if (chat && text.trim() === "") return undefined;
    const known = this.#scores;
    const isSame = known.logits.length > 0 && known.text === text;
    const prompt = chat ? { messages: [{ role: "user" as const, content: text }] } : { text };
    const ids = isSame ? known.ids : await engine.call("prompt", { model, prompt });
    if (!ids) return undefined;
    const differs = path.findIndex((id, i) => id !== known.path[i]);
    const shared = isSame ? Math.min(known.logits.length, 1 + (differs < 0 ? path.length : differs)) : 0;
    const logits = known.logits.slice(0, shared);
    for (let taken = logits.length; taken <= path.length; taken++) {
      const run = [...ids, ...path.slice(0, taken)].slice(-config.contextLength);
      const next = await engine.call("next", { model, ids: run });
      if (!next || this.talk !== talk) return undefined;
      logits.push(next);
    }
    this.#scores = { ids, text, path, logits };
    return this.#scores;
  }

  /** All tokens on a plane: computed once for a model. */
  tokenMap(): Promise<TokenMap | undefined> {
    this.#map ??= this.#ask((engine, model) => engine.call("tokenMap", { model }));
    return this.#map;
  }

  nearest(id: number, count: number): Promise<Neighbour[] | undefined> {
    if (id >= (this.talk?.facts.config.vocabSize ?? 0)) return Promise.resolve(undefined);
    return this.#ask((engine, model) => engine.call("nearest", { model, id, count }));
  }

  weight(name: string): Promise<RecordedTensor | undefined> {
    return this.#ask((engine, model) => engine.call("weight", { model, name }));
  }

  /** One of the model's files as text. */
  text(name: string): string | undefined {
    const bytes = this.#texts[name];
    return bytes && new TextDecoder().decode(bytes);
  }

  async #ask<T>(call: (engine: LabEngine, model: number) => Promise<T | undefined>): Promise<T | undefined> {
    return this.#engine && this.talk ? call(this.#engine, this.talk.facts.model) : undefined;
  }

  backToTalk(): void {
    this.look?.end();
    this.apart?.end();
    this.look = undefined;
    this.apart = undefined;
  }

  #lost(): void {
    this.dead = true;
    this.problem = words.failed.engine;
  }
}
