/** The whole exam: every question asked, judged and counted, skill by skill. */
import { type Item, judge } from "@inkling/village";
import { type Answerer, answersTo } from "./answers.ts";
import { type Score, scoreOf } from "./score.ts";

export interface Answered {
  readonly item: Item;
  readonly answer: string;
  readonly right: boolean;
  readonly unknown: boolean;
  readonly namesMiddle: boolean;
}

export interface SkillResult {
  readonly skill: string;
  readonly score: Score;
  /** How often the answer says that it doesn't know. */
  readonly unknown: Score;
  /** Of questions in two hops: how often the middle step is named. */
  readonly namesMiddle?: Score;
}

export async function sit(
  answerer: Answerer,
  items: readonly Item[],
  onProgress: (done: number) => void = () => {},
): Promise<readonly Answered[]> {
  const answered: Answered[] = [];
  for (const item of items) {
    const answers = await answersTo(answerer, item);
    const answer = answers[answers.length - 1].text;
    answered.push({ item, answer, ...judge(item.check, answer) });
    onProgress(answered.length);
  }
  return answered;
}

/** One result per skill, in the order in which the skills come up. */
export function resultsOf(answered: readonly Answered[]): readonly SkillResult[] {
  const skills = [...new Set(answered.map(({ item }) => item.skill))];
  return skills.map((skill) => {
    const own = answered.filter(({ item }) => item.skill === skill);
    const share = (test: (one: Answered) => boolean) => scoreOf(own.filter(test).length, own.length);
    const hops = own.some(({ item }) => item.check.middle !== undefined);
    return {
      skill,
      score: share(({ right }) => right),
      unknown: share(({ unknown }) => unknown),
      ...(hops ? { namesMiddle: share(({ namesMiddle }) => namesMiddle) } : {}),
    };
  });
}
