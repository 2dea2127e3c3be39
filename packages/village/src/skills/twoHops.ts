/**
 * Facts in two hops: "What colour is Ada's boat?" The answer names its middle step, because that is how a small model can
 * do it at all: "Ada's boat is the Wren, and it is red."
 *
 * Which pairs of hops are asked in training, and which only in the test, is divided before anything is said.
 */
import type { Turn } from "../conversation/turn.ts";
import type { Link } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised, clause, named, pronounOf } from "../language/grammar.ts";
import { type Fact, factsOf, valueSlots } from "../language/phraseBook.ts";
import { links } from "../phrases/twoHops.ts";
import { type Subject, subjectOf, subjects } from "../world/subjects.ts";
import { valueCheck } from "./facts.ts";

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
