/** Small sums: adding, taking away, comparing, ordering and counting on, with numbers from 0 to 99. */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import type { Phrases, Slots } from "../language/phrases.ts";
import { entriesOf } from "./instructions.ts";
import { boys, girls } from "./recall.ts";

const LARGEST = 99;

interface Pair {
  readonly low: number;
  readonly high: number;
}

function pairsWhere(allowed: (pair: Pair) => boolean): readonly Pair[] {
  const numbers = Array.from({ length: LARGEST + 1 }, (_, i) => i);
  return numbers.flatMap((high) => numbers.slice(0, high + 1).map((low) => ({ low, high }))).filter(allowed);
}

/**
 * The pairs with a sum of at most 99. They are divided, whichever way round and whatever is asked: 17 + 25,
 * 25 + 17, 42 − 17 and 42 − 25 are on one side of the split.
 */
const sumPairs = pairsWhere(({ low, high }) => low + high <= LARGEST);
/** Two different numbers to compare. */
const unequalPairs = pairsWhere(({ low, high }) => low < high);
const keyOf = ({ low, high }: Pair) => `${low}+${high}`;
/** The numbers that have a number after them, divided for counting on. */
const countable = Array.from({ length: LARGEST }, (_, i) => i);

const toNineteen = entriesOf(`
  zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen,
  fifteen, sixteen, seventeen, eighteen, nineteen`);
const tens = entriesOf("zero, ten, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety");

/** 42 as "forty-two". */
function inWords(number: number): string {
  if (number < 20) return toNineteen[number];
  const rest = number % 10;
  const ten = tens[Math.floor(number / 10)];
  return rest === 0 ? ten : `${ten}-${toNineteen[rest]}`;
}

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

/** Half of the sums are small, as they are among people. */
const SMALL = 0.5;
const LARGEST_SMALL = 20;

/**
 * A pair of this side of the split. Where answers are judged, the answer is none of the numbers in the
 * question: "10 minus 5 makes 4" has a 5 in it, and would pass.
 */
function drawPair(draw: Draw, allowed: (pair: Pair) => boolean): Pair {
  const small = draw.chance(SMALL);
  return draw.choose(
    draw
      .own(sumPairs, keyOf)
      .filter((pair) => allowed(pair) && (!small || pair.low + pair.high <= LARGEST_SMALL))
      .filter(({ low, high }) => draw.split === "train" || (low > 0 && low < high)),
  );
}

/** The pair, either way round. */
function inOrder(draw: Draw, { low, high }: Pair): readonly [number, number] {
  return draw.chance(0.5) ? [low, high] : [high, low];
}

function sum(user: string, a: number, b: number): Turn {
  return { user, reply: `${a} + ${b} = ${a + b}.`, brief: String(a + b), check: equals(a + b) };
}

function difference(user: string, a: number, b: number): Turn {
  return { user, reply: `${a} - ${b} = ${a - b}.`, brief: String(a - b), check: equals(a - b) };
}

const addPhrases: Phrases = [
  "What is {a} + {b}?",
  "What's {a} plus {b}?",
  "{a} + {b} = ?",
  "{a}+{b}=?",
  "{a}+{b}?",
  "{a} plus {b}?",
  "{a} and {b} makes?",
  "How much is {a} and {b}?",
  "How much is {a} plus {b}?",
  "Add {a} and {b}.",
  "Work out {a} + {b}.",
  "Calculate {a} [plus|+] {b}.",
  "Can you add {a} and {b}?",
  "What do you get if you add {a} and {b}?",
  "What is the sum of {a} and {b}?",
  "{a} and {b} together make what?",
  "How much do {a} and {b} make?",
  "If I add {a} and {b}, what do I get?",
  "Tell me {a} plus {b}.",
  "What does {a} + {b} come to?",
  "What's the total of {a} and {b}?",
  "Do the sum {a} + {b}.",
  "My homework says {a} + {b}. What's the answer?",
  "Put {a} and {b} together: how many is that?",
  "Start with {a} and count on {b} more. Where do you end?",
  "I bet you don't know {a} + {b}.",
  "Solve {a} + {b}.",
  "Maths question: {a} plus {b}.",
  "{a} plus {b} equals what?",
  "Is it hard for you to add {a} and {b}? Do it.",
];

