/** Small sums: adding, taking away, comparing, ordering and counting on, with numbers from 0 to 99. */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { inWords } from "../language/numbers.ts";
import { divide, type Phrases, type Slots, type Split } from "../language/phrases.ts";
import {
  addPhrases,
  afterPhrases,
  beforePhrases,
  comparisons,
  doublePhrases,
  fallingPhrases,
  fewerProblems,
  goods,
  moreProblems,
  risingPhrases,
  rowPhrases,
  subtractPhrases,
  whetherPhrases,
  whichPhrases,
} from "../phrases/arithmetic.ts";
import { boys, girls } from "../phrases/names.ts";

/** The user asks for a small sum. */
export function arithmetic(draw: Draw): Turn {
  return draw.weighted(tasks).ask(draw);
}

const tasks: readonly { readonly weight: number; readonly ask: (draw: Draw) => Turn }[] = [
  { weight: 5, ask: addition },
  { weight: 5, ask: subtraction },
  { weight: 4, ask: problem },
  { weight: 2, ask: comparison },
  { weight: 1, ask: whether },
  { weight: 2, ask: ordering },
  { weight: 1, ask: neighbour },
  { weight: 1, ask: row },
  { weight: 1, ask: doubling },
];

// The sums

function addition(draw: Draw): Turn {
  const [a, b] = inOrder(draw, drawPair(draw));
  const [first, second] = written(draw, [a, b]);
  return sum(ask(draw, addPhrases, { a: first, b: second }), a, b);
}

function subtraction(draw: Draw): Turn {
  const [b, rest] = inOrder(draw, drawPair(draw));
  const a = b + rest;
  const [first, second] = written(draw, [a, b]);
  return difference(ask(draw, subtractPhrases, { a: first, b: second }), a, b);
}

function doubling(draw: Draw): Turn {
  const { low } = draw.choose(sumPairs[draw.split].filter(({ low, high }) => low === high && low > 0));
  const [shown] = written(draw, [low]);
  return sum(ask(draw, doublePhrases, { a: shown }), low, low);
}

function problem(draw: Draw): Turn {
  const several = drawPair(draw, ({ low }) => low >= 2); // so that "apples" is right
  const [x, y] = inOrder(draw, several);
  const more = draw.chance(0.5);
  const a = more ? x : x + y;
  const b = y;
  const own = (names: readonly string[]) => draw.own(names, (name) => name);
  const who = draw.choose(own(girls));
  const other = draw.choose(own(boys));
  const phrases = more ? moreProblems : fewerProblems;
  const [first, second] = written(draw, [a, b]);
  const user = ask(draw, phrases, { a: first, b: second, goods: draw.choose(goods), who, other });
  return more ? sum(user, a, b) : difference(user, a, b);
}

function comparison(draw: Draw): Turn {
  const { adjective, which, words } = draw.choose(comparisons);
  const asked = draw.choose(which);
  if (draw.chance(0.1)) {
    const same = draw.below(LARGEST + 1);
    const [shown] = written(draw, [same]);
    return {
      user: ask(draw, whichPhrases, { a: shown, b: shown, larger: asked }),
      reply: `They are equal: both are ${same}.`,
      brief: "equal",
      check: { accept: [["equal", "the same", "same number", "neither", "no difference", "as large as"]] },
    };
  }
  const { low, high } = draw.choose(unequalPairs[draw.split]);
  const [winner, loser] = adjective === "larger" ? [high, low] : [low, high];
  const [a, b] = inOrder(draw, { low, high });
  const [first, second] = written(draw, [a, b]);
  return {
    user: ask(draw, whichPhrases, { a: first, b: second, larger: asked }),
    reply: `${winner} is ${adjective} than ${loser}.`,
    brief: String(winner),
    check: {
      accept: [[String(winner), inWords(winner)]],
      reject: ["equal", "the same", ...wrongWinners(String(winner), String(loser), words)],
    },
  };
}

