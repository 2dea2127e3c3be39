/**
 * Names and words that nobody has heard before: "Tralin", "gombee".
 *
 * There are so many that none can be known by heart. Whoever has to say one again must look back to where it stood, and that is
 * what a model is to learn: with a hundred real names alone it learns the names instead.
 */

import { boys, girls, heroNames, personaNames, petNames, strangers } from "../phrases/names.ts";
import { words } from "../phrases/words.ts";
import { subjects } from "../world/subjects.ts";
import type { Draw } from "./draw.ts";
import { capitalised } from "./grammar.ts";

const onsets = "b br c ch d dr f fl g gr h j k l m n p pl r s sh sl st t th tr v w y z".split(" ");
const vowels = "a e i o u a e i o u ai ee oo ou".split(" ");
const codas = ["", "", "", "", ..."n l r s t m k nd rt ll ck".split(" ")];

/** Pieces of words that one would not want to teach anybody. */
const rude =
  /shi|fuc|fuk|fag|cun|coc|dic|nig|tit|cum|ass|sex|slu|whor|rap|kil|pis|poo|twat|wan|bit|hel|dam|naz|por|anal|tard/;

/** Names and words that mean something here: those of the test would be learned, and a villager would be a stranger. */
const taken = new Set(
  [
    ...[girls, boys, heroNames, personaNames, petNames, strangers, words].flat(),
    ...subjects.flatMap(({ name, values }) => [name, ...Object.values(values)]),
  ].flatMap((text) => text.toLowerCase().split(/[^a-z]+/)),
);

/** Small letters, one to three syllables, three to nine letters. */
export function inventedWord(draw: Draw): string {
  const syllables = draw.between(1, 3);
  const word = Array.from(
    { length: syllables },
    () => draw.choose(onsets) + draw.choose(vowels) + draw.choose(codas),
  ).join("");
  return word.length < 3 || word.length > 9 || rude.test(word) || taken.has(word) ? inventedWord(draw) : word;
}

/** The same with a capital. */
export function inventedName(draw: Draw): string {
  return capitalised(inventedWord(draw));
}

/**
 * An entry of `names`; in training half the time an invented one instead. The test asks with real entries alone, which training
 * never heard.
 */
export function nameOf(draw: Draw, names: readonly string[]): string {
  if (draw.split === "train" && draw.chance(0.5)) return inventedName(draw);
  return draw.choose(draw.own(names, (name) => name));
}

/** The same for words. */
export function wordOf(draw: Draw, words: readonly string[]): string {
  if (draw.split === "train" && draw.chance(0.5)) return inventedWord(draw);
  return draw.choose(draw.own(words, (word) => word));
}
