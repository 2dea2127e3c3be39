/** What copying would score: the answer of the most similar message in training, for every question of the exam. */
import { dialogues, type Item, judge, Retrieval, standardExam } from "@inkling/village";
import { type Score, scoreOf } from "./score.ts";

/** A score for any questions; made once, since it has to read `count` conversations. */
export function copying(count: number): (items: readonly Item[]) => Score {
  const retrieval = new Retrieval();
  for (const dialogue of dialogues({ split: "train", count, seed: standardExam.seed }))
    retrieval.add(dialogue);
  return (items) => {
    const right = items.filter(
      ({ turns, check }) => judge(check, retrieval.answer(turns[turns.length - 1])).right,
    );
    return scoreOf(right.length, items.length);
  };
}
