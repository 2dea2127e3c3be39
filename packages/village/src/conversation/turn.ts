/** One exchange of a conversation, and how an answer to it is judged. */

export interface Turn {
  /** What the user says: with capitals and punctuation; voices.ts takes them away where it likes. */
  readonly user: string;
  /** What the model should answer: whole sentences. */
  readonly reply: string;
  /** The bare answer, for who asked for one word: "red". Absent where there is none. */
  readonly brief?: string;
  readonly check: Check;
}

/**
 * When an answer counts as right. All is compared in lower case, by whole words, without punctuation.
 *
 *   accept     from every group at least one occurs (and whoever types a question with slips spares these words: dialogue.ts)
 *   reject     none occurs
 *   middle     names the step between, of a question in two hops: counted apart
 *   exact      the answer is this and nothing else
 *   capitals   every letter of the answer is a capital
 */
export interface Check {
  readonly accept?: readonly (readonly string[])[] | "unknown" | "decline";
  readonly reject?: readonly string[];
  readonly middle?: readonly string[];
  readonly exact?: string;
  readonly capitals?: true;
  /** At least so many sentences. */
  readonly sentences?: number;
  /** With "decline": whom to ask instead; one of them occurs. */
  readonly who?: readonly string[];
}
