/** How two of a kind are compared, the first and last of all asked for, and how all of a kind are counted. */
import type { AgeWord, SharedAttribute, Total } from "../language/banks.ts";
import type { Phrases } from "../language/phrases.ts";

/** Slots: {a} and {b}, two of a kind, and {older}. */
export const whichOlderPhrases: Phrases = [
  "Who is {older}, {a} or {b}?",
  "Which is {older}, {a} or {b}?",
  "Who is {older}: {a} or {b}?",
  "Who of the two is {older}, {a} or {b}?",
  "Between {a} and {b}, who is {older}?",
  "Of {a} and {b}, which one is {older}?",
  "{a} or {b}: who is {older}?",
  "Compare {a} and {b}: who is {older}?",
  "Do you know who is {older}, {a} or {b}?",
  "Tell me who is {older}, {a} or {b}.",
  "I wonder who is {older}, {a} or {b}.",
  "If {a} and {b} stood side by side, which would be the {older} one?",
  "We are making a bet: is {a} {older}, or is it {b}?",
  "Take {a} and {b}. Which of them is {older}?",
  "Is it {a} or {b} who is {older}?",
  "Out of {a} and {b}, name the {older} one.",
];

/** The same, asked so that yes or no is an answer. */
export const whetherOlderPhrases: Phrases = [
  "Is {a} {older} than {b}?",
  "Would you say that {a} is {older} than {b}?",
  "Is it true that {a} is {older} than {b}?",
  "True or false: {a} is {older} than {b}.",
  "I think {a} is {older} than {b}. Is that right?",
  "{a} is {older} than {b}, right?",
  "Am I right that {a} is {older} than {b}?",
  "Somebody said that {a} is {older} than {b}. Is that so?",
  "Isn't {a} {older} than {b}?",
  "Could it be that {a} is {older} than {b}?",
  "Are you sure that {a} is {older} than {b}?",
  "Next to {b}, is {a} {older}?",
];

export const ageWords: readonly AgeWord[] = [
  { older: "older", oldest: "oldest", isMore: true },
  { older: "younger", oldest: "youngest", isMore: false },
];

/** Slots: {oldest}, {noun} ("person"), {nouns}. */
export const oldestPhrases: Phrases = [
  "Who is the {oldest} {noun} in Quill?",
  "Which {noun} is the {oldest}?",
  "Which {noun} in [Quill|the village] is the {oldest}?",
  "What is the {oldest} {noun} in [Quill|the village]?",
  "Of all the {nouns} in Quill, which is the {oldest}?",
  "Name the {oldest} {noun} in [Quill|the village].",
  "Do you know the {oldest} {noun} in [Quill|the village]?",
  "Tell me which {noun} is the {oldest}.",
  "I am looking for the {oldest} {noun} [here|in Quill]. Which is it?",
  "If all {nouns} stood in a row by age, which would be the {oldest}?",
  "Among the {nouns} [here|of Quill], who or which is the {oldest}?",
  "The {oldest} {noun}: which one is it?",
  "Can you find the {oldest} {noun} for me?",
];

export const sharedAttributes: readonly SharedAttribute[] = [
  {
    attribute: "street",
    ask: [
      "Do {a} and {b} live on the same street?",
      "Are {a} and {b} neighbours on one street?",
      "Do {a} and {b} have the same street?",
      "Is {a} on the same street as {b}?",
      "Does {a} live on the street where {b} lives?",
      "{a} and {b}: same street or not?",
      "Are the homes of {a} and {b} on one and the same street?",
      "Is {b's} street also the street of {a}?",
    ],
  },
  {
    attribute: "work",
    ask: [
      "Do {a} and {b} work at the same place?",
      "Are {a} and {b} at work in the same place?",
      "Does {a} work where {b} works?",
      "Do {a} and {b} meet at work?",
      "{a} and {b}: do they work together?",
      "Is the place where {a} works also where {b} works?",
      "Do {a} and {b} share a place of work?",
      "Are {a} and {b} found at the same place when they work?",
    ],
  },
  {
    attribute: "colour",
    ask: [
      "Do {a} and {b} have the same favourite colour?",
      "Do {a} and {b} like the same colour best?",
      "Is {a's} favourite colour also {b's}?",
      "Does {a} like the same colour as {b}?",
      "{a} and {b}: same favourite colour?",
      "Do {a} and {b} agree on the best colour?",
      "Would {a} and {b} choose the same colour?",
      "Is there one colour that both {a} and {b} love best?",
    ],
  },
];

export const totals: readonly Total[] = [
  { kind: "person", nouns: "people", verb: "live" },
  { kind: "boat", nouns: "boats", verb: "lie" },
  { kind: "animal", nouns: "animals", verb: "live" },
  { kind: "place", nouns: "places", verb: "are" },
  { kind: "feast", nouns: "feasts", verb: "are held" },
];

/** Slots: {nouns} and {verb}. */
export const totalPhrases: Phrases = [
  "How many {nouns} {verb} in Quill?",
  "How many {nouns} are there[| in Quill| in the village| in all]?",
  "How many {nouns} does [Quill|the village] have?",
  "What is the number of {nouns} in [Quill|the village]?",
  "Count all the {nouns} in [Quill|the village].",
  "Do you know how many {nouns} there are in all?",
  "Tell me how many {nouns} Quill has.",
  "In all of Quill, how many {nouns} are there?",
  "How many {nouns} do you know [here|in Quill]?",
  "Altogether, how many {nouns} {verb} in [Quill|the village]?",
  "If I counted every one of the {nouns} in Quill, what number would I get?",
  "How big is the number of {nouns} in the village?",
  "Is it many {nouns} that Quill has? How many?",
  "Number of {nouns} in Quill?",
];
