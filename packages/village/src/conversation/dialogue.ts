/**
 * A whole conversation: a greeting perhaps, questions that lead to one another, something told and asked for later, a
 * goodbye perhaps; all of it to somebody, whose name and tone a system prompt may have set.
 */
import type { Message } from "inkling";
import type { Draw } from "../language/draw.ts";
import { type Fact, factsOf } from "../language/phraseBook.ts";
import { voiced } from "../language/voices.ts";
import { fact, followUp } from "../skills/facts.ts";
import { type Persona, persona, plainPersona } from "../skills/persona.ts";
import { change, notTold, type Remembered, recall, remember, rememberTwo } from "../skills/recall.ts";
import { goodbye, greeting } from "../skills/smallTalk.ts";
import { anyFact, ingredients } from "./ingredients.ts";
import type { Turn } from "./turn.ts";

export interface Dialogue {
  readonly messages: readonly Message[];
  /** The user's messages as they were before anyone left out capitals or made a slip. */
  readonly clean: readonly string[];
}

/** So that a conversation fits a context of 256 tokens, of some 4 letters each. */
const MOST_LETTERS = 850;

const lengths = [
  { turns: 1, weight: 8 },
  { turns: 2, weight: 14 },
  { turns: 3, weight: 20 },
  { turns: 4, weight: 20 },
  { turns: 5, weight: 14 },
  { turns: 6, weight: 10 },
  { turns: 7, weight: 8 },
  { turns: 8, weight: 6 },
] as const;

interface Line {
  readonly turn: Turn;
  readonly typos: boolean;
}

export function dialogue(draw: Draw): Dialogue {
  const { turns } = draw.weighted(lengths);
  const who = draw.chance(0.12) ? persona(draw) : plainPersona;
  const lines = plan(draw, who, turns);
  return spoken(draw, who, lines);
}

/** Lines in order, before anyone has typed them. */
function plan(draw: Draw, who: Persona, turns: number): Line[] {
  const lines: (Line | undefined)[] = Array.from({ length: turns });
  if (turns > 1 && draw.chance(0.5)) placeMemory(draw, lines);
  if (lines[0] === undefined && draw.chance(0.3))
    lines[0] = { turn: greeting(draw, who.speaker), typos: true };
  if (turns > 1 && lines[turns - 1] === undefined && draw.chance(0.2)) {
    lines[turns - 1] = { turn: goodbye(draw, who.speaker), typos: true };
  }
  const remembers = lines.some((line) => line !== undefined);
  let topic: Fact | undefined;
  return lines.map((line) => {
    if (line !== undefined) {
      topic = undefined;
      return line;
    }
    let next = nextLine(draw, who, topic);
    while (remembers && saysOfSelf.test(next.turn.user)) next = nextLine(draw, who, topic);
    topic = next.topic;
    return next;
  });
}

/** Might contradict what the user has told: "My favourite colour is red. Does Ada like it?" */
const saysOfSelf = /\b(my|i'm|i am)\b/i;

/** Goes on with the person or thing of the line before, or with something else. */
function nextLine(draw: Draw, who: Persona, topic: Fact | undefined): Line & { topic?: Fact } {
  const more =
    topic === undefined
      ? []
      : factsOf(topic.subject).filter(({ attribute }) => attribute !== topic.attribute);
  if (more.length > 0 && draw.chance(0.4)) {
    const next = draw.choose(more);
    return { turn: followUp(draw, next), typos: true, topic: next };
  }
  const ingredient = draw.weighted(ingredients);
  if (ingredient.skill === "one-hop" && draw.chance(0.8)) {
    const next = anyFact(draw);
    return { turn: fact(draw, next), typos: true, topic: next };
  }
  return { turn: ingredient.make(draw, who.speaker), typos: ingredient.typos };
}

/** Something is told, and asked for one to six turns later; now and then two things, a correction, or what was never told. */
function placeMemory(draw: Draw, lines: (Line | undefined)[]): void {
  const last = lines.length - 1;
  const line = (turn: Turn): Line => ({ turn, typos: false });
  if (draw.chance(0.08)) {
    lines[draw.between(0, last)] = line(notTold(draw));
    return;
  }
  const told = draw.between(0, last - 1);
  const asked = Math.min(last, told + draw.between(1, 6));
  let memory: Remembered;
  if (draw.chance(0.15)) {
    const two = rememberTwo(draw);
    lines[told] = line(two.turn);
    memory = draw.choose(two.remembered);
  } else {
    const one = remember(draw);
    lines[told] = line(one.turn);
    memory = one.remembered;
  }
  if (asked - told > 1 && draw.chance(0.12)) {
    const changed = change(draw, memory);
    lines[draw.between(told + 1, asked - 1)] = line(changed.turn);
    memory = changed.remembered;
  }
  lines[asked] = line(recall(draw, memory));
}

/** Typed and answered, as far as there is room. */
function spoken(draw: Draw, who: Persona, lines: readonly Line[]): Dialogue {
  const messages: Message[] = who.system === "" ? [] : [{ role: "system", content: who.system }];
  const clean: string[] = [];
  let letters = who.system.length;
  for (const { turn, typos } of lines) {
    const keep = [turn.brief ?? "", ...(Array.isArray(turn.check.accept) ? turn.check.accept.flat() : [])];
    const typed = voiced(draw, turn.user, { typos, keep });
    const reply = who.dress(turn);
    letters += typed.length + reply.length + 24; // the marks between messages
    if (clean.length > 0 && letters > MOST_LETTERS) break;
    messages.push({ role: "user", content: typed }, { role: "assistant", content: reply });
    clean.push(turn.user);
  }
  return { messages, clean };
}
