/**
 * Questions that Inkling cannot answer, and says so: about the world outside Quill, and about what the table leaves open.
 *
 * Knows no answer to any of them. A topic of the world belongs to one side of the split as a whole: what the test asks
 * about never occurs in training, so the model has to notice that it does not know.
 */
import type { Turn } from "../conversation/turn.ts";
import type { Holder } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised, named } from "../language/grammar.ts";
import { nameOf } from "../language/invented.ts";
import { phraseBook } from "../language/phraseBook.ts";
import type { Phrases } from "../language/phrases.ts";
import { strangers } from "../phrases/names.ts";
import { outside, topics } from "../phrases/unknown.ts";
import {
  lacks,
  noStranger,
  openAttributes,
  strangeBoatPhrases,
  strangeBoats,
  strangePlacePhrases,
  strangePlaces,
  strangerPhrases,
} from "../phrases/unknownInQuill.ts";
import { type Subject, subjects, valuesOf } from "../world/subjects.ts";

/** "What is the capital of Peru?" */
export function unknown(draw: Draw): Turn {
  const { questions, slots, replies = outside } = draw.choose(draw.own(topics, ({ topic }) => topic));
  const values = Object.entries(slots ?? {}).map(([slot, entries]) => [slot, draw.choose(entries)]);
  return {
    user: capitalised(draw.say(questions, Object.fromEntries(values))),
    reply: draw.say(replies),
    check: { accept: "unknown" },
  };
}

/** What the table leaves open: people and places that are not in it, attributes it does not have, and what somebody lacks. */
export function unknownInQuill(draw: Draw): Turn {
  return draw.weighted(openKinds).make(draw);
}

const openKinds: readonly { readonly weight: number; make(draw: Draw): Turn }[] = [
  { weight: 30, make: stranger },
  { weight: 8, make: strangePlace },
  { weight: 5, make: strangeBoat },
  { weight: 40, make: openAttribute },
  { weight: 17, make: missing },
];

/** "Where does Oskar live?" */
function stranger(draw: Draw): Turn {
  const name = nameOf(draw, strangers);
  return {
    user: askAs(draw, "person", strangerPhrases, name),
    reply: draw.say(noStranger, { s: name }),
    check: { accept: "unknown" },
  };
}

/** "When does the bank open?" */
function strangePlace(draw: Draw): Turn {
  const place = draw.choose(draw.own(strangePlaces, (name) => name));
  return {
    user: askAs(draw, "place", strangePlacePhrases, `the ${place}`),
    reply: `I don't know of any ${place} in Quill.`,
    check: {
      accept: [["don't know", "do not know", "no", "not", "isn't", "doesn't", "never"]],
      reject: ["yes"],
    },
  };
}

/** "Who owns the Osprey?" */
function strangeBoat(draw: Draw): Turn {
  const name = `the ${nameOf(draw, strangeBoats)}`;
  return {
    user: askAs(draw, "boat", strangeBoatPhrases, name),
    reply: `I don't know any boat called ${name} in Quill.`,
    check: { accept: "unknown" },
  };
}

/** "What is Ada's shoe size?" */
function openAttribute(draw: Draw): Turn {
  const {
    of,
    tell = "that about {s}",
    questions,
  } = draw.choose(draw.own(openAttributes, ({ of, attribute }) => `${of} ${attribute}`));
  const [asked, told] = calledBy(draw, draw.choose(holders(of)));
  return {
    user: capitalised(draw.say(questions, named(asked))),
    reply: draw.say([`I don't know ${tell}.`], named(told)),
    check: { accept: "unknown" },
  };
}

/** "What is Dov's pet called?" He has none. */
function missing(draw: Draw): Turn {
  const { attribute, ask, reply } = draw.choose(lacks);
  const without = subjects.filter(({ kind, values }) => kind === "person" && values[attribute] === undefined);
  const [asked, told] = calledBy(draw, draw.choose(without));
  const phrases = draw.chance(AS_OF_OTHERS) ? phraseBook.person[attribute].ask : ask;
  return {
    user: capitalised(draw.ask(phrases, named(asked))),
    reply: draw.say([reply], named(told)),
    check: {
      accept: [
        ["no", "not", "none", "nobody", "never", "without", "doesn't", "hasn't", "isn't", "don't know of"],
      ],
      reject: valuesOf("person", attribute).map((value) => value.toLowerCase().replace(/^the /, "")),
    },
  };
}

/** How often what is not there is asked for with the very words that ask for what is. */
const AS_OF_OTHERS = 0.6;

function askAs(draw: Draw, kind: Subject["kind"], others: Phrases, name: string): string {
  const phrases = draw.chance(AS_OF_OTHERS) ? draw.choose(Object.values(phraseBook[kind])).ask : others;
  return capitalised(draw.ask(phrases, named(name)));
}

function holders(of: Holder): readonly Pick<Subject, "name" | "title">[] {
  if (of === "village") return [{ name: "Quill" }];
  if (of === "grown-up")
    return subjects.filter(({ kind, values }) => kind === "person" && Number(values.age) >= 18);
  return subjects.filter(({ kind }) => kind === of);
}

/** By name or by title in a question; by both in the answer, which then says who it is. */
function calledBy(
  draw: Draw,
  { name, title }: Pick<Subject, "name" | "title">,
): readonly [asked: string, told: string] {
  return title !== undefined && draw.chance(0.25) ? [title, `${name} ${title}`] : [name, name];
}
