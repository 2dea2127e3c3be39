/** How one attribute of a person, boat, animal, place, feast or thing is asked for and told. */
import type { Phrases } from "./phrases.ts";

/**
 * Slots: {s} the subject ("Ada", "the baker", "Kit's best friend", "the Wren"; in answers also "she", "he", "it"),
 * {s's} the same as an owner ("Ada's", "the baker's", "her", "its"), {o} the value.
 */
export interface AttributePhrases {
  /** Asks for the value. */
  readonly ask: Phrases;
  /** Tells it, in a whole sentence. */
  readonly tell: Phrases;
  /** Asks whether the value is {o}. */
  readonly confirm: Phrases;
  /** Takes for granted that the value is {o}. */
  readonly presume: Phrases;
  /** Says that the value is not {o}. */
  readonly deny: Phrases;
  /** Asks who or which has the value {o}. */
  readonly which?: Phrases;
  /** Tells that several, {list} ("Ada, Bram and Cora"), have the value {o}. */
  readonly tellMany?: Phrases;
}
