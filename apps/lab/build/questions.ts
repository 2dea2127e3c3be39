/**
 * Questions for a small exam in the page, `import { questions } from "virtual:questions"`: some of the standard exam's, in phrases
 * that the shipped model never saw, with the answers that it should have given.
 */
import { items, standardExam } from "@inkling/village";
import type { Message } from "inkling";
import type { Plugin } from "vite";

const NAME = "virtual:questions";
const RESOLVED = `\0${NAME}`;
/** Few enough to be asked at every click. */
const COUNT = 24;
/** Questions whose answers the table decides. */
const SKILLS = ["one-hop", "two-hops", "yes-no", "lists", "comparisons", "unknown"];

export function examQuestions(): Plugin {
  return {
    name: "inkling-questions",
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load: (id) =>
      id === RESOLVED ? `export const questions = ${JSON.stringify(someQuestions())};` : undefined,
  };
}

export function someQuestions(): Message[][] {
  const all = items({ ...standardExam, perSkill: COUNT / SKILLS.length }).filter(({ skill }) =>
    SKILLS.includes(skill),
  );
  return all.map(({ turns, expected }) => [
    { role: "user", content: turns[0] },
    { role: "assistant", content: expected },
  ]);
}
