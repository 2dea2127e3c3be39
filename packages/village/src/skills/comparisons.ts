/**
 * Two of a kind compared, the oldest of all, and how many there are.
 *
 * An answer says both ages before it says who is older, because that is how a small model can do it: "Nell is 70 and Ada is
 * 41, so Nell is older." Which pairs are asked in training, and which only in the test, is divided before anything is said.
 */
import type { Turn } from "../conversation/turn.ts";
import type { AgeWord } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised, named } from "../language/grammar.ts";
import { inWords } from "../language/numbers.ts";
import { factsOf, valueSlots } from "../language/phraseBook.ts";
import type { Slots } from "../language/phrases.ts";
import {
  ageWords,
  oldestPhrases,
  sharedAttributes,
  totalPhrases,
  totals,
  whetherOlderPhrases,
  whichOlderPhrases,
} from "../phrases/comparisons.ts";
import { type Kind, type Subject, subjects, subjectsWith } from "../world/subjects.ts";

type Pair = readonly [a: Subject, b: Subject];

/** Compares, or counts all. */
export function comparison(draw: Draw): Turn {
  return draw.weighted(tasks).ask(draw);
}

const tasks: readonly { readonly weight: number; ask(draw: Draw): Turn }[] = [
  { weight: 4, ask: whichIsOlder },
  { weight: 3, ask: whetherOlder },
  { weight: 2, ask: oldest },
  { weight: 3, ask: whetherSame },
  { weight: 2, ask: total },
];

const agedKinds = ["person", "boat", "animal"] as const;
const nounsOf = {
  person: ["person", "people"],
  boat: ["boat", "boats"],
  animal: ["animal", "animals"],
} as const;

const pairsOf = (kind: Kind): readonly Pair[] => {
  const all = subjects.filter((subject) => subject.kind === kind);
  return all.flatMap((a, i) => all.slice(i + 1).map((b): Pair => [a, b]));
};
const agedPairs = Object.fromEntries(
  agedKinds.map((kind) => [kind, pairsOf(kind).filter(([a, b]) => ageOf(a) !== ageOf(b))]),
);
const peopleWhere = (test: (a: string, b: string) => boolean) =>
  Object.fromEntries(
    sharedAttributes.map(({ attribute }) => [
      attribute,
      pairsOf("person").filter(([a, b]) => test(a.values[attribute], b.values[attribute])),
    ]),
  );
const alike = peopleWhere((a, b) => a === b);
const unlike = peopleWhere((a, b) => a !== b);

function drawPair(draw: Draw, pairs: readonly Pair[]): Pair {
  const [a, b] = draw.choose(draw.own(pairs, ([a, b]) => `${a.name}|${b.name}`));
  return draw.chance(0.5) ? [a, b] : [b, a];
}

function ageOf({ values }: Subject): number {
  return Number(values.age);
}

/** "Who is older, Ada or Nell?" */
function whichIsOlder(draw: Draw): Turn {
  const [a, b] = drawPair(draw, agedPairs[draw.choose(agedKinds)]);
  const word = draw.choose(ageWords);
  const [winner, loser] = ageOf(a) > ageOf(b) === word.isMore ? [a, b] : [b, a];
  return {
    user: capitalised(draw.ask(whichOlderPhrases, slotsOf(a, b, word))),
    reply: capitalised(`${ages(a, b)}, so ${winner.name} is ${word.older}.`),
    brief: capitalised(winner.name),
    check: olderCheck(winner, loser, word),
  };
}

/** "Is Ada older than Nell?" */
function whetherOlder(draw: Draw): Turn {
  const [a, b] = drawPair(draw, agedPairs[draw.choose(agedKinds)]);
  const word = draw.choose(ageWords);
  const isTrue = ageOf(a) > ageOf(b) === word.isMore;
  const answer = isTrue ? "Yes" : "No";
  return {
    user: capitalised(draw.ask(whetherOlderPhrases, slotsOf(a, b, word))),
    reply: `${capitalised(ages(a, b))}. ${answer}, ${a.name} is ${isTrue ? "" : "not "}${word.older}.`,
    brief: answer,
    check: { accept: [[answer.toLowerCase()]], reject: [isTrue ? "no" : "yes"] },
  };
}

function ages(a: Subject, b: Subject): string {
  return `${a.name} is ${ageOf(a)} and ${b.name} is ${ageOf(b)}`;
}

function slotsOf(a: Subject, b: Subject, { older }: AgeWord): Slots {
  return { a: a.name, b: b.name, older };
}

/** Right is the winner's name, as long as nothing says that the loser is older. */
function olderCheck(winner: Subject, loser: Subject, { older }: AgeWord) {
  const bare = ({ name }: Subject) => name.toLowerCase().replace(/^the /, "");
  return {
    accept: [[bare(winner)]],
    reject: [`${bare(loser)} is ${older}`, `${bare(loser)} is the ${older}`],
  };
}

/** "Who is the oldest person in Quill?" */
function oldest(draw: Draw): Turn {
  const kind = draw.choose(agedKinds);
  const { oldest: word, isMore } = draw.choose(ageWords);
  const all = subjects.filter((subject) => subject.kind === kind);
  const age = all.map(ageOf).reduce((best, one) => (one > best === isMore ? one : best));
  const [winner] = subjectsWith(kind, "age", String(age));
  const [noun, nouns] = nounsOf[kind];
  const years = age === 1 ? "year" : "years";
  return {
    user: draw.ask(oldestPhrases, { oldest: word, noun, nouns }),
    reply: capitalised(`${winner.name} is the ${word} ${noun}: ${age} ${years} old.`),
    brief: capitalised(winner.name),
    check: { accept: [[winner.name.toLowerCase().replace(/^the /, "")]] },
  };
}

/** "Do Ada and Kit live on the same street?" */
function whetherSame(draw: Draw): Turn {
  const { attribute, ask } = draw.choose(sharedAttributes);
  const wanted = draw.chance(0.5);
  const [a, b] = drawPair(draw, wanted ? alike[attribute] : unlike[attribute]);
  const tell = (subject: Subject) =>
    factsOf(subject)
      .filter((fact) => fact.attribute === attribute)
      .map((fact) => draw.say(fact.phrases.tell, { ...named(subject.name), ...valueSlots(fact, fact.value) }))
      .join();
  const answer = wanted ? "Yes" : "No";
  return {
    user: draw.ask(ask, { a: a.name, b: b.name, "a's": `${a.name}'s`, "b's": `${b.name}'s` }),
    reply: `${tell(a)} ${tell(b)} ${wanted ? "Yes, the same." : "No, not the same."}`,
    brief: answer,
    check: { accept: [[answer.toLowerCase()]], reject: [wanted ? "no" : "yes"] },
  };
}

/** "How many boats are there in Quill?" */
function total(draw: Draw): Turn {
  const { kind, nouns, verb } = draw.choose(totals);
  const number = subjects.filter((subject) => subject.kind === kind).length;
  return {
    user: draw.ask(totalPhrases, { nouns, verb }),
    reply: `${capitalised(String(number))} ${nouns} ${verb} in Quill.`,
    brief: String(number),
    check: { accept: [[String(number), inWords(number)]] },
  };
}
