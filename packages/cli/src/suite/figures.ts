/** Figures that compare results with one another: what the exam says beside skill by skill. */
import { type Score, scoreOf } from "./score.ts";
import type { Answered, SkillResult } from "./suite.ts";

export interface Figure {
  readonly name: string;
  readonly what: string;
  /** A share, or a difference of shares. */
  readonly value: number;
  /** It has to be at least, or at most, `must`; and should be `aim`. */
  readonly wanted: "at least" | "at most";
  readonly must: number;
  readonly aim?: number;
}

/** Skills whose questions it could answer: to say "I don't know" there is as wrong as a wrong answer. */
export const known: readonly string[] = ["one-hop", "two-hops", "yes-no", "lists", "self", "arithmetic"];

/** Facts are asked clean, and typed like this. */
export const typedWays = ["without capitals", "without punctuation", "with a slip"] as const;

export function comparisons(
  answered: readonly Answered[],
  results: readonly SkillResult[],
): readonly Figure[] {
  const asked = answered.filter(({ item }) => known.includes(item.skill));
  const shy = scoreOf(asked.filter(({ unknown, right }) => unknown && !right).length, asked.length);
  return [
    {
      name: "unknown-on-known",
      what: `says "I don't know" to what it could know (${shy.right} of ${shy.of})`,
      value: shy.share,
      wanted: "at most",
      must: 0.05,
      aim: 0.02,
    },
    ...typedWays.flatMap((how) => typedDrop(how, results)),
  ];
}

function typedDrop(how: string, results: readonly SkillResult[]): Figure[] {
  const share = (skill: string) => results.find((result) => result.skill === skill)?.score.share;
  const [clean, typed] = [share("typed clean"), share(`typed ${how}`)];
  if (clean === undefined || typed === undefined) return [];
  return [
    {
      name: `drop ${how}`,
      what: `what facts lose when typed ${how}`,
      value: clean - typed,
      wanted: "at most",
      must: 0.05,
      aim: 0.02,
    },
  ];
}

/** The blind exam, and how far it is above copying answers. */
export function blindFigures(score: Score, copied: Score | undefined): readonly Figure[] {
  const right: Figure = {
    name: "blind exam",
    what: "questions by a stranger, in their own words",
    value: score.share,
    wanted: "at least",
    must: 0.7,
    aim: 0.85,
  };
  if (copied === undefined) return [right];
  const above: Figure = {
    name: "blind exam above copying",
    what: "how far that is above copying the nearest answer",
    value: score.share - copied.share,
    wanted: "at least",
    must: 0.15,
  };
  return [right, above];
}

export function isReached({ value, wanted, must }: Figure): boolean {
  return wanted === "at least" ? value >= must : value <= must;
}
