/**
 * What the banks in phrases/ hold, skill by skill: how a thing is asked for, and how it is answered.
 *
 * The attributes of the village's people and things are so many that they have a file of their own: attributes.ts.
 */
import type { Kind } from "../world/subjects.ts";
import type { Phrases, Slots } from "./phrases.ts";

/** The village itself. Slot of `tell`: {o}, the value. */
export interface VillagePhrases {
  readonly ask: Phrases;
  readonly tell: Phrases;
}

/** Ages compared: "older", "oldest". */
export interface AgeWord {
  readonly older: string;
  readonly oldest: string;
  /** It means the larger age. */
  readonly isMore: boolean;
}

/** What two people may have in common. Slots: {a}, {a's}, {b}, {b's}. */
export interface SharedAttribute {
  readonly attribute: string;
  readonly ask: Phrases;
}

/** All of a kind: "people" that "live" in Quill. */
export interface Total {
  readonly kind: Kind;
  readonly nouns: string;
  readonly verb: string;
}

/** A first hop by what is true of somebody or something alone: "the person who is afraid of {o}". */
export interface Description {
  readonly kind: Kind;
  readonly attribute: string;
  readonly nouns: Phrases;
}

/** A first hop: from a subject, by an attribute, to another subject, and what that one is called from here. */
export interface Link {
  readonly from: Kind;
  readonly attribute: string;
  /** Slots: {s}, {s's}. */
  readonly nouns: Phrases;
}

/** What is counted: {o} is the value, "boats" what has it. */
export interface CountedGroup {
  readonly kind: Kind;
  readonly attribute: string;
  readonly noun: string;
  /** After "how many boats": "are {o}". */
  readonly predicate: string;
}

export interface Comparison {
  readonly adjective: "larger" | "smaller";
  /** How it is asked which of two is, and whether one is. */
  readonly which: Phrases;
  readonly whether: Phrases;
  /** All words for it. */
  readonly words: Phrases;
}

/** One thing that is asked about Inkling. Slots: {me}, who answers, and those of the table. */
export interface SelfTopic {
  readonly ask: Phrases;
  readonly reply: Phrases;
  readonly brief?: string;
  /** As in Check, a group being "this|that": from every group at least one occurs. */
  readonly accept: Phrases;
  readonly reject?: string;
}

/** Slots of replies: {name} who answers, {fact} something true; {friend}, {likes} … as in the table. */
export interface ChatTopic {
  readonly ask: Phrases;
  /** The first sentence passes the check alone: some system prompts ask for no more. */
  readonly reply: Phrases;
  readonly accept: readonly Phrases[];
  readonly reject?: Phrases;
  readonly brief?: string;
}

export interface Greeting {
  readonly ask: Phrases;
  readonly reply: string;
}

/** Something of the world outside. */
export interface UnknownTopic {
  readonly topic: string;
  /** Asked on the side of the topic: they are not divided once more. */
  readonly questions: Phrases;
  /** What fills the slots: slot → values. */
  readonly slots?: Readonly<Record<string, Phrases>>;
  /** Where the usual answer does not fit. */
  readonly replies?: Phrases;
}

/** Who or what may be asked for the attribute; of a grown-up: not of a child. */
export type Holder = Kind | "grown-up" | "village";

/** What the table has of nobody. */
export interface OpenAttribute {
  readonly of: Holder;
  readonly attribute: string;
  /** After "I don't know": "{s's} shoe size". Slots here and below: {s}, {s's}. */
  readonly tell?: string;
  /** Not divided once more, as with topics. */
  readonly questions: Phrases;
}

/** What some people of the village do not have. */
export interface Lack {
  readonly attribute: "boat" | "animal" | "instrument" | "sibling";
  readonly reply: string;
  /** Beside the phrases that ask who has one. */
  readonly ask: Phrases;
}

/** What all topics of a kind are declined with. */
export interface Advice {
  readonly replies: Phrases;
  /** Whom to ask, in lower case: one of them has to be named. */
  readonly who: Phrases;
}

export interface DeclinedTopic {
  readonly topic: string;
  readonly kind: Advice;
  /** Asked on the side of the topic: they are not divided once more. */
  readonly questions: Phrases;
}

/**
 * Something that users tell about themselves and ask for later.
 *
 * Slots everywhere: {value}, {Value} with a capital, and those of the kind. Where a kind has two banks of
 * phrases, the first is shared with others; each is divided for itself, so that a shared phrase is on one
 * side for all.
 */
export interface Memory {
  /** Lists of values; one is chosen, then an entry of it. */
  readonly values: readonly Phrases[];
  readonly slots?: Slots;
  /** The user tells it. */
  readonly tell: readonly Phrases[];
  /** The user's statement, to be put into other sentences. */
  readonly mine: string;
  /** The model's statement. */
  readonly yours: string;
  /** The user asks for it. */
  readonly ask: readonly Phrases[];
  /** "You have not told me … yet." */
  readonly label: string;
  /** The model's answer to being told, where it is another than "I will remember that …". */
  readonly welcome?: Phrases;
  /** The user corrects it, where the common ways do not fit. Also has the slot {old}. */
  readonly change?: Phrases;
  /** Of the value, only its last word has to occur in an answer; otherwise all of it. */
  readonly lastWord?: true;
}

/** A family is chosen by its weight, then a kind of it. */
export interface MemoryFamily {
  readonly weight: number;
  readonly kinds: Readonly<Record<string, Memory>>;
}

/** The user's favourite of its kind, and the ways of telling it and asking for it that other kinds do not share. */
export interface Favourite {
  readonly thing: string;
  readonly values: Phrases;
  readonly tell: Phrases;
  readonly ask: Phrases;
}

/** A system prompt that asks for a tone: alone, and with the name {name}. */
export interface TonePhrases {
  readonly ask: Phrases;
  readonly askNamed: Phrases;
}

/** What the hero of a story wants, and what the hero did in the end. */
export interface Wish {
  readonly want: string;
  readonly done: string;
}

/** What a request for a story may ask for beside the hero. Each replaces a piece of the story. */
export interface Wanted {
  readonly wish?: Wish;
  readonly trouble?: string;
  /** Who comes and helps: "a kind fox". */
  readonly helper?: string;
  /** The whole sentence of help. */
  readonly help?: string;
  readonly ending?: string;
}

export interface Theme extends Wanted {
  readonly theme: string;
  /** One of these is in a story of that theme. */
  readonly accept: Phrases;
}
