/**
 * Very short stories about somebody whom the user names: a name, a kind of animal, a villager, or a villager's pet.
 *
 * A story is a sentence each from a small grammar: opening, wish, trouble, help, ending. All pieces fit each other, and what
 * is said of villagers, pets and boats is true to the table. Of names the grammar does not know he from she, so there it
 * repeats the name.
 */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Wanted } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { nameOf } from "../language/invented.ts";
import type { Phrases, Slots } from "../language/phrases.ts";
import { heroNames } from "../phrases/names.ts";
import {
  anyPhrases,
  boatHelps,
  boatPhrases,
  creaturePhrases,
  creatures,
  endings,
  helpers,
  helps,
  kindly,
  kindPhrases,
  namePhrases,
  openings,
  pairPhrases,
  petPhrases,
  shortOpenings,
  themePhrases,
  themes,
  troubles,
  wants,
  wishes,
} from "../phrases/stories.ts";
import { animals, type Boat, boats, type Person, people } from "../world/table.ts";

/** Whom a story is about. */
interface Hero {
  /** Where the story names it first: "Ada the baker", "a little fox". */
  readonly first: string;
  /** Afterwards: "Ada", "the little fox". */
  readonly name: string;
  /** "she", "her"; without them the name is repeated. */
  readonly they?: "he" | "she";
  readonly them?: "him" | "her";
}

/** "Tell me a story about Mia." */
export function story(draw: Draw): Turn {
  return draw.weighted(requests).make(draw);
}

const requests: readonly { readonly weight: number; make(draw: Draw): Turn }[] = [
  { weight: 30, make: aboutName },
  { weight: 12, make: withCreature },
  { weight: 14, make: withTheme },
  { weight: 9, make: aboutCreature },
  { weight: 9, make: withBoat },
  { weight: 9, make: withVillager },
  { weight: 9, make: aboutVillager },
  { weight: 5, make: aboutPet },
  { weight: 6, make: aboutAnyone },
];

// The requests

function aboutName(draw: Draw): Turn {
  const name = heroName(draw);
  return turn(draw, draw.ask(namePhrases, { hero: name }), named(name), {}, [[name]]);
}

/** "… about Mia and a fox." */
function withCreature(draw: Draw): Turn {
  const name = heroName(draw);
  const creature = draw.choose(draw.own(creatures, (kind) => kind));
  const helper = `a ${draw.choose(kindly)} ${creature}`;
  const user = draw.ask(creaturePhrases, { hero: name, a: article(creature), creature });
  return turn(draw, user, named(name), { helper }, [[name], [creature]]);
}

/** "… about Mia and a lost key." */
function withTheme(draw: Draw): Turn {
  const name = heroName(draw);
  const { theme, accept, ...wanted } = draw.choose(draw.own(themes, ({ theme }) => theme));
  return turn(draw, draw.ask(themePhrases, { hero: name, theme }), named(name), wanted, [[name], accept]);
}

/** "… about a fox." */
function aboutCreature(draw: Draw): Turn {
  const creature = draw.choose(draw.own(creatures, (kind) => kind));
  const hero = { first: `a little ${creature}`, name: `the little ${creature}` };
  const user = draw.ask(kindPhrases, { a: article(creature), creature });
  return turn(draw, user, hero, {}, [[creature]]);
}

/** "… about Mia and the boat Wren." */
function withBoat(draw: Draw): Turn {
  const name = heroName(draw);
  const boat = draw.choose(boats);
  const owner = personNamed(boat.owner);
  const user = draw.ask(boatPhrases, { hero: name, boat: boat.name });
  const help = draw.say(boatHelps, { ...slotsOf(named(name)), ...boatSlots(boat, owner) });
  return turn(draw, user, named(name), { help }, [[name], [boat.name, boat.kind]]);
}

/** "… about Mia and Ada." */
function withVillager(draw: Draw): Turn {
  const name = heroName(draw);
  const person = draw.choose(people);
  const user = draw.ask(pairPhrases, { hero: name, other: person.name });
  return turn(draw, user, named(name), { helper: titled(person) }, [[name], [person.name]]);
}

