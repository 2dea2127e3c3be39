/** What users tell about themselves and ask for later: the answer is not known, it is in the conversation. */
import type { Turn } from "../conversation/turn.ts";
import type { Favourite, Memory, MemoryFamily } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { nameOf } from "../language/invented.ts";
import type { Phrases, Slots } from "../language/phrases.ts";
import { boys, girls, petNames } from "../phrases/names.ts";
import {
  acknowledgements,
  changes,
  favouriteAsk,
  favourites,
  favouriteTell,
  ignorance,
  notToldReplies,
  otherFamilies,
  personAsk,
  personTell,
  petAsk,
  pets,
  petTell,
  relations,
  towns,
  twoFrames,
  userName,
} from "../phrases/recall.ts";

/** One thing that the user told. */
export interface Remembered {
  readonly kind: string;
  readonly value: string;
}

/** The user tells one thing, and the model takes note. */
export function remember(draw: Draw): { readonly turn: Turn; readonly remembered: Remembered } {
  const { name, kind, value } = drawKind(draw);
  const slots = slotsOf(kind, value);
  return {
    turn: {
      user: drawFrom(draw, kind.tell, slots),
      reply: draw.say(kind.welcome ?? acknowledgements, {
        ...slots,
        yours: statement(draw, kind.yours, kind, value),
      }),
      check: { accept: [[keyOf(kind, value)]] },
    },
    remembered: { kind: name, value },
  };
}

/** The user tells two things of different kinds in one message. */
export function rememberTwo(draw: Draw): { readonly turn: Turn; readonly remembered: readonly Remembered[] } {
  const first = drawKind(draw);
  let second = drawKind(draw);
  while (second.name === first.name || second.value === first.value) second = drawKind(draw);
  const mine = [first, second].map(({ kind, value }) => statement(draw, kind.mine, kind, value));
  const yours = [first, second].map(({ kind, value }) => statement(draw, kind.yours, kind, value));
  const user = draw.chance(0.4)
    ? [first, second].map(({ kind, value }) => drawFrom(draw, kind.tell, slotsOf(kind, value))).join(" ")
    : draw.ask(twoFrames, { a: mine[0], A: capitalised(mine[0]), b: mine[1] });
  return {
    turn: {
      user,
      reply: `I will remember that ${yours[0]} and that ${yours[1]}.`,
      check: { accept: [first, second].map(({ kind, value }) => [keyOf(kind, value)]) },
    },
    remembered: [first, second].map(({ name, value }) => ({ kind: name, value })),
  };
}

/** The user asks for something told before. */
export function recall(draw: Draw, remembered: Remembered): Turn {
  const kind = kinds[remembered.kind];
  return {
    user: drawFrom(draw, kind.ask, slotsOf(kind, remembered.value)),
    reply: `${capitalised(statement(draw, kind.yours, kind, remembered.value))}.`,
    brief: remembered.value,
    check: { accept: [[keyOf(kind, remembered.value)]] },
  };
}

/** The user asks for something of a kind that is not among what was told. */
export function notTold(draw: Draw, told: readonly Remembered[] = []): Turn {
  let drawn = drawKind(draw);
  while (told.some(({ kind }) => kind === drawn.name)) drawn = drawKind(draw);
  const slots = slotsOf(drawn.kind, "");
  return {
    user: drawFrom(draw, drawn.kind.ask, slots),
    reply: draw.say(notToldReplies, { label: draw.say([drawn.kind.label], slots) }),
    check: { accept: [ignorance] },
  };
}

/** The user corrects something told before. */
export function change(
  draw: Draw,
  remembered: Remembered,
): { readonly turn: Turn; readonly remembered: Remembered } {
  const kind = kinds[remembered.kind];
  let value = drawValue(draw, kind);
  while (value === remembered.value) value = drawValue(draw, kind);
  const mine = statement(draw, kind.mine, kind, value);
  const slots = { ...slotsOf(kind, value), mine, Mine: capitalised(mine), old: remembered.value };
  return {
    turn: {
      user: capitalised(draw.ask(kind.change ?? changes, slots)),
      reply: `Thank you, I will remember that ${statement(draw, kind.yours, kind, value)}.`,
      check: { accept: [[keyOf(kind, value)]] },
    },
    remembered: { kind: remembered.kind, value },
  };
}

