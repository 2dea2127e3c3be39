/** Small tasks with words: say, spell, turn round, count, sort, name a few. */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { wordOf } from "../language/invented.ts";
import { inWords } from "../language/numbers.ts";
import type { Phrases, Slots } from "../language/phrases.ts";
import {
  againPhrases,
  capitalPhrases,
  containsPhrases,
  countPhrases,
  firstLetterPhrases,
  firstWordPhrases,
  irregularPlurals,
  lastLetterPhrases,
  lengthPhrases,
  oppositePairs,
  oppositePhrases,
  orderPhrases,
  pluralPhrases,
  regularPlurals,
  reversePhrases,
  sayings,
  sayPhrases,
  spellPhrases,
  yesNoPhrases,
} from "../phrases/instructions.ts";
import { words } from "../phrases/words.ts";
import { listOf } from "../world/subjects.ts";
import { nameSome } from "./lists.ts";

/** The user gives a small task. */
export function instruction(draw: Draw): Turn {
  return draw.choose(tasks)(draw);
}

const tasks: readonly ((draw: Draw) => Turn)[] = [
  say,
  sayAgain,
  spell,
  reverse,
  letter,
  count,
  contains,
  capitals,
  yesOrNo,
  nameSome,
  opposite,
  plural,
  order,
  compareLengths,
  firstOrLastWord,
];

// The tasks

function say(draw: Draw): Turn {
  const text = something(draw);
  return bare(askAbout(draw, sayPhrases, text), text);
}

function sayAgain(draw: Draw): Turn {
  const word = someWord(draw);
  const count = draw.between(2, 3);
  const times = count === 2 ? draw.choose(["twice", "two times"]) : draw.choose(["three times", "3 times"]);
  return bare(
    askAbout(draw, againPhrases, word, { times, Times: capitalised(times) }),
    Array.from({ length: count }, () => word).join(" "),
  );
}

function spell(draw: Draw): Turn {
  const word = someWord(draw);
  return {
    user: askAbout(draw, spellPhrases, word),
    reply: spelled(word),
    brief: spelled(word),
    check: { accept: [waysToSpell(word)] },
  };
}

function reverse(draw: Draw): Turn {
  const word = someWord(draw, (word) => word.length <= 5 && backwards(word) !== word);
  const turned = backwards(word);
  return {
    user: askAbout(draw, reversePhrases, word),
    reply: inBackwardOrder(word),
    brief: turned,
    check: { accept: [[turned, ...waysToSpell(turned)]] },
  };
}

/**
 * "a" and "i" are words too and occur in wrong answers, so then no other letter may be named; d, m, s and t are not among these,
 * since "I don't" and "it's" have them once their apostrophes are gone. Where one of them is the answer, no such word may occur.
 */
const otherLetters = [..."bcefghjklnopqruvwxyz"];
const shortForms = "don't can't won't isn't it's that's let's i'm i'd".split(" ");

function letter(draw: Draw): Turn {
  const word = someWord(draw);
  const first = draw.chance(0.5);
  const answer = first ? word[0] : word[word.length - 1];
  const check: Check = { accept: [[answer]] };
  return {
    user: askAbout(draw, first ? firstLetterPhrases : lastLetterPhrases, word),
    reply: `${spelled(word)}: the ${first ? "first" : "last"} letter of ${word} is ${answer}.`,
    brief: answer,
    check: {
      ...check,
      ...("ai".includes(answer) ? { reject: otherLetters } : {}),
      ...("dmst".includes(answer) ? { reject: shortForms } : {}),
    },
  };
}

function count(draw: Draw): Turn {
  const word = someWord(draw);
  return {
    user: askAbout(draw, countPhrases, word),
    reply: `${spelled(word)}: ${word} has ${word.length} letters.`,
    brief: String(word.length),
    check: { accept: [[String(word.length), inWords(word.length)]] },
  };
}

function contains(draw: Draw): Turn {
  const word = someWord(draw);
  const yes = draw.chance(0.5);
  const candidates = [..."abcdefghijklmnoprstuvwyz"].filter((letter) => word.includes(letter) === yes);
  const letter = draw.choose(candidates);
  return {
    user: askAbout(draw, containsPhrases, word, { letter: draw.chance(0.5) ? letter : quote(draw, letter) }),
    reply: `${spelled(word)}: ${yes ? `yes, ${word} has` : `no, ${word} does not have`} the letter ${letter}.`,
    brief: yes ? "yes" : "no",
    check: yes
      ? { accept: [["yes"]], reject: ["no", "not", "doesn't", "isn't"] }
      : { accept: [["no", "not", "doesn't", "isn't"]], reject: ["yes"] },
  };
}

function capitals(draw: Draw): Turn {
  const text = draw.chance(0.6) ? someWord(draw) : something(draw);
  const turn = bare(askAbout(draw, capitalPhrases, text), text.toUpperCase());
  return { ...turn, check: { ...turn.check, capitals: true } };
}

function yesOrNo(draw: Draw): Turn {
  const word = draw.choose(["yes", "no"]);
  return {
    user: draw.ask(yesNoPhrases, { word: shown(draw, word) }),
    reply: `${capitalised(word)}.`,
    brief: word,
    check: { exact: word },
  };
}

