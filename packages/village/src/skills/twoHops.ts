/**
 * Facts in two hops: "What colour is Ada's boat?" The answer names its middle step, because that is how a small model can
 * do it at all: "Ada's boat is the Wren, and it is red."
 *
 * Which pairs of hops are asked in training, and which only in the test, is divided before anything is said.
 */
import type { Turn } from "../conversation/turn.ts";
import type { Description, Link } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised, clause, named, pronounOf } from "../language/grammar.ts";
import { type Fact, factsOf, valueSlots } from "../language/phraseBook.ts";
import type { Phrases } from "../language/phrases.ts";
import { descriptions, links } from "../phrases/twoHops.ts";
import { type Subject, subjectOf, subjects, subjectsWith, valuesOf } from "../world/subjects.ts";
import { alike, valueCheck } from "./facts.ts";

/** Two hops: to the middle, by what it is to a subject or by what is true of it alone; and to a fact of it. */
export interface Chain {
  readonly first: Hop;
  readonly middle: Subject;
  readonly end: Fact;
}

/** "Ada's boat", or "the boat that carries bread". */
export type Hop =
  | { readonly by: "link"; readonly subject: Subject; readonly link: Link }
  | { readonly by: "description"; readonly description: Description; readonly value: string };

const linked: readonly Chain[] = links.flatMap((link) =>
  subjects.flatMap((subject) => {
    const middle = subject.kind === link.from ? subjectOf(subject.values[link.attribute] ?? "") : undefined;
    if (middle === undefined) return [];
    // Not back to where the question came from: "Who owns Ada's boat?"
    const ends = factsOf(middle).filter(({ value }) => value !== subject.name);
    return ends.map((end): Chain => ({ first: { by: "link", subject, link }, middle, end }));
  }),
);

const described: readonly Chain[] = descriptions.flatMap((description) =>
  valuesOf(description.kind, description.attribute).flatMap((value) => {
    const [middle, ...others] = subjectsWith(description.kind, description.attribute, value);
    const isUnclear = valuesOf(description.kind, description.attribute).some((other) => alike(value, other));
    if (others.length > 0 || isUnclear) return [];
    const ends = factsOf(middle).filter(({ attribute }) => attribute !== description.attribute);
    return ends.map((end): Chain => ({ first: { by: "description", description, value }, middle, end }));
  }),
);

export const chains: readonly Chain[] = [...linked, ...described];

export function chainKey({ first, end }: Chain): string {
  return first.by === "link"
    ? `${first.subject.name}|${first.link.attribute}|${end.attribute}`
    : `${first.description.attribute} ${first.value}|${end.attribute}`;
}

/** A question whose pair this side of the split may use. */
export function twoHops(draw: Draw): Turn {
  return askChain(draw, drawChain(draw));
}

/** A pair that this side of the split may ask: by a link twice as often as by a description. */
export function drawChain(draw: Draw): Chain {
  return draw.choose(draw.own(draw.chance(0.65) ? linked : described, chainKey));
}

export function askChain(draw: Draw, chain: Chain): Turn {
  const { middle, end } = chain;
  const { noun, known } = firstHop(draw, chain);
  const told = clause(draw.say(end.phrases.tell, { ...pronounOf(middle), ...valueSlots(end, end.value) }));
  const reply = `${capitalised(known)}, and ${told}.`;
  const check = valueCheck(middle, end.attribute);
  return {
    user: capitalised(askAbout(draw, end.phrases.ask, noun)),
    reply,
    brief: capitalised(end.value),
    check: {
      ...check,
      // "Cora the teacher's best friend is a librarian" names two jobs, and is right.
      reject: (check.reject ?? []).filter((other) => !reply.toLowerCase().includes(other)),
      middle: [middle.name.toLowerCase().replace(/^the /, "")],
    },
  };
}

/** Nouns that take no 's: "the person who owns the Wren's age" would be the age of the Wren. */
const longNoun = /\b(who|whoever|that|with|where|of|painted|in)\b/i;
const TRIES = 20;

function askAbout(draw: Draw, phrases: Phrases, noun: string): string {
  const slots = named(noun);
  let text = draw.ask(phrases, slots);
  for (let i = 0; i < TRIES && longNoun.test(noun) && text.includes(`${slots["s's"]}`); i++)
    text = draw.ask(phrases, slots);
  return text;
}

/** What stands in the question for the middle, and how the answer says who or what it is. */
function firstHop(draw: Draw, { first, middle }: Chain): { readonly noun: string; readonly known: string } {
  if (first.by === "description") {
    const noun = draw.say(first.description.nouns, { o: first.value });
    const [plain] = first.description.nouns;
    return { noun, known: `${middle.name} is ${draw.say([plain], { o: first.value })}` };
  }
  const { subject, link } = first;
  const byTitle = subject.title !== undefined && draw.chance(0.3);
  const origin = byTitle && subject.title ? subject.title : subject.name;
  const [plain] = link.nouns;
  const whole = draw.say([plain], named(byTitle ? `${subject.name} ${subject.title}` : subject.name));
  return { noun: draw.say(link.nouns, named(origin)), known: `${whole} is ${middle.name}` };
}
