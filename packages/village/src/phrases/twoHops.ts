/** First hops of questions in two hops, and what stands in the question for the middle: "Ada's boat", "the owner of the Wren". */
import type { Description, Link } from "../language/banks.ts";

export const links: readonly Link[] = [
  {
    from: "person",
    attribute: "friend",
    nouns: [
      "{s's} best friend",
      "the best friend of {s}",
      "{s's} closest friend",
      "the person who is {s's} best friend",
      "the villager {s} calls a best friend",
    ],
  },
  {
    from: "person",
    attribute: "sibling",
    nouns: [
      "{s's} sibling",
      "the sibling of {s}",
      "{s's} brother or sister",
      "the brother or sister of {s}",
      "the person with the same parents as {s}",
    ],
  },
  {
    from: "person",
    attribute: "boat",
    nouns: [
      "{s's} boat",
      "the boat that {s} owns",
      "the boat of {s}",
      "the boat that belongs to {s}",
      "the boat owned by {s}",
    ],
  },
  {
    from: "person",
    attribute: "animal",
    nouns: [
      "{s's} pet",
      "the pet of {s}",
      "{s's} animal",
      "the animal that {s} keeps",
      "the pet that belongs to {s}",
      "the animal {s} looks after",
    ],
  },
  {
    from: "person",
    attribute: "work",
    nouns: [
      "the place where {s} works",
      "{s's} place of work",
      "{s's} workplace",
      "the place {s} works at",
      "the spot where {s} works",
    ],
  },
  {
    from: "boat",
    attribute: "owner",
    nouns: [
      "the owner of {s}",
      "whoever owns {s}",
      "{s's} owner",
      "the person who owns {s}",
      "the person whose boat is {s}",
      "the villager {s} belongs to",
    ],
  },
  {
    from: "animal",
    attribute: "owner",
    nouns: [
      "{s's} owner",
      "the owner of {s}",
      "the person who keeps {s}",
      "whoever looks after {s}",
      "the person whose pet is {s}",
      "the villager {s} belongs to",
    ],
  },
  {
    from: "feast",
    attribute: "leader",
    nouns: ["the leader of {s}", "the person who leads {s}", "whoever leads {s}"],
  },
  { from: "feast", attribute: "place", nouns: ["the place where {s} is held", "the place of {s}"] },
  {
    from: "thing",
    attribute: "maker",
    nouns: ["the maker of {s}", "the person who made {s}", "whoever made {s}"],
  },
  { from: "thing", attribute: "place", nouns: ["the place where {s} is kept", "the home of {s}"] },
];

/** {o} is a value that only one of the kind has. */
export const descriptions: readonly Description[] = [
  {
    kind: "person",
    attribute: "fear",
    nouns: [
      "the person who is afraid of {o}",
      "the villager who fears {o}",
      "the one who is scared of {o}",
      "whoever is afraid of {o}",
    ],
  },
  {
    kind: "person",
    attribute: "hobby",
    nouns: [
      "the person whose hobby is {o}",
      "the villager who enjoys {o}",
      "the one who likes {o}",
      "whoever spends free time {o}",
    ],
  },
  {
    kind: "person",
    attribute: "food",
    nouns: [
      "the person whose favourite food is {o}",
      "the one who likes to eat {o}",
      "the villager who loves {o}",
      "whoever likes {o} best",
    ],
  },
  {
    kind: "person",
    attribute: "hair",
    nouns: ["the person with {o}", "the villager with {o}", "the one with {o}", "whoever has {o}"],
  },
  {
    kind: "person",
    attribute: "instrument",
    nouns: [
      "the person who plays {o}",
      "the villager who plays {o}",
      "the one who can play {o}",
      "whoever plays {o}",
    ],
  },
  {
    kind: "boat",
    attribute: "cargo",
    nouns: [
      "the boat that carries {o}",
      "the boat with {o} on board",
      "the boat that is loaded with {o}",
      "the boat which brings {o}",
    ],
  },
  {
    kind: "boat",
    attribute: "colour",
    nouns: ["the {o} boat", "the boat that is {o}", "the boat painted {o}", "the boat with {o} paint"],
  },
  {
    kind: "animal",
    attribute: "kind",
    nouns: ["the {o} of the village", "the {o} that lives in Quill", "the only {o} in Quill", "the {o}"],
  },
  {
    kind: "animal",
    attribute: "bed",
    nouns: [
      "the animal that sleeps {o}",
      "the animal whose bed is {o}",
      "the pet that sleeps {o}",
      "the one sleeping {o}",
    ],
  },
  {
    kind: "animal",
    attribute: "food",
    nouns: [
      "the animal that eats {o}",
      "the pet that likes {o}",
      "the animal that is fed {o}",
      "the animal whose food is {o}",
    ],
  },
];