function whether(draw: Draw): Turn {
  const { adjective, whether: asked } = draw.choose(comparisons);
  const [a, b] = inOrder(draw, draw.choose(unequalPairs[draw.split]));
  const yes = adjective === "larger" ? a > b : a < b;
  const larger = draw.choose(asked);
  const [first, second] = written(draw, [a, b]);
  return {
    user: ask(draw, whetherPhrases, { a: first, b: second, larger }),
    reply: yes ? `Yes, ${a} is ${adjective} than ${b}.` : `No, ${a} is not ${adjective} than ${b}.`,
    brief: yes ? "yes" : "no",
    check: yes
      ? { accept: [["yes", "true", "right"]], reject: ["no", "not", "false", "isn't"] }
      : {
          accept: [["no", "not", "false", "isn't"]],
          reject: ["yes", "it is true", "that is true", "that's true"],
        },
  };
}

function ordering(draw: Draw): Turn {
  const numbers = draw.several(countable, 3);
  const rising = draw.chance(0.7);
  const sorted = [...numbers].sort((a, b) => (rising ? a - b : b - a));
  const shown = written(draw, numbers);
  const row = draw.chance(0.5) ? shown.join(", ") : `${shown[0]}, ${shown[1]} and ${shown[2]}`;
  const ways = [sorted.map(String), sorted.map(inWords)].flatMap(([a, b, c]) => [
    `${a} ${b} ${c}`,
    `${a} ${b} and ${c}`,
    `${a} then ${b} then ${c}`,
    `${a} and ${b} and ${c}`,
    `${a} < ${b} < ${c}`,
    `${a} > ${b} > ${c}`,
  ]);
  return {
    user: ask(draw, rising ? risingPhrases : fallingPhrases, { numbers: row }),
    reply: `In order: ${sorted.join(", ")}.`,
    brief: sorted.join(", "),
    check: { accept: [ways] },
  };
}

function neighbour(draw: Draw): Turn {
  const smaller = draw.choose(draw.own(countable, String));
  const after = draw.chance(0.6);
  const [number, answer] = after ? [smaller, smaller + 1] : [smaller + 1, smaller];
  const [shown] = written(draw, [number]);
  return {
    user: ask(draw, after ? afterPhrases : beforePhrases, { a: shown }),
    reply: `${after ? "After" : "Before"} ${number} comes ${answer}.`,
    brief: String(answer),
    check: equals(answer),
  };
}

const steps = [1, 1, 2, 2, 5, 10, -1, -2];

function row(draw: Draw): Turn {
  const step = draw.choose(steps);
  const length = draw.between(3, 4);
  const span = length * Math.abs(step);
  const start = step > 0 ? draw.between(0, LARGEST - span) : draw.between(span, LARGEST);
  const numbers = Array.from({ length }, (_, i) => start + i * step);
  const answer = start + span * Math.sign(step);
  return {
    user: ask(draw, rowPhrases, { row: written(draw, numbers).join(", ") }),
    reply: `Next comes ${answer}.`,
    brief: String(answer),
    check: equals(answer),
  };
}

// The pairs

const LARGEST = 99;

interface Pair {
  readonly low: number;
  readonly high: number;
}

function pairsWhere(allowed: (pair: Pair) => boolean): readonly Pair[] {
  const numbers = Array.from({ length: LARGEST + 1 }, (_, i) => i);
  return numbers.flatMap((high) => numbers.slice(0, high + 1).map((low) => ({ low, high }))).filter(allowed);
}

/** The pairs with a sum of at most 99. */
const sumPairs = divided(pairsWhere(({ low, high }) => low + high <= LARGEST));
/** Two different numbers to compare. */
const unequalPairs = divided(pairsWhere(({ low, high }) => low < high));

/**
 * Pairs are divided, whichever way round and whatever is asked: 17 + 25, 25 + 17, 42 − 17 and 42 − 25 are on one side of
 * the split. Those whose numbers are both below 10 are always in training, since strangers type exactly these; the
 * test holds larger ones only.
 */
