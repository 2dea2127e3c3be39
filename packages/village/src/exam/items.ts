/** Questions of the test side of the split, skill by skill: in phrases, pairs, names and topics that training never saw. */
import { RandomStream } from "inkling";
import { anyFact, ingredientsOf, type SkillName } from "../conversation/ingredients.ts";
import type { Check, Turn } from "../conversation/turn.ts";
import { Draw } from "../language/draw.ts";
import { clean, withoutPunctuation, withTypo } from "../language/voices.ts";
import { fact } from "../skills/facts.ts";
import { oneWordPersona, type Persona, persona, plainPersona } from "../skills/persona.ts";
import { recall, remember } from "../skills/recall.ts";
import { ownName } from "../skills/self.ts";
import { askChain, drawChain } from "../skills/twoHops.ts";

export interface Item {
  readonly skill: string;
  readonly system?: string;
  /** The user's messages; the answer to the last one is judged. */
  readonly turns: readonly string[];
  readonly check: Check;
  /** What the conversations would have answered: shown, never compared with. */
  readonly expected: string;
}

export interface ItemOptions {
  readonly perSkill: number;
  readonly seed: number;
}

/** The exam that figures are published of. */
export const standardExam: ItemOptions = { perSkill: 250, seed: 1 };

/** What an item asks, to compare with: its last message, without capitals and punctuation. */
export function question({ turns }: Item): string {
  return clean(turns[turns.length - 1]);
}

const plainSkills: readonly SkillName[] = [
  "one-hop",
  "yes-no",
  "false-premise",
  "lists",
  "comparisons",
  "instructions",
  "arithmetic",
  "stories",
  "self",
  "unknown",
  "declining",
  "small-talk",
];

/** `perSkill` of each; fewer only where a skill has no more different questions. */
export function items({ perSkill, seed }: ItemOptions): readonly Item[] {
  const drawOf = (name: string) => new Draw(new RandomStream(seed, `exam/${name}`), "test");
  const plain = plainSkills.flatMap((skill) => {
    const draw = drawOf(skill);
    return different(perSkill, () =>
      itemOf(skill, draw.weighted(ingredientsOf(skill)).make(draw, plainPersona.speaker)),
    );
  });
  return [
    ...plain,
    ...twoHopItems(drawOf("two-hops"), perSkill),
    ...silentItems(drawOf("silent"), perSkill),
    ...personaItems(drawOf("persona"), perSkill),
    ...recallItems(drawOf("recall"), perSkill),
    ...typedItems(drawOf("typed"), perSkill),
  ];
}

/** Pairs of hops that training never asked, in phrases it knows; and the same in phrases it does not know. */
function twoHopItems(draw: Draw, count: number): Item[] {
  const known = draw.as("train");
  const pair = () => drawChain(draw);
  return [
    ...different(count, () => itemOf("two-hops", askChain(known, pair()))),
    ...different(count, () => itemOf("two-hops, unseen phrasing", askChain(draw, pair()))),
  ];
}

/** The same pairs where one word was asked for, so that the step between can't be said: it has to be thought. */
function silentItems(draw: Draw, count: number): Item[] {
  const known = draw.as("train");
  return different(count, () => {
    const who = oneWordPersona(draw);
    const turn = askChain(known, drawChain(draw));
    return dressed("two-hops, silent", who, turn);
  });
}

/** Facts and the model's own name, under a system prompt that sets name or tone. */
function personaItems(draw: Draw, count: number): Item[] {
  return different(count, () => {
    const who = persona(draw);
    const turn = draw.chance(0.5) ? ownName(draw, who.speaker) : fact(draw, anyFact(draw));
    return dressed("persona", who, turn);
  });
}

function dressed(skill: string, who: Persona, turn: Turn): Item {
  return { skill, system: who.system, turns: [turn.user], check: who.check(turn), expected: who.dress(turn) };
}

/** Told first, asked for one to six turns later, with other talk between. */
function recallItems(draw: Draw, count: number): Item[] {
  return different(count, () => {
    const { turn, remembered } = remember(draw);
    const between = Array.from({ length: draw.below(6) }, () => fact(draw, anyFact(draw)).user);
    const asked = recall(draw, remembered);
    return { ...itemOf("recall", asked), turns: [turn.user, ...between, asked.user] };
  });
}

/** The same facts as people type them: clean, without capitals, without punctuation, with one slip. */
function typedItems(draw: Draw, count: number): Item[] {
  const questions = different(count, () => itemOf("typed clean", fact(draw, anyFact(draw))));
  const typed = (skill: string, change: (text: string, item: Item) => string) =>
    questions.map((item) => ({ ...item, skill, turns: item.turns.map((turn) => change(turn, item)) }));
  return [
    ...questions,
    ...typed("typed without capitals", (text) => text.toLowerCase()),
    ...typed("typed without punctuation", withoutPunctuation),
    ...typed("typed with a slip", (text, { check }) =>
      withTypo(draw, text, Array.isArray(check.accept) ? check.accept.flat() : []),
    ),
  ];
}

function itemOf(skill: string, turn: Turn): Item {
  return { skill, turns: [turn.user], check: turn.check, expected: turn.reply };
}

/** `count` items, no two of which ask the same; as many as there are, if there are fewer. */
function different(count: number, make: () => Item): Item[] {
  const found = new Map<string, Item>();
  for (let tries = 0; found.size < count && tries < count * 50; tries++) {
    const item = make();
    found.set(clean(item.turns.join(" ")), item);
  }
  return [...found.values()];
}
