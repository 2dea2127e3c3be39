/**
 * What decides a run's result, as inkling.json keeps it: with this, the data and nothing else, a run can go on, or
 * be made again.
 *
 * Paths are kept relative to the run's folder, so that the folder and its data can move together and nobody's home
 * directory is published with a model. Try it: `readRecipe(manifest.training, "runs/a")`
 */
import {
  defaultTrainSettings,
  InklingError,
  type Json,
  type TrainProgress,
  type TrainSettings,
} from "inkling";
import type { CorpusManifest } from "inkling/node";
import { hashesJson, readHashes, type WeightHash } from "./hashes.ts";
import { type Windows, windowChoices } from "./request.ts";

export interface Recipe {
  /** Files and folders, relative to the run's folder, with forward slashes. */
  readonly data: readonly string[];
  /** As --documents spells it. */
  readonly documents: string;
  /** How the tokenizer was come by: "char", "bpe", or "file". */
  readonly tokenizer: string;
  readonly preset: string;
  readonly settings: TrainSettings;
  /** Steps between two saves; null: at each evaluation. */
  readonly saveEvery: number | null;
  /** How many held-out tokens an evaluation reads; null: all of them. */
  readonly validationTokens: number | null;
  /** Where windows begin. */
  readonly windows: Windows;
  /** Begun with --fast-math, whose bits a strict run would not give. */
  readonly fastMath: boolean;
  /** It learns from conversations. */
  readonly chat: boolean;
  /** The command line that began the run. */
  readonly command: string;
  readonly corpus: CorpusFacts;
}

/** What of the tokenised corpus is worth telling. */
export type CorpusFacts = Pick<
  CorpusManifest,
  "corpusSha256" | "split" | "documents" | "characters" | "trainIds" | "validationIds"
> & {
  /** How the documents were laid out: see CorpusManifest. */
  readonly format: number;
};

/** What changes while a run runs. */
export interface RunState {
  readonly progress: TrainProgress;
  /** Nats per token: of the last step's batch, and of the last evaluation. Null: none yet. */
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** Of the weights, after some of the steps so far. */
  readonly hashes: readonly WeightHash[];
}

/** As the `training` part of inkling.json. */
export function trainingJson(recipe: Recipe, { progress, hashes }: RunState): { [name: string]: Json } {
  const { corpus, settings, ...rest } = recipe;
  return {
    ...rest,
    settings: { ...settings },
    corpus: { ...corpus },
    progress: { ...progress, bestLoss: progress.bestLoss ?? null },
    hashes: hashesJson(hashes),
  };
}

/** Reads `training` and `metrics` back. @throws InklingError that names what is missing or of the wrong kind */
export function readRun(
  manifest: { readonly training: Json; readonly metrics: { readonly [name: string]: number | null } },
  out: string,
): { recipe: Recipe; state: RunState } {
  const read = new Fields(manifest.training, out);
  const progress = read.fields("progress");
  const corpus = read.fields("corpus");
  const split = corpus.text("split");
  const recipe: Recipe = {
    data: read.texts("data"),
    documents: read.text("documents"),
    tokenizer: read.text("tokenizer"),
    preset: read.text("preset"),
    settings: settingsOf(read.fields("settings")),
    saveEvery: read.numberOrNull("saveEvery"),
    validationTokens: read.numberOrNull("validationTokens"),
    windows: read.choice("windows", windowChoices),
    fastMath: read.flag("fastMath", false),
    chat: read.flag("chat"),
    command: read.text("command"),
    corpus: {
      format: corpus.number("format", 1), // the first was not recorded
      corpusSha256: corpus.text("corpusSha256"),
      split: split === "hash" ? "hash" : "position",
      documents: corpus.number("documents"),
      characters: corpus.number("characters"),
      trainIds: corpus.number("trainIds"),
      validationIds: corpus.number("validationIds"),
    },
  };
  const state: RunState = {
    progress: {
      step: progress.number("step"),
      evaluatedAt: progress.number("evaluatedAt"),
      bestLoss: progress.numberOrNull("bestLoss") ?? undefined,
    },
    trainLoss: manifest.metrics["trainLoss"] ?? null,
    validationLoss: manifest.metrics["validationLoss"] ?? null,
    hashes: readHashes(read.json("hashes"), out),
  };
  return { recipe, state };
}

function settingsOf(fields: Fields): TrainSettings {
  const settings = defaultTrainSettings();
  for (const name of namesOf(settings)) settings[name] = fields.number(name);
  return settings;
}

/** The names of all training settings, in the order of the table. */
export function namesOf(settings: TrainSettings): (keyof TrainSettings)[] {
  return Object.keys(settings).filter((name): name is keyof TrainSettings => name in settings);
}

/** A JSON object read field by field, each checked. */
class Fields {
  readonly #values: ReadonlyMap<string, Json>;
  readonly #out: string;

  constructor(value: Json, out: string) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    this.#values = new Map(isObject ? Object.entries(value) : []);
    this.#out = out;
  }

  /** Whatever it is; undefined if it is not there. */
  json(name: string): Json | undefined {
    return this.#values.get(name);
  }

  text(name: string): string {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : this.#fail(name, "text");
  }

  /** One of `choices`; the first, if the field was not recorded yet. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.#values.get(name) ?? choices[0];
    return choices.find((choice) => choice === value) ?? this.#fail(name, `one of ${choices.join(", ")}`);
  }

  texts(name: string): string[] {
    const value = this.#values.get(name);
    if (!Array.isArray(value)) return this.#fail(name, "a list");
    return value.map((one: Json) => (typeof one === "string" ? one : this.#fail(name, "a list of texts")));
  }

  number(name: string, missing?: number): number {
    const value = this.#values.get(name) ?? missing;
    return typeof value === "number" ? value : this.#fail(name, "a number");
  }

  numberOrNull(name: string): number | null {
    return this.#values.get(name) === null ? null : this.number(name);
  }

  /** `missing`: what it was before the field was recorded. */
  flag(name: string, missing?: boolean): boolean {
    const value = this.#values.get(name) ?? missing;
    return typeof value === "boolean" ? value : this.#fail(name, "true or false");
  }

  fields(name: string): Fields {
    return new Fields(this.#values.get(name) ?? null, this.#out);
  }

  #fail(name: string, expected: string): never {
    throw new InklingError(
      `inkling.json in ${this.#out} does not describe a run that can go on: training.${name} should be ${expected}. Begin a new run into another --out.`,
    );
  }
}
