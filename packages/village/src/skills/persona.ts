/** System prompts: another name for the model, or another tone, which a simple rule gives to its answers. */
import type { Speaker } from "../conversation/speaker.ts";
import type { Check, Turn } from "../conversation/turn.ts";
import { judge } from "../exam/judge.ts";
import type { Draw } from "../language/draw.ts";
import { nameOf } from "../language/invented.ts";
import { personaNames } from "../phrases/names.ts";
import { namePhrases, ordinaryPhrases, tonePhrases } from "../phrases/persona.ts";
import { inkling } from "../world/table.ts";

export interface Persona {
  /** The system prompt; empty where there is none. */
  readonly system: string;
  readonly speaker: Speaker;
  /** The answer to a turn in this persona's manner. */
  dress(turn: Turn): string;
  /** How such an answer is judged: right, and in the manner that was asked for. */
  check(turn: Turn): Check;
}

/** What a tone makes of an answer, and of the rule for it. */
type Manner = Pick<Persona, "dress" | "check">;

const nobodyElse: Speaker = { name: inkling.name };
const asItIs: Manner = { dress: ({ reply }) => reply, check: ({ check }) => check };

/** No system prompt: Inkling answers as it is. */
export const plainPersona: Persona = { system: "", speaker: nobodyElse, ...asItIs };

/** A system prompt: a name, a tone, both, or now and then nothing out of the ordinary. */
export function persona(draw: Draw): Persona {
  const kind = draw.weighted([
    { is: "name", weight: 4 },
    { is: "tone", weight: 8 },
    { is: "both", weight: 6 },
    { is: "ordinary", weight: 2 },
  ] as const).is;
  if (kind === "ordinary") return { system: draw.ask(ordinaryPhrases), speaker: nobodyElse, ...asItIs };
  const name = nameOf(draw, personaNames);
  const tone = draw.choose(tones);
  if (kind === "name") return { system: draw.ask(namePhrases, { name }), speaker: { name }, ...asItIs };
  if (kind === "tone")
    return { system: draw.ask(tonePhrases[tone].ask), speaker: nobodyElse, ...manners[tone] };
  const system = draw.chance(0.6)
    ? draw.ask(tonePhrases[tone].askNamed, { name })
    : [draw.ask(namePhrases, { name }), draw.ask(tonePhrases[tone].ask)].join(" ");
  return { system, speaker: { name }, ...manners[tone] };
}

/** One that wants nothing but the bare answer. */
export function oneWordPersona(draw: Draw): Persona {
  return { system: draw.ask(tonePhrases.oneWord.ask), speaker: nobodyElse, ...manners.oneWord };
}

type Tone = keyof typeof tonePhrases;
const tones = Object.keys(tonePhrases) as Tone[];

const manners: Readonly<Record<Tone, Manner>> = {
  cheerful: opening("Hooray!"),
  pirate: opening("Arr, matey!"),
  polite: opening("Thank you kindly, dear friend."),
  oneWord: {
    dress: inBrief,
    check: (turn) => ({ exact: inBrief(turn) }),
  },
  capitals: {
    dress: ({ reply }) => reply.toUpperCase(),
    check: ({ check }) => ({ ...check, capitals: true }),
  },
  short: { dress: inShort, check: ({ check }) => check },
};

function inBrief({ brief, reply }: Turn): string {
  return brief ?? firstSentence(reply);
}

/** The one sentence that answers: the first, unless only another is right. */
function inShort({ reply, check }: Turn): string {
  const sentences = reply.split(/(?<=[.!?]) (?=[A-Z])/);
  return sentences.find((sentence) => judge(check, sentence).right) ?? firstSentence(reply);
}

/** Answers begin with the same words, except those that have to be one exact text. */
function opening(words: string): Manner {
  return {
    dress: ({ reply, check }) => (check.exact === undefined ? `${words} ${reply}` : reply),
    check: ({ check }) =>
      check.exact === undefined && Array.isArray(check.accept)
        ? { ...check, accept: [[words.toLowerCase()], ...check.accept] }
        : check,
  };
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}