function divided(pairs: readonly Pair[]): Readonly<Record<Split, readonly Pair[]>> {
  const sides = divide(
    pairs.filter(({ high }) => high >= 10),
    ({ low, high }) => `${low}+${high}`,
  );
  return { ...sides, train: [...pairs.filter(({ high }) => high < 10), ...sides.train] };
}

/** The numbers that have a number after them, divided for counting on. */
const countable = Array.from({ length: LARGEST }, (_, i) => i);

/** Half of the sums are small, as they are among people. */
const SMALL = 0.5;
const LARGEST_SMALL = 20;

/**
 * A pair of this side of the split. Where answers are judged, the answer is none of the numbers in the
 * question: "10 minus 5 makes 4" has a 5 in it, and would pass.
 */
export function drawPair(draw: Draw, allowed: (pair: Pair) => boolean = () => true): Pair {
  const small = draw.chance(SMALL);
  return draw.choose(
    sumPairs[draw.split]
      .filter((pair) => allowed(pair) && (!small || pair.low + pair.high <= LARGEST_SMALL))
      .filter(({ low, high }) => draw.split === "train" || (low > 0 && low < high)),
  );
}

/** The pair, either way round. */
export function inOrder(draw: Draw, { low, high }: Pair): readonly [number, number] {
  return draw.chance(0.5) ? [low, high] : [high, low];
}

// Helpers

/** How many of the questions with small numbers write them as words. */
const IN_WORDS = 0.2;
const LARGEST_IN_WORDS = 20;

/** Numbers as one user writes them: all in digits or all in words. */
function written(draw: Draw, numbers: readonly number[]): readonly string[] {
  const words = numbers.every((number) => number <= LARGEST_IN_WORDS) && draw.chance(IN_WORDS);
  return numbers.map((number) => (words ? inWords(number) : String(number)));
}

function ask(draw: Draw, phrases: Phrases, slots: Slots): string {
  return capitalised(draw.ask(phrases, slots));
}

/** The number occurs, and no equation ends in another: "6 - 5 = 1" is no right answer to 2 + 3. */
function equals(number: number): Check {
  const others = Array.from({ length: LARGEST + 1 }, (_, other) => other).filter((other) => other !== number);
  return {
    accept: [[String(number), inWords(number), inWords(number).replace("-", " ")]],
    reject: others.map((other) => `= ${other}`),
  };
}

export function sum(user: string, a: number, b: number): Turn {
  return worked(user, a, "+", b);
}

export function difference(user: string, a: number, b: number): Turn {
  return worked(user, a, "-", b);
}

/**
 * The tens first, then the ones, as people do it in their heads: "48 + 20 is 68 and 68 + 7 is 75, so 48 + 27 = 75." Each
 * step is one that a small model can know by heart; all of it at once is not.
 */
function worked(user: string, a: number, sign: "+" | "-", b: number): Turn {
  const result = (from: number, by: number) => (sign === "+" ? from + by : from - by);
  const [ones, answer] = [b % 10, result(a, b)];
  const half = result(a, b - ones);
  const equation = `${a} ${sign} ${b} = ${answer}.`;
  const inSteps = b > 10 && ones > 0 && a > 10;
  const steps = `${a} ${sign} ${b - ones} is ${half} and ${half} ${sign} ${ones} is ${answer}, so ${equation}`;
  return { user, reply: inSteps ? steps : equation, brief: String(answer), check: equals(answer) };
}

/** Whatever names the loser as the winner. */
function wrongWinners(winner: string, loser: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word) => [
    `${loser} is ${word}`,
    `${loser} is the ${word}`,
    `${word} number is ${loser}`,
    `${word} one is ${loser}`,
    `${word} of ${winner} and ${loser} is ${loser}`,
    `${word} of ${loser} and ${winner} is ${loser}`,
  ]);
}
