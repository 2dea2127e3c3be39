/**
 * A conversation as a tree: whoever asks again, or changes an earlier question, begins another branch, and no word is lost.
 *
 *   Step ── versions: [Exchange, Exchange*, …]        * chosen
 *                                   └ next: Step ── versions: …
 *
 * Knows nothing of engines and pages.
 */
import type { SpokenToken } from "inkling";

/** Seeds go from 1 to this, and then from 1 again. */
export const MOST_SEED = 1_000_000;

/** A question and its answer. */
export interface Exchange {
  question: string;
  /** The system prompt it was asked with; empty for none. */
  system: string;
  /** From which the answer is drawn: the same seed gives the same words. */
  seed: number;
  tokens: SpokenToken[];
  /** It was stopped after so many tokens. */
  limit?: number;
  /** Why the answer ended; undefined before it is given. */
  why?: "end" | "length" | "stopped" | "failed";
  /** Something said before was left out, as it did not fit into the model's sight. */
  forgets?: boolean;
  next?: Step;
}

/** What was said at one place of the conversation, in all versions of it. */
export interface Step {
  versions: Exchange[];
  chosen: number;
}

/** The steps of the branch that is shown, from the first. */
export function stepsOf(root: Step | undefined): Step[] {
  const steps: Step[] = [];
  for (let step = root; step; step = chosenOf(step).next) steps.push(step);
  return steps;
}

export function chosenOf({ versions, chosen }: Step): Exchange {
  return versions[chosen];
}

/** Puts one more exchange at the end of the branch that is shown; the root is new if there was none. */
export function append(root: Step | undefined, exchange: Exchange): Step {
  const step: Step = { versions: [exchange], chosen: 0 };
  const last = stepsOf(root).at(-1);
  if (!last || !root) return step;
  chosenOf(last).next = step;
  return root;
}

/** Another version at `step`, which is shown from now on. */
export function branch(step: Step, exchange: Exchange): void {
  step.versions.push(exchange);
  step.chosen = step.versions.length - 1;
}

/** The highest seed anywhere in the tree; 0 if there is none. */
export function highestSeed(root: Step | undefined): number {
  if (!root) return 0;
  return root.versions.reduce((most, { seed, next }) => Math.max(most, seed, highestSeed(next)), 0);
}

/** What the model said. */
export function answerOf({ tokens }: Exchange): string {
  return tokens.map(({ text }) => text).join("");
}
