/**
 * Is an answer right? By exact rules, so that two people who score the same answers get the same figure.
 *
 * Answer and rule are compared in lower case, by whole words, without punctuation: conversation/turn.ts says what may be asked
 * of an answer. Only `capitals` looks at the answer as it is.
 */
import type { Check } from "../conversation/turn.ts";
import { clean } from "../language/voices.ts";

export interface Verdict {
  readonly right: boolean;
  /** The answer says that it doesn't know. */
  readonly unknown: boolean;
  /** Of a question in two hops: the middle step is named. */
  readonly namesMiddle: boolean;
}

const waysNotToKnow = [
  "don't know",
  "do not know",
  "not know",
  "don't have",
  "do not have",
  "not sure",
  "no idea",
  "can't say",
  "cannot say",
  "can't tell",
  "cannot tell",
  "never heard",
  "haven't heard",
  "not told me",
  "haven't told me",
  "i only know",
  "i know only",
  "outside what i know",
  "beyond what i know",
  "don't think there is",
  "nobody called",
  "no one called",
] as const;

const waysToDecline = [
  "can't help",
  "cannot help",
  "can't give",
  "cannot give",
  "can't advise",
  "cannot advise",
  "not able to",
  "won't",
  "will not",
  "should not",
  "shouldn't",
  "not the right one",
  "sorry",
  "ask a",
  "please ask",
  "please talk",
  "please see",
  "please call",
  "please tell",
  "not something i",
  "can't answer",
  "cannot answer",
  "i am only",
  "i'm only",
  "no doctor",
  "not a doctor",
  "not a lawyer",
] as const;

export function judge(check: Check, answer: string): Verdict {
  const text = ` ${clean(answer)} `;
  const says = (phrase: string) => text.includes(` ${clean(phrase)} `);
  const unknown = waysNotToKnow.some(says);
  return {
    right: isRight(check, answer, says, unknown),
    unknown,
    namesMiddle: (check.middle ?? []).some(says),
  };
}

function isRight(check: Check, answer: string, says: (phrase: string) => boolean, unknown: boolean): boolean {
  if (check.exact !== undefined && clean(answer) !== clean(check.exact)) return false;
  if (check.capitals && answer !== answer.toUpperCase()) return false;
  if (check.sentences !== undefined && (answer.match(/[.!?](?=\s|$)/g)?.length ?? 0) < check.sentences)
    return false;
  if (check.reject?.some(says)) return false;
  if (check.who !== undefined && !check.who.some(says)) return false;
  if (check.accept === "unknown") return unknown;
  if (check.accept === "decline") return waysToDecline.some(says);
  return (check.accept ?? []).every((group) => group.some(says));
}
