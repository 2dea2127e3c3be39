/** What an engine behind a channel can be asked: for each call what is given, what comes along the way, what at the end. */
import type { SuggestedSampling } from "../checkpoint/generationConfig.ts";
import type { Message } from "../data/documents.ts";
import type { SamplingSettings } from "../generate/settings.ts";
import type { Attribution } from "../inspect/attribute.ts";
import type { CutawayRow } from "../inspect/cutaway.ts";
import type { Edit } from "../inspect/edits.ts";
import type { Neighbour, TokenMap } from "../inspect/embeddings.ts";
import type { Influence } from "../inspect/influence.ts";
import type { RecordedTensor } from "../inspect/record.ts";
import type { Pasted } from "../inspect/sweep.ts";
import type { ModelConfig } from "../model/config.ts";
import type { HookName } from "../model/hooks.ts";
import type { EncodingWork } from "../tokenizer/tokenizer.ts";

/** A type, as an interface would not count as AnyCalls. */
export type EngineCalls = {
  /** Which engine this is. */
  hello: { ask: undefined; item: never; answer: EngineFacts };
  /** Makes a model of the files of its folder. */
  open: {
    ask: { readonly name: string; readonly files: Readonly<Record<string, Uint8Array>> };
    item: never;
    answer: ModelFacts;
  };
  /** Frees a model. */
  close: { ask: { readonly model: number }; item: never; answer: undefined };
  /** Cuts a text into tokens, with every step on the way. */
  tokenise: { ask: { readonly model: number; readonly text: string }; item: never; answer: EncodingWork };
  /** The ids with which a prompt begins: a conversation's up to its answer, or a text's behind its BOS. */
  prompt: { ask: { readonly model: number; readonly prompt: Prompt }; item: never; answer: number[] };
  /** The scores of all tokens behind ids, [V]. */
  next: { ask: Run; item: never; answer: Float32Array };
  /** The `count` likeliest tokens behind ids, the likeliest first. */
  likeliest: { ask: Run & { readonly count: number }; item: never; answer: LikelyToken[] };
  /** Goes on from ids, token by token. */
  generate: { ask: GenerateAsk; item: SpokenToken; answer: GenerationEnd };
  /** What the model would say at every position and after every half of a block. */
  cutaway: { ask: Run; item: never; answer: CutawayRow[] };
  /** What blanking each position, the latest first, does to the probability of a token behind the ids. */
  influence: { ask: Run & { readonly token: number }; item: Influence; answer: undefined };
  /** The probability of a token with each place of the stream, one at a time, pasted from the run over `from`. */
  sweep: {
    ask: Run & { readonly from: readonly number[]; readonly token: number };
    item: Pasted;
    answer: undefined;
  };
  /** How surprised the model is by what the assistant says in conversations: nats per token, over so many. */
  surprise: {
    ask: EditedModel & { readonly conversations: readonly (readonly Message[])[] };
    item: never;
    answer: { readonly nats: number; readonly tokens: number };
  };
  /** All tokens on a plane; and those nearest to one. */
  tokenMap: { ask: { readonly model: number }; item: never; answer: TokenMap };
  nearest: {
    ask: { readonly model: number; readonly id: number; readonly count: number };
    item: never;
    answer: Neighbour[];
  };
  /** The numbers of one of its weights. */
  weight: { ask: { readonly model: number; readonly name: string }; item: never; answer: RecordedTensor };
  /** Whether edits can be made for good, one by one. */
  bakeable: { ask: EditedModel; item: never; answer: readonly boolean[] };
  /** The model, with edits in its weights, as the files of a format that others open. */
  carry: { ask: EditedModel & CarryAsk; item: never; answer: CarriedFiles };
  /** model.safetensors of the model in which they have been. */
  bake: { ask: EditedModel; item: never; answer: Uint8Array };
  /** Activations by name. */
  record: {
    ask: Run & { readonly names: readonly HookName[] };
    item: never;
    answer: ReadonlyMap<HookName, RecordedTensor>;
  };
  /** Who wrote how much of a token's logit. */
  attribute: {
    ask: Run & { readonly token: number; readonly position: number };
    item: never;
    answer: Attribution;
  };
};

/** Which format, by the names that formats/ gives them, and what the model is to be called there. */
export interface CarryAsk {
  readonly to: string;
  readonly dtype: string;
  readonly name: string;
}

export interface CarriedFiles {
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** What the other side won't know, a sentence each. */
  readonly lost: readonly string[];
}

export interface EngineFacts {
  readonly backend: string;
  /** What was asked for and could not be had. */
  readonly notices: readonly string[];
}

export interface ModelFacts {
  /** By which later calls name it. */
  readonly model: number;
  readonly config: ModelConfig;
  readonly parameters: number;
  /** What each id stands for, as text; a part of a character shows U+FFFD. Empty where there is no tokenizer. */
  readonly vocabulary: readonly string[];
  /** Its weights, by the names that edits use. */
  readonly weights: readonly WeightFacts[];
  /** It can be talked to: it learned from conversations, and there is a template for them. */
  readonly chat: boolean;
  /** What was passed over when it was opened, a sentence each. */
  readonly notes: readonly string[];
  readonly sampling: SuggestedSampling;
}

export interface WeightFacts {
  readonly name: string;
  readonly shape: readonly number[];
}

export type Prompt = { readonly messages: readonly Message[] } | { readonly text: string };

export interface EditedModel {
  readonly model: number;
  readonly edits?: readonly Edit[];
}

/** One pass of an edited model over ids. */
export interface Run extends EditedModel {
  readonly ids: readonly number[];
}

export interface GenerateAsk extends Run {
  readonly sampling?: Partial<SamplingSettings>;
  readonly seed: number;
  readonly maxTokens: number;
  /** How many of the likeliest tokens come beside each that was chosen. */
  readonly likeliest: number;
}

export interface LikelyToken {
  readonly id: number;
  readonly probability: number;
}

export interface SpokenToken extends LikelyToken {
  /** What it adds to the text: a character that is spread over several tokens comes with its last. */
  readonly text: string;
  /** The likeliest, whether chosen or not, by the model's own odds. */
  readonly likeliest: readonly LikelyToken[];
}

export interface GenerationEnd {
  /** It ended the text by itself, or there were maxTokens. */
  readonly why: "end" | "length";
  /** What was held back of an unfinished character. */
  readonly rest: string;
}