function addition(draw: Draw): Turn {
  const [a, b] = inOrder(
    draw,
    drawPair(draw, () => true),
  );
  const [first, second] = written(draw, [a, b]);
  return sum(ask(draw, addPhrases, { a: first, b: second }), a, b);
}

const subtractPhrases: Phrases = [
  "What is {a} - {b}?",
  "What's {a} minus {b}?",
  "{a} - {b} = ?",
  "{a}-{b}=?",
  "{a}-{b}?",
  "{a} minus {b}?",
  "{a} take away {b}?",
  "{a} less {b} is what?",
  "How much is {a} minus {b}?",
  "How much is {a} take away {b}?",
  "Take {b} away from {a}.",
  "Subtract {b} from {a}.",
  "Work out {a} - {b}.",
  "Calculate {a} [minus|-] {b}.",
  "What is left of {a} if I take away {b}?",
  "What do you get if you subtract {b} from {a}?",
  "What's the difference between {a} and {b}?",
  "How much more is {a} than {b}?",
  "How many are left when {b} of {a} are gone?",
  "If I take {b} from {a}, what is left?",
  "Tell me {a} minus {b}.",
  "What remains of {a} after taking off {b}?",
  "Can you take {b} from {a}?",
  "Start with {a} and count back {b}. Where do you end?",
  "My homework says {a} - {b}. What's the answer?",
  "I bet you don't know {a} - {b}.",
  "Solve {a} - {b}.",
  "Maths question: {a} minus {b}.",
  "{a} minus {b} equals what?",
  "How far is it from {b} to {a}?",
];

function subtraction(draw: Draw): Turn {
  const pair = drawPair(draw, () => true);
  const [b, rest] = inOrder(draw, pair);
  const a = b + rest;
  const [first, second] = written(draw, [a, b]);
  return difference(ask(draw, subtractPhrases, { a: first, b: second }), a, b);
}

const doublePhrases: Phrases = [
  "What is the double of {a}?",
  "Double {a}.",
  "What's twice {a}?",
  "How much is two times {a}?",
  "What is {a} doubled?",
  "Can you double {a}?",
  "Twice {a} is what?",
  "If I double {a}, what do I get?",
  "What do you get when you double {a}?",
  "Take {a} twice. How much is that?",
  "What's 2 times {a}?",
  "Tell me the double of {a}.",
  "Two times {a}?",
  "{a} and the same again: how many?",
  "I have {a} and get as many again. How many is that?",
];

function doubling(draw: Draw): Turn {
  const { low } = draw.choose(draw.own(sumPairs, keyOf).filter(({ low, high }) => low === high && low > 0));
  const [shown] = written(draw, [low]);
  return sum(ask(draw, doublePhrases, { a: shown }), low, low);
}

const goods = entriesOf(`
  apples, pears, shells, pebbles, marbles, stamps, books, biscuits, sweets, coins, buttons, eggs, carrots,
  balloons, pencils, stickers, plums, cherries, nuts, cards, beads, spoons, toy boats, feathers, fish,
  crabs, candles, cakes, stones, flowers`);

/** Slots: {a} and {b} the numbers, {goods} what is counted, {who} a girl and {other} a boy. */
const moreProblems: Phrases = [
  "I have {a} {goods} and buy {b} more. How many do I have now?",
  "{who} has {a} {goods} and finds {b} more. How many is that?",
  "There are {a} {goods} in a basket. I put in {b} more. How many are in it now?",
  "{who} has {a} {goods} and {other} has {b}. How many do they have together?",
  "I found {a} {goods} yesterday and {b} today. How many did I find in all?",
  "My mum gives me {a} {goods} and my dad gives me {b}. How many have I got?",
  "In one box are {a} {goods}, in another are {b}. How many {goods} are there altogether?",
  "{who} collects {goods}. She had {a} and got {b} for her birthday. How many has she now?",
  "First I counted {a} {goods}, then {b} more. What's the total?",
  "On the table are {a} {goods} and on the chair are {b}. How many are there in the room?",
  "{a} {goods} plus {b} {goods}: how many {goods}?",
  "We had {a} {goods}. {who} brought {b} more. How many have we got now?",
  "A shop sold {a} {goods} in the morning and {b} in the afternoon. How many did it sell?",
  "{who} carries {a} {goods} and I carry {b}. How many do we carry?",
  "If {who} gives me {b} {goods} and I already have {a}, how many do I have then?",
  "Yesterday there were {a} {goods}. Now there are {b} more. How many are there?",
];