function aboutVillager(draw: Draw): Turn {
  const person = draw.choose(people);
  return turn(draw, draw.ask(namePhrases, { hero: person.name }), villager(person), friendOf(draw, person), [
    [person.name],
  ]);
}

/** "… about Biscuit the dog." */
function aboutPet(draw: Draw): Turn {
  const { name, kind, colour, owner } = draw.choose(animals);
  const hero = { first: `${name}, ${owner}'s ${colour} ${kind},`, name };
  const user = draw.ask(petPhrases, { hero: name, kind });
  return turn(draw, user, hero, draw.chance(0.5) ? { helper: titled(personNamed(owner)) } : {}, [[name]]);
}

/** "Tell me a story." Inkling takes a villager. */
function aboutAnyone(draw: Draw): Turn {
  const person = draw.choose(people);
  return turn(draw, draw.ask(anyPhrases), villager(person), friendOf(draw, person), []);
}

function heroName(draw: Draw): string {
  return nameOf(draw, heroNames);
}

function turn(draw: Draw, user: string, hero: Hero, wanted: Wanted, names: readonly Phrases[]): Turn {
  const accept = names.map((group) => group.map((word) => word.toLowerCase()));
  const check: Check = {
    ...(accept.length > 0 ? { accept } : {}),
    reject: ["don't know", "do not know"],
    sentences: 3,
  };
  return { user: capitalised(user), reply: tell(draw, hero, wanted), check };
}

// The grammar

/** One request in two gets a story of four sentences, the other one of five. */
function tell(draw: Draw, hero: Hero, wanted: Wanted): string {
  const slots: Slots = { ...slotsOf(hero), ...(wanted.wish ?? draw.choose(Object.values(wishes))) };
  const helper =
    wanted.helper ?? draw.choose(allHelpers.filter((helper) => !helper.includes(lastWord(hero.name))));
  const sentences = [
    ...(draw.chance(0.5) ? [shortOpenings] : [openings, wants]),
    one(wanted.trouble) ?? Object.values(troubles),
    one(wanted.help) ?? helps,
    one(wanted.ending) ?? Object.values(endings),
  ];
  return sentences.map((pieces) => capitalised(draw.say(pieces, { ...slots, helper }))).join(" ");
}

const allHelpers: Phrases = [
  ...helpers,
  ...animals.map(({ name, kind, colour }) => `${name} the ${colour} ${kind}`),
];

/** Of "the little fox": "fox", whom no other fox shall help. */
function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(" ") + 1);
}

function one(piece: string | undefined): Phrases | undefined {
  return piece === undefined ? undefined : [piece];
}

function slotsOf({ first, name, they, them }: Hero): Slots {
  return { first, hero: name, they: they ?? name, them: them ?? name };
}

function named(name: string): Hero {
  return { first: name, name };
}

function villager(person: Person): Hero {
  const { name, pronoun } = person;
  return { first: titled(person), name, they: pronoun, them: pronoun === "she" ? "her" : "him" };
}

/** "Ada the baker"; a child by name alone. */
function titled({ name, job }: Person): string {
  return job === "pupil" ? name : `${name} the ${job}`;
}

/** Half of the villagers are helped by their best friend. */
function friendOf(draw: Draw, { friend, pronoun }: Person): Wanted {
  const their = pronoun === "she" ? "her" : "his";
  return draw.chance(0.5) ? { helper: `${their} best friend ${friend}` } : {};
}

function personNamed(name: string): Person {
  return people.find((person) => person.name === name)!;
}

function boatSlots({ name, kind, colour }: Boat, { name: owner, pronoun }: Person): Slots {
  return { boat: name, kind, colour, owner, their: pronoun === "she" ? "her" : "his" };
}

function article(noun: string): "a" | "an" {
  return /^[aeiou]/.test(noun) ? "an" : "a";
}
