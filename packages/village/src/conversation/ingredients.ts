/** What conversations are made of: every skill, how often it comes up, and how freely it may be typed. */
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import type { Fact } from "../language/phraseBook.ts";
import { villagePhrases } from "../phrases/village.ts";
import { arithmetic } from "../skills/arithmetic.ts";
import { comparison } from "../skills/comparisons.ts";
import { declining } from "../skills/declining.ts";
import { fact, facts, falsePremise, which, yesNo } from "../skills/facts.ts";
import { instruction } from "../skills/instructions.ts";
import { count, countKind } from "../skills/lists.ts";
import { self } from "../skills/self.ts";
import { chat } from "../skills/smallTalk.ts";
import { story } from "../skills/stories.ts";
import { twoHops } from "../skills/twoHops.ts";
import { unknown, unknownInQuill } from "../skills/unknown.ts";
import { village } from "../world/table.ts";
import type { Speaker } from "./speaker.ts";
import type { Turn } from "./turn.ts";

export type SkillName =
  | "one-hop"
  | "two-hops"
  | "yes-no"
  | "false-premise"
  | "lists"
  | "comparisons"
  | "recall"
  | "instructions"
  | "arithmetic"
  | "stories"
  | "self"
  | "unknown"
  | "declining"
  | "small-talk";

export interface Ingredient {
  readonly skill: SkillName;
  /** How often it comes up, of all weights together. */
  readonly weight: number;
  /** May the question have a slip? Not where its letters are what it is about. */
  readonly typos: boolean;
  make(draw: Draw, speaker: Speaker): Turn;
}

/** One-hop facts are a case of their own in conversations, since one leads to another: see dialogue.ts. */
export const ingredients: readonly Ingredient[] = [
  { skill: "one-hop", weight: 16, typos: true, make: (draw) => fact(draw, anyFact(draw)) },
  { skill: "one-hop", weight: 2, typos: true, make: aboutVillage },
  { skill: "lists", weight: 5, typos: true, make: whoHas },
  { skill: "lists", weight: 3, typos: true, make: count },
  { skill: "lists", weight: 1, typos: true, make: countKind },
  { skill: "comparisons", weight: 8, typos: true, make: comparison },
  { skill: "two-hops", weight: 13, typos: true, make: twoHops },
  { skill: "yes-no", weight: 8, typos: true, make: (draw) => yesNo(draw, anyFact(draw)) },
  { skill: "false-premise", weight: 8, typos: true, make: (draw) => falsePremise(draw, anyFact(draw)) },
  { skill: "instructions", weight: 15, typos: false, make: instruction },
  { skill: "arithmetic", weight: 12, typos: false, make: arithmetic },
  { skill: "stories", weight: 3, typos: true, make: story },
  { skill: "self", weight: 12, typos: true, make: self },
  { skill: "unknown", weight: 8, typos: true, make: unknown },
  { skill: "unknown", weight: 6, typos: true, make: unknownInQuill },
  { skill: "declining", weight: 5, typos: true, make: declining },
  { skill: "small-talk", weight: 7, typos: true, make: chat },
];

export function ingredientsOf(skill: SkillName): readonly Ingredient[] {
  return ingredients.filter((ingredient) => ingredient.skill === skill);
}

export function anyFact(draw: Draw): Fact {
  return draw.choose(facts);
}

function whoHas(draw: Draw): Turn {
  return which(draw, anyFact(draw)) ?? whoHas(draw);
}

function aboutVillage(draw: Draw): Turn {
  const topics = Object.keys(villagePhrases) as (keyof typeof villagePhrases)[];
  const topic = draw.choose(topics);
  const { ask, tell } = villagePhrases[topic];
  const value = String(village[topic]);
  return {
    user: capitalised(draw.ask(ask)),
    reply: capitalised(draw.say(tell, { o: value })),
    brief: capitalised(value),
    check: { accept: [[value.toLowerCase()]] },
  };
}
