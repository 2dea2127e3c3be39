/** Lists over the table: how many there are of something, and a few of them by name. */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { inWords } from "../language/numbers.ts";
import { type Phrases, withArticle } from "../language/phrases.ts";
import { countPhrases, groups, kindPhrases, listPhrases } from "../phrases/lists.ts";
import { listOf, subjectsWith, valuesOf } from "../world/subjects.ts";
import { animals, boats, feasts, people } from "../world/table.ts";

const MOST_COUNTED = 8;

/** "How many boats are green?" The answer names them first, which makes counting possible. */
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
    check: { accept: [[String(number), inWords(number)]] },
  };
}

/** "live in …" → "lives in …" */
function singular(predicate: string): string {
  const [verb, ...rest] = predicate.split(" ");
  const one = verb === "are" ? "is" : verb === "have" ? "has" : `${verb}s`;
  return [one, ...rest].join(" ");
}

const listChecks = new Map<string, Check>();

/** "Name three boats in Quill." */
export function nameSome(draw: Draw): Turn {
  const { things, entries } = draw.choose(collections);
  const count = draw.between(2, 3);
  const key = `${count} ${things}`;
  const check = listChecks.get(key) ?? { accept: atLeast(count, entries) };
  listChecks.set(key, check);
  const named = listOf(draw.several(entries, count).map(([name]) => name));
  const number = inWords(count);
  return {
    user: draw.ask(listPhrases, { count: number, Count: capitalised(number), things }),
    reply: `${capitalised(number)} ${things} are ${named}.`,
    brief: named,
    check,
  };
}

/** Things of which a few are to be named, each with the ways of naming it. */
const collections: readonly { readonly things: string; readonly entries: readonly Phrases[] }[] = [
  { things: "colours", entries: valuesOf("person", "colour").map((colour) => [colour]) },
  { things: "boats in Quill", entries: boats.map(({ name }) => [`the ${name}`, name]) },
  { things: "animals in Quill", entries: animals.map(({ name, kind }) => [name, ...kindOfOne(kind)]) },
  { things: "people in Quill", entries: people.map(({ name }) => [name]) },
  { things: "feasts in Quill", entries: feasts.map(({ name }) => [name, name.replace("the ", "")]) },
  { things: "streets in Quill", entries: valuesOf("person", "street").map((street) => [street]) },
];

/** "The goose" is one animal, "the cat" might be either of two. */
function kindOfOne(kind: string): readonly string[] {
  return animals.filter((animal) => animal.kind === kind).length === 1 ? [kind] : [];
}

/**
 * At least `count` of the entries occur exactly when no `entries − count + 1` of them are all missing: so
 * from each set of that size, one has to occur.
 */
function atLeast(count: number, entries: readonly Phrases[]): readonly Phrases[] {
  const sets = (size: number, from: number): readonly Phrases[] =>
    size === 0
      ? [[]]
      : entries
          .slice(from, entries.length - size + 1)
          .flatMap((entry, i) => sets(size - 1, from + i + 1).map((rest) => [...entry, ...rest]));
  return sets(entries.length - count + 1, 0);
}
