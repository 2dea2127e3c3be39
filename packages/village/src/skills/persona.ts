/** System prompts: another name for the model, or another tone, which a simple rule gives to its answers. */
import type { Speaker } from "../conversation/speaker.ts";
import type { Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { personaNames } from "../phrases/names.ts";
import { namePhrases, ordinaryPhrases, tonePhrases } from "../phrases/persona.ts";
import { inkling } from "../world/table.ts";

export interface Persona {
  /** The system prompt; empty where there is none. */
  readonly system: string;
  readonly speaker: Speaker;
  /** The answer to a turn in this persona's manner. */
  dress(turn: Turn): string;
}

const nobodyElse: Speaker = { name: inkling.name };
const undressed = ({ reply }: Turn) => reply;

/** No system prompt: Inkling answers as it is. */
export const plainPersona: Persona = { system: "", speaker: nobodyElse, dress: undressed };

/** A system prompt: a name, a tone, both, or now and then nothing out of the ordinary. */
export function persona(draw: Draw): Persona {
  const kind = draw.weighted([
    { is: "name", weight: 4 },
    { is: "tone", weight: 8 },
    { is: "both", weight: 6 },
    { is: "ordinary", weight: 2 },
  ] as const).is;
  if (kind === "ordinary")
    return { system: draw.ask(ordinaryPhrases), speaker: nobodyElse, dress: undressed };
  const name = draw.choose(draw.own(personaNames, (name) => name));
  const tone = draw.choose(tones);
  if (kind === "name")
    return { system: draw.ask(namePhrases, { name }), speaker: { name }, dress: undressed };
  if (kind === "tone")
    return { system: draw.ask(tonePhrases[tone].ask), speaker: nobodyElse, dress: dresses[tone] };
  const system = draw.chance(0.6)
    ? draw.ask(tonePhrases[tone].askNamed, { name })
    : [draw.ask(namePhrases, { name }), draw.ask(tonePhrases[tone].ask)].join(" ");
  return { system, speaker: { name }, dress: dresses[tone] };
}

type Tone = keyof typeof tonePhrases;
const tones = Object.keys(tonePhrases) as Tone[];

/** What each tone does to an answer. */
const dresses: Readonly<Record<Tone, (turn: Turn) => string>> = {
  cheerful: opening("Hooray!"),
  pirate: opening("Arr, matey!"),
  polite: opening("Thank you kindly, dear friend."),
  oneWord: ({ brief, reply }) => brief ?? firstSentence(reply),
  capitals: ({ reply }) => reply.toUpperCase(),
  short: ({ reply }) => firstSentence(reply),
};

/** Answers begin with the same words, except those that have to be one exact text. */
function opening(words: string): (turn: Turn) => string {
  return ({ reply, check }) => (check.exact === undefined ? `${words} ${reply}` : reply);
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}
