/**
 * Ways of saying one thing.
 *
 *   "[what|which] boat does {s} [have|own]?"     [a|b] is a choice, [a|] may be left out, {s} is a slot
 *
 * Choices are not nested. A list of phrases is divided among training, validation and test *before* anything is said
 * with it: a phrase of the test is never heard in training, whatever is in its slots.
 */
import { InklingError } from "inkling";

export type Phrases = readonly string[];
export type Split = "train" | "validation" | "test";
export const splits: readonly Split[] = ["train", "validation", "test"];

/** Of a hundred entries, at least one of each kind where there are three. */
const TEST_PERCENT = 17;
const VALIDATION_PERCENT = 7;

/** Divides a list once and for all: by a hash of each entry's key, so that an entry keeps its side when others come and go. */
export function divide<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
): Readonly<Record<Split, readonly T[]>> {
  const ranked = entries
    .map((entry) => ({ entry, rank: hashOf(keyOf(entry)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
  const share = (percent: number) =>
    entries.length < 3 ? 0 : Math.max(1, Math.round((entries.length * percent) / 100));
  const test = share(TEST_PERCENT);
  const validation = share(VALIDATION_PERCENT);
  return {
    test: ranked.slice(0, test),
    validation: ranked.slice(test, test + validation),
    train: ranked.slice(test + validation),
  };
}

export type Slots = Readonly<Record<string, string | number>>;

/** A phrase with its choices made by `choose` (given how many there are) and its slots filled. */
export function fill(phrase: string, slots: Slots, choose: (count: number) => number): string {
  const chosen = phrase.replace(/\[([^\]]*)\]/g, (_, choices: string) => {
    const options = choices.split("|");
    return options[choose(options.length)];
  });
  const filled = chosen.replace(/(\b[Aa] )?\{([^}]+)\}/g, (_, article: string | undefined, slot: string) => {
    const value = slots[slot];
    if (value === undefined) {
      throw new InklingError(
        `The phrase "${phrase}" has a slot {${slot}}; given were: ${Object.keys(slots).join(", ")}.`,
      );
    }
    return article === undefined ? String(value) : withArticle(article.trim(), String(value));
  });
  return filled
    .replace(/ {2,}/g, " ")
    .replace(/ ([.,?!;:])/g, "$1")
    .replace(/\b1 years\b/g, "1 year")
    .trim();
}

/** "a boat", "an owl" */
export function withArticle(article: string, noun: string): string {
  return `${article}${/^[aeiou]/i.test(noun) ? "n" : ""} ${noun}`;
}

/** The entries of a long list, which is easier to read as one text: "apple pie, tea". */
export function entriesOf(text: string): readonly string[] {
  return text.trim().replace(/\s+/g, " ").split(", ");
}

/** FNV-1a (Fowler, Noll and Vo), mixed once more so that similar keys land far apart. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