/** "hot:cold" both ways, "new>old" from left to right. */
const opposites = oppositePairs.flatMap((entry) => {
  const [left, right] = entry.split(/[:>]/).map((forms) => forms.split("|"));
  const forward = { word: left[0], answers: right };
  return entry.includes(":") ? [forward, { word: right[0], answers: left }] : [forward];
});

function opposite(draw: Draw): Turn {
  const { word, answers } = draw.choose(opposites);
  return {
    user: askAbout(draw, oppositePhrases, word),
    reply: `The opposite of ${word} is ${answers[0]}.`,
    brief: answers[0],
    check: { accept: [answers] },
  };
}

function plural(draw: Draw): Turn {
  const entry = draw.choose(draw.chance(0.7) ? draw.own(regularPlurals, (pair) => pair) : irregularPlurals);
  const [word, answer] = entry.split(":");
  return {
    user: askAbout(draw, pluralPhrases, word, { word }),
    reply: `The plural of ${word} is ${answer}.`,
    brief: answer,
    check: { accept: [[answer]], ...(word === answer ? { reject: [`${word}s`] } : {}) },
  };
}

function order(draw: Draw): Turn {
  const mixed = someWords(draw, 3);
  const sorted = [...mixed].sort();
  return {
    user: draw.ask(orderPhrases, { words: draw.chance(0.5) ? mixed.join(", ") : listOf(mixed) }),
    reply: `In order: ${sorted.join(", ")}.`,
    brief: sorted.join(", "),
    check: { accept: [[sorted.join(" "), listOf(sorted), sorted.join(" then "), sorted.join(" and ")]] },
  };
}

function compareLengths(draw: Draw): Turn {
  const one = someWord(draw);
  const other = someWord(draw, (word) => word.length !== one.length);
  const longer = draw.chance(0.7) ? "longer" : "shorter";
  const [winner, loser] = one.length > other.length === (longer === "longer") ? [one, other] : [other, one];
  return {
    user: askAbout(draw, lengthPhrases, one, { v: shown(draw, other), longer }),
    reply: `${spelled(one)} is ${one.length} and ${spelled(other)} is ${other.length}, so the ${longer} word is ${winner}.`,
    brief: winner,
    check: {
      accept: [[winner]],
      reject: [
        `${loser} is ${longer}`,
        `${loser} is the ${longer}`,
        `${longer} word is ${loser}`,
        `is ${loser}`,
      ],
    },
  };
}

function firstOrLastWord(draw: Draw): Turn {
  const row = someWords(draw, draw.between(2, 5));
  const first = draw.chance(0.5);
  const answer = first ? row[0] : row[row.length - 1];
  return {
    user: askAbout(draw, firstWordPhrases, row.join(" "), { first: first ? "first" : "last" }),
    reply: `The ${first ? "first" : "last"} word is ${answer}.`,
    brief: answer,
    check: {
      accept: [[answer]],
      reject: [row.join(" "), ...row.filter((word) => word !== answer).map((word) => `is ${word}`)],
    },
  };
}

// Helpers: what is asked about letters is answered letter by letter, since a model sees pieces of words and no letters

export function spelled(word: string): string {
  return [...word].join("-");
}

export function backwards(word: string): string {
  return [...word].reverse().join("");
}

/** "s-a-n-d is d-n-a-s backwards: dnas" */
export function inBackwardOrder(word: string): string {
  return `${spelled(word)} is ${spelled(backwards(word))} backwards: ${backwards(word)}`;
}

function waysToSpell(word: string): readonly string[] {
  return [spelled(word), [...word].join(" ")];
}

/** `text` between quotation marks. */
function quote(draw: Draw, text: string): string {
  return draw.chance(0.7) ? `"${text}"` : `'${text}'`;
}

/** `text` as users write it where no marks are needed. */
function shown(draw: Draw, text: string): string {
  return draw.chance(0.6) ? text : quote(draw, text);
}

/** A word that fits. */
function someWord(draw: Draw, fits: (word: string) => boolean = () => true): string {
  for (;;) {
    const word = wordOf(draw, words);
    if (fits(word)) return word;
  }
}

/** Different ones. */
function someWords(draw: Draw, count: number): string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(someWord(draw));
  return [...found];
}

/** A word, a few words that make no sense together, or a short phrase. */
function something(draw: Draw): string {
  const kind = draw.below(3);
  if (kind === 0) return someWord(draw);
  if (kind === 1) return someWords(draw, draw.between(2, 4)).join(" ");
  return draw.choose(draw.own(sayings, (saying) => saying));
}

/** A user's phrase about one word: {w} may stand in quotation marks, {q} always does. */
function askAbout(draw: Draw, phrases: Phrases, text: string, slots: Slots = {}): string {
  return capitalised(draw.ask(phrases, { w: shown(draw, text), q: quote(draw, text), ...slots }));
}

/** An answer that is nothing but `text`. */
function bare(user: string, text: string): Turn {
  return { user, reply: text, brief: text, check: { exact: text.toLowerCase() } };
}
