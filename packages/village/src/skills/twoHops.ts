/**
 * Facts in two hops: "What colour is Ada's boat?" The answer names its middle step, because that is how a small model can
 * do it at all: "Ada's boat is the Wren, and it is red."
 *
 * Which pairs of hops are asked in training, and which only in the test, is divided before anything is said.
 */
import type { Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised, clause, named, pronounOf } from "../language/grammar.ts";
import { personNouns } from "../language/personPhrases.ts";
import { type Fact, factsOf, valueSlots } from "../language/phraseBook.ts";
import type { Phrases } from "../language/phrases.ts";
import { type Kind, type Subject, subjectOf, subjects } from "../world/subjects.ts";
import { valueCheck } from "./facts.ts";

/** A first hop: from a subject, by an attribute, to another subject, and what that one is called from here. */
interface Link {
  readonly from: Kind;
  readonly attribute: string;
  readonly nouns: Phrases;
}

const links: readonly Link[] = [
  { from: "person", attribute: "friend", nouns: personNouns.friend },
  { from: "person", attribute: "sibling", nouns: personNouns.sibling },
  { from: "person", attribute: "boat", nouns: personNouns.boat },
  { from: "person", attribute: "animal", nouns: personNouns.animal },
  { from: "person", attribute: "work", nouns: personNouns.work },
  { from: "boat", attribute: "owner", nouns: personNouns.boatOwner },
  { from: "animal", attribute: "owner", nouns: personNouns.animalOwner },
  {
    from: "feast",
    attribute: "leader",
    nouns: ["the leader of {s}", "the person who leads {s}", "whoever leads {s}"],
  },
  { from: "feast", attribute: "place", nouns: ["the place where {s} is held", "the place of {s}"] },
  {
    from: "thing",
    attribute: "maker",
    nouns: ["the maker of {s}", "the person who made {s}", "whoever made {s}"],
  },
  { from: "thing", attribute: "place", nouns: ["the place where {s} is kept", "the home of {s}"] },
];

/** Two hops: from the subject over the link to the middle, of which a fact is asked. */
export interface Chain {
  readonly subject: Subject;
  readonly link: Link;
  readonly middle: Subject;
  readonly end: Fact;
}

export const chains: readonly Chain[] = links.flatMap((link) =>
  subjects.flatMap((subject) => {
    const middle = subject.kind === link.from ? subjectOf(subject.values[link.attribute] ?? "") : undefined;
    if (middle === undefined) return [];
    // Not back to where the question came from: "Who owns Ada's boat?"
    const ends = factsOf(middle).filter(({ value }) => value !== subject.name);
    return ends.map((end) => ({ subject, link, middle, end }));
  }),
);

export function chainKey({ subject, link, end }: Chain): string {
  return `${subject.name}|${link.attribute}|${end.attribute}`;
}

/** A question whose pair this side of the split may use. */
export function twoHops(draw: Draw): Turn {
  return askChain(draw, draw.choose(draw.own(chains, chainKey)));
}

export function askChain(draw: Draw, { subject, link, middle, end }: Chain): Turn {
  const byTitle = subject.title !== undefined && draw.chance(0.3);
  const origin = byTitle && subject.title ? subject.title : subject.name;
  const noun = draw.say(link.nouns, named(origin));
  const [plain] = link.nouns;
  const known = draw.say([plain], named(byTitle ? `${subject.name} ${subject.title}` : subject.name));
  const told = clause(draw.say(end.phrases.tell, { ...pronounOf(middle), ...valueSlots(end, end.value) }));
  const reply = `${capitalised(known)} is ${middle.name}, and ${told}.`;
  const check = valueCheck(middle, end.attribute);
  return {
    user: capitalised(draw.ask(end.phrases.ask, named(noun))),
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
