/** What copying would score: the answer of the most similar message in training, for every question of the exam. */
import { dialogues, type Item, judge, Retrieval } from "@inkling/village";
import { inklingRecipe } from "../make/inklingRecipe.ts";
import { type Score, scoreOf } from "./score.ts";

/** A score for any questions; made once, since it has to read `count` conversations. */
export function copying(count: number): (items: readonly Item[]) => Score {
  const retrieval = new Retrieval();
  const { seed } = inklingRecipe.conversations;
  for (const dialogue of dialogues({ split: "train", count, seed })) retrieval.add(dialogue);
  return (items) => {
    const right = items.filter(
      ({ turns, check }) => judge(check, retrieval.answer(turns[turns.length - 1])).right,
    );
    return scoreOf(right.length, items.length);
  };
}