// The kinds of things that are told

const families: readonly MemoryFamily[] = [
  { weight: 4, kinds: { name: userName } },
  { weight: 3, kinds: kindsOf(pets, pet) },
  {
    weight: 3,
    kinds: {
      ...kindsOf(relations.either, (who) => relation(who, girls, boys)),
      ...kindsOf(relations.she, (who) => relation(who, girls)),
      ...kindsOf(relations.he, (who) => relation(who, boys)),
    },
  },
  {
    weight: 5,
    kinds: Object.fromEntries(Object.entries(favourites).map(([name, one]) => [name, favourite(one)])),
  },
  ...otherFamilies,
];

const kinds: Readonly<Record<string, Memory>> = Object.assign({}, ...families.map((family) => family.kinds));

function kindsOf(
  names: readonly string[],
  kindOf: (name: string) => Memory,
): Readonly<Record<string, Memory>> {
  return Object.fromEntries(names.map((name) => [name, kindOf(name)]));
}

function favourite({ thing, values, tell, ask }: Favourite): Memory {
  return {
    values: [values],
    slots: { thing },
    tell: [favouriteTell, tell],
    mine: "[my favourite {thing} is {value}|the {thing} I like best is {value}]",
    yours: "your favourite {thing} is {value}",
    ask: [favouriteAsk, ask],
    label: "your favourite {thing}",
  };
}

function pet(pet: string): Memory {
  return {
    values: [petNames],
    slots: { pet },
    tell: [petTell],
    mine: "my {pet} is called {value}",
    yours: "your {pet} is called {value}",
    ask: [petAsk],
    label: "what your {pet} is called",
  };
}

function relation(who: string, ...values: readonly Phrases[]): Memory {
  return {
    values,
    slots: { who },
    tell: [personTell],
    mine: "my {who} is called {value}",
    yours: "your {who} is called {value}",
    ask: [personAsk],
    label: "what your {who} is called",
  };
}

// Helpers

function slotsOf(kind: Memory, value: string): Slots {
  return { ...kind.slots, value, Value: capitalised(value) };
}

/** What an answer has to contain: "the fox" is also right as "a fox". */
function keyOf({ lastWord }: Memory, value: string): string {
  return (lastWord ? value.slice(value.lastIndexOf(" ") + 1) : value).replace(/^(a|an|the) /, "");
}

function drawFrom(draw: Draw, banks: readonly Phrases[], slots: Slots): string {
  return capitalised(draw.ask(draw.choose(banks), slots));
}

/** A kind, and a value of it that this side of the split may use. */
function drawKind(draw: Draw): { readonly name: string; readonly kind: Memory; readonly value: string } {
  const [name, kind] = draw.choose(Object.entries(draw.weighted(families).kinds));
  return { name, kind, value: drawValue(draw, kind) };
}

/** Lists whose entries could be anything: training also makes some up. */
const properNames: readonly Phrases[] = [girls, boys, petNames, towns];

/**
 * Short lists, such as the seasons, the months and the colours, are not divided: too little would be left to
 * learn from, and validation would have a single value, which cannot be changed into another.
 */
const SMALLEST_DIVIDED = 24;

function drawValue(draw: Draw, kind: Memory): string {
  const values = draw.choose(kind.values);
  if (properNames.includes(values)) return nameOf(draw, values);
  return draw.choose(values.length < SMALLEST_DIVIDED ? values : draw.own(values, (value) => value));
}

function statement(draw: Draw, form: string, kind: Memory, value: string): string {
  return draw.say([form], slotsOf(kind, value));
}