/** The same where {b} of {a} go away. */
const fewerProblems: Phrases = [
  "I have {a} {goods} and give away {b}. How many are left?",
  "{who} had {a} {goods} and lost {b}. How many are left?",
  "There were {a} {goods} in a basket. I took out {b}. How many are still in it?",
  "{who} has {a} {goods}. {other} takes {b} of them. How many does {who} still have?",
  "I bought {a} {goods} and used {b}. How many do I have left?",
  "Of {a} {goods}, {b} are broken. How many are whole?",
  "{who} needs {a} {goods} but has only {b}. How many are missing?",
  "A shop had {a} {goods} and sold {b}. How many does it still have?",
  "There are {a} {goods} on the table. {who} takes away {b}. How many stay there?",
  "I had {a} {goods}, but {b} fell into the sea. How many do I still have?",
  "We have {a} {goods}. If {who} gets {b}, how many remain?",
  "{who} has {a} {goods} and {other} has {b}. How many more does {who} have?",
  "{a} {goods} minus {b} {goods}: how many {goods}?",
  "My bag held {a} {goods}. {b} dropped out. How many are in it now?",
  "If I start with {a} {goods} and share out {b}, how many do I keep?",
  "{who} promised me {a} {goods} and has brought {b} so far. How many are still to come?",
];

function problem(draw: Draw): Turn {
  // At least two of each, so that "apples" is right.
  const [x, y] = inOrder(
    draw,
    drawPair(draw, ({ low }) => low >= 2),
  );
  const more = draw.chance(0.5);
  const a = more ? x : x + y;
  const b = y;
  const own = (names: readonly string[]) => draw.own(names, (name) => name);
  const who = draw.choose(own(girls));
  const other = draw.choose(own(boys));
  const phrases = more ? moreProblems : fewerProblems;
  const [first, second] = written(draw, [a, b]);
  const user = ask(draw, phrases, {
    a: first,
    b: second,
    goods: draw.choose(goods),
    who,
    other,
  });
  return more ? sum(user, a, b) : difference(user, a, b);
}

interface Comparison {
  readonly adjective: "larger" | "smaller";
  /** Other words for it. */
  readonly words: readonly string[];
}

const comparisons: readonly Comparison[] = [
  { adjective: "larger", words: ["larger", "bigger", "greater", "higher", "more"] },
  { adjective: "smaller", words: ["smaller", "less", "lower", "littler", "fewer"] },
];

const whichPhrases: Phrases = [
  "Which is {larger}, {a} or {b}?",
  "Which number is {larger}: {a} or {b}?",
  "{a} or {b}, which is {larger}?",
  "What's {larger}, {a} or {b}?",
  "Compare {a} and {b}: which one is {larger}?",
  "Of {a} and {b}, which is the {larger} [number|one]?",
  "Tell me the {larger} number: {a} or {b}.",
  "Which of the two is {larger}, {a} or {b}?",
  "Give me the {larger} one of {a} and {b}.",
  "Here are two numbers, {a} and {b}. Which is {larger}?",
  "Pick the {larger} number: {a} or {b}.",
  "I can't decide which is {larger}, {a} or {b}.",
  "Take {a} and {b}. Name the {larger} number.",
];

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

