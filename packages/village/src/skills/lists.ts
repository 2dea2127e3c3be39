/** Counting over the table: "How many boats are green?" The answer names them first, which makes counting possible. */
import type { Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { type Phrases, withArticle } from "../language/phrases.ts";
import { type Kind, listOf, subjectsWith, valuesOf } from "../world/subjects.ts";

/** What is counted: {o} is the value, "boats" what has it. */
interface Group {
  readonly kind: Kind;
  readonly attribute: string;
  readonly noun: string;
  /** After "how many boats": "are {o}". */
  readonly predicate: string;
}

const groups: readonly Group[] = [
  { kind: "person", attribute: "street", noun: "people", predicate: "live in {o}" },
  { kind: "person", attribute: "work", noun: "people", predicate: "work at {o}" },
  { kind: "person", attribute: "colour", noun: "people", predicate: "like {o} best" },
  { kind: "boat", attribute: "colour", noun: "boats", predicate: "are {o}" },
  { kind: "boat", attribute: "mooring", noun: "boats", predicate: "lie at {o}" },
  { kind: "animal", attribute: "colour", noun: "animals", predicate: "are {o}" },
  { kind: "place", attribute: "built", noun: "places", predicate: "are built of {o}" },
  { kind: "place", attribute: "opens", noun: "places", predicate: "open at {o}" },
  { kind: "place", attribute: "door", noun: "places", predicate: "have a {o} door" },
];

const countPhrases: Phrases = [
  "How many {noun} {p}?",
  "Can you count how many {noun} {p}?",
  "How many {noun} [in Quill|here|in the village] {p}?",
  "Count the {noun} that {p}.",
  "What is the number of {noun} that {p}?",
  "Do you know how many {noun} {p}?",
  "Tell me how many {noun} {p}.",
  "I would like to know how many {noun} {p}.",
  "Of all the {noun} in Quill, how many {p}?",
  "In Quill, how many {noun} {p}?",
  "Give me the number of {noun} that {p}.",
  "How many of the {noun} [in Quill|here] {p}?",
  "If you count the {noun} that {p}, how many do you get?",
  "Are there many {noun} that {p}? How many?",
];

const kindPhrases: Phrases = [
  "How many {kinds} are there[ in Quill| here| in the village|]?",
  "How many {kinds} does [Quill|the village] have?",
  "Count the {kinds} in Quill.",
  "What is the number of {kinds} in [Quill|the village]?",
  "Do you know how many {kinds} there are?",
  "Tell me how many {kinds} live or lie in Quill.",
  "Give me the number of {kinds} here.",
  "In all of Quill, how many {kinds} are there?",
  "How many {kinds} do you know?",
  "Are there any {kinds} in Quill? How many?",
];

const MOST_COUNTED = 8;

export function count(draw: Draw): Turn {
  const group = draw.choose(groups);
  const value = draw.choose(valuesOf(group.kind, group.attribute));
  const names = subjectsWith(group.kind, group.attribute, value).map(({ name }) => name);
  if (names.length > MOST_COUNTED) return count(draw);
  const predicate = group.predicate.replace("{o}", value);
  const user = draw.ask(countPhrases, { noun: group.noun, p: predicate });
  return counted(
    user,
    names,
    `${capitalised(listOf(names))} ${names.length > 1 ? predicate : singular(predicate)}`,
  );
}

/** "How many cats are there?" */
export function countKind(draw: Draw): Turn {
  const kind = draw.choose(["animal", "boat"] as const);
  const value = draw.choose(valuesOf(kind, "kind"));
  const names = subjectsWith(kind, "kind", value).map(({ name }) => name);
  const plural = value === "mouse" ? "mice" : value === "ferry" ? "ferries" : `${value}s`;
  const user = draw.ask(kindPhrases, { kinds: plural });
  return counted(
    user,
    names,
    `${capitalised(listOf(names))} ${names.length > 1 ? `are ${plural}` : `is ${withArticle("a", value)}`}`,
  );
}

function counted(user: string, names: readonly string[], statement: string): Turn {
  const number = names.length;
  return {
    user: capitalised(user),
    reply: `${statement}. That makes ${number}.`,
    brief: String(number),
    check: { accept: [[String(number), words[number]]] },
  };
}

const words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight"] as const;

/** "live in …" → "lives in …" */
function singular(predicate: string): string {
  const [verb, ...rest] = predicate.split(" ");
  const one = verb === "are" ? "is" : verb === "have" ? "has" : `${verb}s`;
  return [one, ...rest].join(" ");
}
