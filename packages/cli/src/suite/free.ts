/** The figures of free talk. */
import {
  type Copied,
  distinctN,
  type Fault,
  faults,
  faultsOf,
  type GenerateOptions,
  unknownWords,
  wordsOf,
} from "inkling";
import type { Said } from "./continuations.ts";
import type { HeardTalk } from "./speaking.ts";

export interface Variety {
  readonly answers: number;
  /** Word for word. */
  readonly different: number;
  /** distinct-1, -2 and -3. */
  readonly distinct: readonly number[];
}

/** One turn of all conversations: the share of answers with each fault of form, and with any. */
export interface DriftTurn {
  readonly turn: number;
  readonly faults: Readonly<Record<Fault, number>>;
  readonly any: number;
  /** The share of answers with a word that neither the training text has nor the user said: not counted in `any`. */
  readonly unknownWords: number;
}

/** The first answer with a fault, or with an unknown word. */
export interface FaultExample {
  readonly fault: Fault | "unknown words";
  readonly turn: number;
  readonly question: string;
  readonly answer: string;
}

export interface FreeResult {
  readonly suite: "free";
  readonly seed: number;
  readonly sampling: GenerateOptions;
  /** What was answered: questions of conversations, or beginnings of texts. */
  readonly prompts: "questions" | "openings";
  readonly copied: readonly Copied[];
  /** The same of held-out text; empty if there was none. */
  readonly natural: readonly Copied[];
  readonly answers: Variety;
  readonly sameQuestion: Variety & { readonly question: string };
  /** How many free conversations there were; 0 of a model that doesn't chat, which then has no drift. */
  readonly talks: number;
  readonly drift: readonly DriftTurn[];
  readonly examples: readonly FaultExample[];
  /** The share of held-out answers with such a word: some are right, as in "spell bee backwards". Null if there are none. */
  readonly naturalUnknownWords: number | null;
  /** All the different ones of the conversations. */
  readonly unknownWords: readonly string[];
}

export function varietyOf(said: readonly Said[]): Variety {
  const texts = said.map(({ text }) => text);
  return {
    answers: texts.length,
    different: new Set(texts).size,
    distinct: [1, 2, 3].map((n) => distinctN(texts, n)),
  };
}

/** Turn by turn over all talks, which are equally long. `isUnmet`: whether the training text lacks a word. */
export function driftOf(
  talks: readonly HeardTalk[],
  isUnmet: (word: string) => boolean,
): Pick<FreeResult, "talks" | "drift" | "examples" | "unknownWords"> {
  const answers = talks.flatMap((talk) => judged(talk, isUnmet));
  const turns = talks[0]?.answers.length ?? 0;
  const drift = Array.from({ length: turns }, (_, i) => {
    const own = answers.filter(({ turn }) => turn === i + 1);
    const share = (test: (found: readonly Fault[]) => boolean) =>
      own.filter(({ found }) => test(found)).length / own.length;
    const has = (fault: Fault) => share((found) => found.includes(fault));
    return {
      turn: i + 1,
      faults: eachFault(has),
      any: share((found) => found.length > 0),
      unknownWords: own.filter(({ unknown }) => unknown.length > 0).length / own.length,
    };
  });
  const example = (fault: FaultExample["fault"], one: (typeof answers)[number] | undefined) =>
    one ? [{ fault, turn: one.turn, question: one.question, answer: one.answer }] : [];
  const examples = [
    ...faults.flatMap((fault) =>
      example(
        fault,
        answers.find(({ found }) => found.includes(fault)),
      ),
    ),
    ...example(
      "unknown words",
      answers.find(({ unknown }) => unknown.length > 0),
    ),
  ];
  return {
    talks: talks.length,
    drift,
    examples,
    unknownWords: [...new Set(answers.flatMap(({ unknown }) => unknown))],
  };
}

/** Each answer of a talk with its faults. What the user said so far is known, wherever else it occurs. */
function judged({ questions, answers }: HeardTalk, isUnmet: (word: string) => boolean) {
  const heard = new Set<string>();
  return answers.map((answer, i) => {
    for (const word of wordsOf(questions[i])) heard.add(word);
    const isKnown = (word: string) => heard.has(word) || !isUnmet(word);
    return {
      turn: i + 1,
      question: questions[i],
      answer: answer.text,
      found: faultsOf(answer, answers[i - 1]),
      unknown: unknownWords(answer.text, isKnown),
    };
  });
}

function eachFault<T>(value: (fault: Fault) => T): Record<Fault, T> {
  return {
    loops: value("loops"),
    silent: value("silent"),
    endless: value("endless"),
    "parrots itself": value("parrots itself"),
    unreadable: value("unreadable"),
  };
}
