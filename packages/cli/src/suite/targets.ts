/** What the model we ship has to reach on questions it never saw, and what it aims at. */
export interface Target {
  /** The skill as exam items name it. */
  readonly skill: string;
  readonly what: string;
  readonly must?: number;
  readonly aim?: number;
}

export const targets: readonly Target[] = [
  { skill: "one-hop", what: "facts in one hop, unseen phrasing", must: 0.95, aim: 0.99 },
  { skill: "two-hops", what: "facts in two hops, unseen pairs", must: 0.7, aim: 0.9 },
  { skill: "two-hops, unseen phrasing", what: "the same in unseen phrasing" },
  { skill: "two-hops, silent", what: "the same in one word, the middle not named" },
  { skill: "persona", what: "name and tone of a system prompt" },
  { skill: "recall", what: "what the user said, unseen names, 1 to 6 turns back", must: 0.9, aim: 0.98 },
  { skill: "arithmetic", what: "sums and comparisons, unseen pairs", must: 0.9, aim: 0.99 },
  { skill: "unknown", what: "says that it doesn't know, unseen topics", must: 0.9, aim: 0.97 },
  { skill: "false-premise", what: "false premise corrected", must: 0.8, aim: 0.95 },
  { skill: "instructions", what: "follows instructions, unseen words", must: 0.85, aim: 0.95 },
  { skill: "self", what: "knows itself, unseen phrasing", must: 0.9, aim: 0.97 },
  { skill: "yes-no", what: "yes or no, unseen phrasing" },
  { skill: "lists", what: "lists and counts, unseen phrasing" },
  { skill: "comparisons", what: "who is older, the same street; unseen pairs" },
  { skill: "declining", what: "declines, unseen topics" },
  { skill: "stories", what: "a story with the named hero" },
  { skill: "small-talk", what: "small talk, unseen phrasing" },
];

export function targetOf(skill: string): Target | undefined {
  return targets.find((target) => target.skill === skill);
}
