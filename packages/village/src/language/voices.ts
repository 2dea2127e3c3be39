/**
 * The same message as different people would type it: politely or curtly, without capitals or punctuation, with a slip.
 *
 * `clean` undoes capitals and punctuation, and a typo is only ever made here, so that two messages can be compared by what
 * they say: conversations keep the message as it was before.
 */
import type { Draw } from "./draw.ts";
import type { Phrases } from "./phrases.ts";

const before: Phrases = [
  "Please, {m}",
  "Hey, {m}",
  "Hi, {m}",
  "Excuse me, {m}",
  "Sorry, {m}",
  "Tell me, {m}",
  "So, {m}",
  "Okay, {m}",
  "And {m}",
  "Um, {m}",
  "Well, {m}",
  "Quick question: {m}",
  "One more thing: {m}",
  "I was wondering: {m}",
  "Now, {m}",
  "Inkling, {m}",
  "Dear Inkling, {m}",
  "Oh, and {m}",
  "Right, {m}",
  "Just curious, {m}",
];
const behind: Phrases = [
  "{m} Thanks!",
  "{m} Please!",
  "{m} I would like to know.",
  "{m} Thank you.",
  "{m} I forgot.",
  "{m} Do you know?",
];

export interface VoiceOptions {
  /** May a letter be wrong? Not where the message is to be repeated, spelled or counted. */
  readonly typos: boolean;
  /** Words that must stay as they are, such as a name that comes up again. */
  readonly keep?: readonly string[];
}

/** One of many ways to type `message`. */
export function voiced(draw: Draw, message: string, options: VoiceOptions): string {
  let text = message;
  if (/[?]$/.test(text)) {
    if (draw.chance(0.12)) text = draw.ask(before, { m: lowerFirst(text) });
    else if (draw.chance(0.05)) text = draw.ask(behind, { m: text });
  }
  if (options.typos && draw.chance(0.25)) text = withTypo(draw, text, options.keep ?? []);
  return draw.weighted(styles).write(text);
}

const styles: readonly { readonly weight: number; write(text: string): string }[] = [
  { weight: 50, write: (text) => text },
  { weight: 25, write: (text) => withoutPunctuation(text.toLowerCase()) },
  { weight: 12, write: (text) => text.toLowerCase() },
  { weight: 8, write: withoutPunctuation },
  { weight: 2, write: (text) => text.toUpperCase() },
  { weight: 3, write: (text) => text.replace(/[?!.]$/, (mark) => mark.repeat(2)) },
];

/** No full stops, commas, question and exclamation marks; what stands inside a word or number stays. */
export function withoutPunctuation(text: string): string {
  return text.replace(/[.,!?;:](?=\s|$)/g, "");
}

/** Compared by this, two messages say the same: no capitals, no punctuation, single spaces. */
export function clean(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+<>=-]+/gu, " ")
    .trim();
}

/** One slip in one word: two letters change places, one is missing, doubled, or replaced by its neighbour on a keyboard. */
export function withTypo(draw: Draw, text: string, keep: readonly string[]): string {
  const words = text.split(" ");
  const kept = new Set(keep.flatMap((phrase) => phrase.toLowerCase().split(" ")));
  const places = words.flatMap((word, i) =>
    /^[a-z]{4,}[.,!?]?$/.test(word) && !kept.has(word.replace(/\W/g, "")) ? [i] : [],
  );
  if (places.length === 0) return text;
  const place = draw.choose(places);
  words[place] = slip(draw, words[place]);
  return words.join(" ");
}

function slip(draw: Draw, word: string): string {
  const letters = word.replace(/\W/g, "").length;
  const at = draw.between(1, letters - 2);
  const [head, letter, tail] = [word.slice(0, at), word[at], word.slice(at + 1)];
  switch (draw.below(4)) {
    case 0:
      return head + tail[0] + letter + tail.slice(1);
    case 1:
      return head + tail;
    case 2:
      return head + letter + letter + tail;
    default:
      return head + (neighbours[letter] ?? letter) + tail;
  }
}

const neighbours: Readonly<Record<string, string>> = {
  a: "s",
  b: "v",
  c: "x",
  d: "f",
  e: "r",
  f: "g",
  g: "h",
  h: "j",
  i: "o",
  j: "k",
  k: "l",
  l: "k",
  m: "n",
  n: "m",
  o: "p",
  p: "o",
  q: "w",
  r: "t",
  s: "d",
  t: "y",
  u: "i",
  v: "b",
  w: "e",
  x: "z",
  y: "u",
  z: "x",
};

/** "What …" → "what …", but "Ada …" stays: a word that is a name where it stands alone. */
function lowerFirst(text: string): string {
  const [first] = text.split(" ", 1);
  return questionWords.has(first.toLowerCase()) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Words that open questions and are no names. */
const questionWords = new Set(
  "a all an and any are at can could did do does for from has have how if in is its may might of on please tell the there to was were what what's when where where's which who who's whom whose why will with would you isn't aren't doesn't don't didn't wasn't hasn't can't won't".split(
    " ",
  ),
);
