/** Ids from outside, checked: an id beyond the vocabulary would silently read a neighbour's numbers. */
import { InklingError } from "../errors.ts";

/** Throws unless every id is a whole number below vocabSize; `what` names them in the message. */
export function checkIds(ids: ArrayLike<number>, vocabSize: number, what = "The text"): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    if (Number.isInteger(id) && id >= 0 && id < vocabSize) continue;
    throw new InklingError(
      `${what} has the id ${id}; this model's ids are the whole numbers from 0 to ${vocabSize - 1}.`,
    );
  }
}