function comparison(draw: Draw): Turn {
  const { adjective, words } = draw.choose(comparisons);
  const asked =
    adjective === "larger" ? draw.choose(["larger", "bigger", "greater"]) : draw.choose(["smaller", "lower"]);
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
  const { low, high } = draw.choose(draw.own(unequalPairs, keyOf));
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

const whetherPhrases: Phrases = [
  "Is {a} {larger} than {b}?",
  "Is the number {a} {larger} than {b}?",
  "Would you say that {a} is {larger} than {b}?",
  "Is it true that {a} is {larger} than {b}?",
  "{a} is {larger} than {b}, right?",
  "I think {a} is {larger} than {b}. Is that so?",
  "Are you sure that {a} is {larger} than {b}?",
  "True or false: {a} is {larger} than {b}.",
  "My brother says {a} is {larger} than {b}. Is he right?",
  "If I compare {a} and {b}, is {a} the {larger} one?",
  "Between {a} and {b}, is {a} the {larger} number?",
  "Does {a} count as {larger} than {b}?",
];

function whether(draw: Draw): Turn {
  const { adjective } = draw.choose(comparisons);
  const [a, b] = inOrder(draw, draw.choose(draw.own(unequalPairs, keyOf)));
  const yes = adjective === "larger" ? a > b : a < b;
  const asked =
    adjective === "larger"
      ? draw.choose(["larger", "bigger", "greater", "more"])
      : draw.choose(["smaller", "less"]);
  const [first, second] = written(draw, [a, b]);
  return {
    user: ask(draw, whetherPhrases, { a: first, b: second, larger: asked }),
    reply: yes ? `Yes, ${a} is ${adjective} than ${b}.` : `No, ${a} is not ${adjective} than ${b}.`,
    brief: yes ? "yes" : "no",
    check: yes
      ? { accept: [["yes", "true", "right"]], reject: ["no", "not", "false", "isn't"] }
      : { accept: [["no", "not", "false", "isn't"]], reject: ["yes", "true"] },
  };
}

const risingPhrases: Phrases = [
  "Put {numbers} in order, smallest first.",
  "Sort {numbers} from small to large.",
  "Order these numbers from low to high: {numbers}.",
  "Count up with these: {numbers}. Which order is right?",
  "Which order do {numbers} have from smallest to [largest|biggest]?",
  "Here are three numbers: {numbers}. Begin with the smallest.",
  "Line up {numbers} so that they grow.",
  "Arrange {numbers} from the smallest to the [largest|biggest].",
  "Start with the lowest and sort {numbers}.",
  "How do you sort {numbers}, the smallest first?",
  "Sort upwards: {numbers}.",
  "Sort these numbers: {numbers}.",
  "Put these numbers in order: {numbers}.",
  "Can you order {numbers} by size, small ones first?",
];

const fallingPhrases: Phrases = [
  "Put {numbers} in order, largest first.",
  "Sort {numbers} from large to small.",
  "Order these numbers from high to low: {numbers}.",
  "Count down with these: {numbers}. Which order is right?",
  "Which order do {numbers} have from [largest|biggest] to smallest?",
  "Here are three numbers: {numbers}. Begin with the [largest|biggest].",
  "Line up {numbers} so that they shrink.",
  "Arrange {numbers} from the [largest|biggest] to the smallest.",
  "Start with the highest and sort {numbers}.",
  "How do you sort {numbers}, the biggest first?",
  "Sort downwards: {numbers}.",
  "Can you order {numbers} by size, big ones first?",
  "Put {numbers} in reverse order of size, starting from the [largest|biggest].",
];

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

const afterPhrases: Phrases = [
  "What comes after {a}?",
  "Which number comes after {a}?",
  "What is the next number after {a}?",
  "Count one on from {a}.",
  "I'm counting and have got to {a}. What's next?",
  "What number follows {a}?",
  "After {a} comes what?",
  "Tell me the number that follows {a}.",
  "Which number is one more than {a}?",
  "What's one more than {a}?",
  "{a}, and then?",
  "What do I say after {a} when I count?",
];

const beforePhrases: Phrases = [
  "What comes before {a}?",
  "Which number comes before {a}?",
  "What is the number just before {a}?",
  "Count one back from {a}.",
  "I'm counting down and have got to {a}. What's next?",
  "What number is in front of {a}?",
  "Before {a} comes what?",
  "Tell me the number right before {a}.",
  "Which number is one less than {a}?",
  "What's one less than {a}?",
  "Which number do I say just before {a} when I count?",
  "Counting backwards, what follows {a}?",
];

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

const rowPhrases: Phrases = [
  "{row}: what comes next?",
  "What is the next number: {row}?",
  "{row}, ... Which number is next?",
  "Go on: {row}.",
  "Continue the row {row}.",
  "Which number follows in {row}?",
  "I count {row}. What do I say next?",
  "Can you carry on with {row}?",
  "What number comes after {row}?",
  "Here is a row of numbers: {row}. What's the next one?",
  "Find the next number in this row: {row}.",
  "How does it go on? {row}.",
  "Finish the pattern: {row}, and?",
];

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

/** The user asks for a small sum. */
export function arithmetic(draw: Draw): Turn {
  return draw.weighted(tasks).ask(draw);
}
