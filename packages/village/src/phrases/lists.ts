/** What is counted over the table, how that is asked for, and how a few are asked for by name. */
import type { CountedGroup } from "../language/banks.ts";
import type { Phrases } from "../language/phrases.ts";

export const groups: readonly CountedGroup[] = [
  { kind: "person", attribute: "street", noun: "people", predicate: "live in {o}" },
  { kind: "person", attribute: "work", noun: "people", predicate: "work at {o}" },
  { kind: "person", attribute: "colour", noun: "people", predicate: "like {o} best" },
  { kind: "boat", attribute: "colour", noun: "boats", predicate: "are {o}" },
  { kind: "boat", attribute: "mooring", noun: "boats", predicate: "lie at {o}" },
  { kind: "animal", attribute: "colour", noun: "animals", predicate: "are {o}" },
  { kind: "place", attribute: "built", noun: "places", predicate: "are built of {o}" },
  { kind: "place", attribute: "opens", noun: "places", predicate: "open at {o}" },
  { kind: "place", attribute: "door", noun: "places", predicate: "have a {o} door" },
];

export const countPhrases: Phrases = [
  "How many {noun} {p}?",
  "Can you count how many {noun} {p}?",
  "How many {noun} [in Quill|here|in the village] {p}?",
  "Count the {noun} that {p}.",
  "What is the number of {noun} that {p}?",
  "Do you know how many {noun} {p}?",
  "Tell me how many {noun} {p}.",
  "I would like to know how many {noun} {p}.",
  "Of all the {noun} in Quill, how many {p}?",
  "In Quill, how many {noun} {p}?",
  "Give me the number of {noun} that {p}.",
  "How many of the {noun} [in Quill|here] {p}?",
  "If you count the {noun} that {p}, how many do you get?",
  "Are there many {noun} that {p}? How many?",
];

export const kindPhrases: Phrases = [
  "How many {kinds} are there[ in Quill| here| in the village|]?",
  "How many {kinds} does [Quill|the village] have?",
  "Count the {kinds} in Quill.",
  "What is the number of {kinds} in [Quill|the village]?",
  "Do you know how many {kinds} there are?",
  "Tell me how many {kinds} there are in Quill.",
  "Give me the number of {kinds} here.",
  "In all of Quill, how many {kinds} are there?",
  "How many {kinds} do you know?",
  "Are there any {kinds} in Quill? How many?",
];

export const listPhrases: Phrases = [
  "List {count} {things}.",
  "Name {count} {things}.",
  "Can you name {count} {things}?",
  "Give me {count} {things}.",
  "I need {count} {things}.",
  "Tell me {count} {things}.",
  "Think of {count} {things}.",
  "Write down {count} {things}.",
  "{Count} {things}!",
  "What are {count} {things}?",
  "Do you know {count} {things}?",
  "Let me hear {count} {things}.",
  "For my homework I need {count} {things}.",
  "I bet you can't name {count} {things}!",
];
