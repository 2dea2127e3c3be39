/** Every kind of subject, and the phrases for each of its attributes. */

import { animalPhrases } from "../phrases/animal.ts";
import { boatPhrases } from "../phrases/boat.ts";
import { feastPhrases } from "../phrases/feast.ts";
import { personPhrases } from "../phrases/person.ts";
import { placePhrases } from "../phrases/place.ts";
import { thingPhrases } from "../phrases/thing.ts";
import { type Kind, type Subject, subjectsWith } from "../world/subjects.ts";
import type { AttributePhrases } from "./attributes.ts";
import type { Slots } from "./phrases.ts";

export const phraseBook: Readonly<Record<Kind, Readonly<Record<string, AttributePhrases>>>> = {
  person: personPhrases,
  boat: boatPhrases,
  animal: animalPhrases,
  place: placePhrases,
  feast: feastPhrases,
  thing: thingPhrases,
};

/** One fact: an attribute of a subject that can be spoken of. */
export interface Fact {
  readonly subject: Subject;
  readonly attribute: string;
  readonly value: string;
  readonly phrases: AttributePhrases;
}

export function factsOf(subject: Subject): readonly Fact[] {
  const book = phraseBook[subject.kind];
  return Object.entries(subject.values).flatMap(([attribute, value]) =>
    Object.hasOwn(book, attribute) ? [{ subject, attribute, value, phrases: book[attribute] }] : [],
  );
}

/** Slots for a value: {o}, and {the}, its article where it is a job: "the baker", but "a pupil", as there are two. */
export function valueSlots(
  { subject, attribute }: Pick<Fact, "subject" | "attribute">,
  value: string,
): Slots {
  return { o: value, the: subjectsWith(subject.kind, attribute, value).length > 1 ? "a" : "the" };
}
