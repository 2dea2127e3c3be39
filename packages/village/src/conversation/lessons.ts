/**
 * What the model practises besides talking, as a child writes into a copybook: plain rows, of which every word is learned.
 *
 *   gombee: g-o-m-b-e-e. Gombee has 6 letters. g-o-m-b-e-e is e-e-b-m-o-g backwards: eebmog.
 *   17 + 20 is 37 and 37 + 5 is 42, so 17 + 25 = 42.
 *
 * In a conversation only answers are learned, and of a question about a sum that is one number in thirty tokens. Here it is
 * every number. Nothing is told that conversations for training do not tell, so the exam stays unseen.
 */
import { RandomStream } from "inkling";
import { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { inventedName, inventedWord } from "../language/invented.ts";
import { factsOf } from "../language/phraseBook.ts";
import { hashOf } from "../language/phrases.ts";
import { words } from "../phrases/words.ts";
import { difference, drawPair, inOrder, sum } from "../skills/arithmetic.ts";
import { told } from "../skills/facts.ts";
import { inBackwardOrder, spelled } from "../skills/instructions.ts";
import { type Remembered, recall, remember } from "../skills/recall.ts";
import { subjects } from "../world/subjects.ts";

export interface LessonOptions {
  readonly count: number;
  readonly seed: number;
}

/** Yields `count` lessons for training, none twice. The same seed gives the same ones, everywhere. */
export function* lessons({ count, seed }: LessonOptions): Generator<string> {
  const seen = new Set<number>();
  for (let i = 0, made = 0; made < count; i++) {
    const next = lesson(new Draw(new RandomStream(seed, "village/lessons", i), "train"));
    const key = hashOf(next);
    if (seen.has(key)) continue;
    seen.add(key);
    made++;
    yield next;
  }
}

/** Letters in a lesson: with room to spare in a context of 256 tokens, as invented words take many. */
const LETTERS = 320;

/** Lines of one kind, until the page is full. */
export function lesson(draw: Draw): string {
  const { line } = draw.weighted(kinds);
  let page = line(draw);
  while (page.length < LETTERS) page += ` ${line(draw)}`;
  return page;
}

const kinds: readonly { readonly weight: number; readonly line: (draw: Draw) => string }[] = [
  { weight: 3, line: row },
  { weight: 3, line: toldAndSaidBack },
  { weight: 5, line: lettersOf },
  { weight: 4, line: sums },
  { weight: 4, line: facts },
];

/** Words in a row, and the same row again: whoever is to go on has to look back. */
function row(draw: Draw): string {
  const said = Array.from({ length: draw.between(1, 5) }, () => anyWord(draw)).join(" ");
  return `Say ${said}: ${said}.`;
}

/** Several things that somebody tells, then the same from the other side, in another order. */
function toldAndSaidBack(draw: Draw): string {
  const all = Array.from({ length: draw.between(1, 4) }, () => remember(draw));
  const kept = new Map<string, (typeof all)[number]>(all.map((one) => [one.remembered.kind, one]));
  const things = [...kept.values()];
  const memories: Remembered[] = things.map(({ remembered }) => remembered);
  return [
    ...things.map(({ turn }) => turn.user),
    ...draw.several(memories, memories.length).map((memory) => recall(draw, memory).reply),
  ].join(" ");
}

/** What can be said about the letters of a word. */
function lettersOf(draw: Draw): string {
  const word = anyWord(draw).toLowerCase();
  const letters = [...word];
  const more = [
    `${capitalised(word)} has ${letters.length} letters.`,
    `${inBackwardOrder(word)}.`,
    `The first letter of ${word} is ${letters[0]}.`,
    `The last letter of ${word} is ${letters[letters.length - 1]}.`,
    `${word} in capitals is ${word.toUpperCase()}.`,
  ];
  return [`${word}: ${spelled(word)}.`, ...draw.several(more, 2)].join(" ");
}

/** The sums and differences of one pair. */
function sums(draw: Draw): string {
  const [a, b] = inOrder(draw, drawPair(draw));
  return draw
    .several([sum("", a, b), sum("", b, a), difference("", a + b, a), difference("", a + b, b)], 2)
    .map(({ reply }) => reply)
    .join(" ");
}

/** A few facts of one subject. */
function facts(draw: Draw): string {
  const about = factsOf(draw.choose(subjects));
  return draw
    .several(about, 3)
    .map((fact) => told(draw, fact))
    .join(" ");
}

function anyWord(draw: Draw): string {
  if (draw.chance(0.3)) return draw.choose(draw.own(words, (word) => word));
  return draw.chance(0.5) ? inventedWord(draw) : inventedName(draw);
}
