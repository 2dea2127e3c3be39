/**
 * What someone asks to be trained, before anything is read: the flags of `inkling train`, or what `npm start -- learn` wants.
 * Whatever is left out has a default here, so that a resumed run can tell "not said" from "said to be the default".
 */
import type { ModelConfig, TrainSettings } from "inkling";

/** Where the windows that a step learns from begin. */
export const windowChoices = ["anywhere", "documents"] as const;
export type Windows = (typeof windowChoices)[number];

export interface RunRequest {
  /** The run's folder. */
  readonly out: string;
  /** Texts and folders; none only when resuming. */
  readonly data: readonly string[];
  /** What a document is, as --documents spells it. */
  readonly documents?: string;
  /** "char", "bpe", or the path of a tokenizer.json. */
  readonly tokenizer?: string;
  /** Only for a BPE that is to be trained. */
  readonly vocabSize?: number;
  readonly preset?: string;
  /** What differs from the preset. */
  readonly shape?: Partial<ModelConfig>;
  readonly settings?: Partial<TrainSettings>;
  readonly saveEvery?: number;
  readonly validationTokens?: number;
  readonly windows?: Windows;
  /** How the model card says the run was made. */
  readonly command: string;
}

export const requestDefaults = {
  /** A file is one document: right for a book, and harmless elsewhere. */
  documents: "file",
  /** Nothing to learn before learning begins, and the smallest model: right for the small data one begins with. */
  tokenizer: "char",
  /** Enough for the frequent words of a few megabytes. */
  vocabSize: 1024,
  preset: "first",
  /** Every token is learned once in an epoch. */
  windows: "anywhere",
} as const;

/** How the flag of a setting is spelled: contextLength → --context, dModel → --d-model. */
export function flagOf(name: string): string {
  if (name === "contextLength") return "--context";
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
