/**
 * The blind exam: questions by someone who was shown the village's table and nothing else, before any tuning began.
 *
 * Whoever improves the conversations must not read it. It is checked when it is read, as any file from outside.
 */
import { InklingError } from "inkling";
import type { Check } from "../conversation/turn.ts";
import type { Item } from "./items.ts";

export interface BlindConversation {
  readonly id: string;
  readonly system?: string;
  /** What the user says, and for some turns how the answer is judged. */
  readonly turns: readonly { readonly user: string; readonly check?: Check }[];
}

export interface BlindExam {
  readonly questions: readonly (Item & { readonly id: string })[];
  readonly conversations: readonly BlindConversation[];
}

export function readBlindExam(text: string): BlindExam {
  const exam = record(parsed(text), "the exam");
  return {
    questions: list(exam["questions"], "questions").map((entry, i) => {
      const where = `question ${i + 1}`;
      const question = record(entry, where);
      return {
        id: textOf(question["id"], where),
        skill: textOf(question["skill"], where),
        ...systemOf(question, where),
        turns: texts(question["turns"], where),
        check: checkOf(question, where),
        expected: "",
      };
    }),
    conversations: list(exam["conversations"], "conversations").map((entry, i) => {
      const where = `conversation ${i + 1}`;
      const conversation = record(entry, where);
      const turns = list(conversation["turns"], where).map((turn) => {
        const fields = record(turn, where);
        const user = textOf(fields["user"], where);
        return fields["accept"] === undefined ? { user } : { user, check: checkOf(fields, where) };
      });
      return { id: textOf(conversation["id"], where), ...systemOf(conversation, where), turns };
    }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong("the whole file", `it is not JSON (${error instanceof Error ? error.message : error})`);
  }
}

/** Every answer of a conversation that is judged, as an item of its own: with all that was said before it. */
export function conversationItems({ conversations }: BlindExam): readonly Item[] {
  return conversations.flatMap(({ system, turns }) =>
    turns.flatMap(({ check }, i) => {
      if (check === undefined) return [];
      const said = turns.slice(0, i + 1).map(({ user }) => user);
      return [
        {
          skill: "conversation",
          ...(system === undefined ? {} : { system }),
          turns: said,
          check,
          expected: "",
        },
      ];
    }),
  );
}

function checkOf(fields: Record<string, unknown>, where: string): Check {
  const { accept, reject, middle, who, sentences } = fields;
  if (sentences !== undefined && typeof sentences !== "number")
    throw wrong(where, "sentences is not a number");
  return {
    accept: acceptOf(accept, where),
    ...(reject === undefined ? {} : { reject: texts(reject, where) }),
    ...(middle === undefined ? {} : { middle: texts(middle, where) }),
    ...(who === undefined ? {} : { who: texts(who, where) }),
    ...(sentences === undefined ? {} : { sentences }),
  };
}

function acceptOf(accept: unknown, where: string): NonNullable<Check["accept"]> {
  if (accept === "unknown" || accept === "decline") return accept;
  return list(accept, where).map((group) => texts(group, where));
}

function systemOf({ system }: Record<string, unknown>, where: string): { readonly system?: string } {
  return system === undefined ? {} : { system: textOf(system, where) };
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(where, "an object was expected");
  return { ...value };
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw wrong(where, "a list with something in it was expected");
  return value;
}

function texts(value: unknown, where: string): readonly string[] {
  return list(value, where).map((entry) => textOf(entry, where));
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") throw wrong(where, "a text was expected");
  return value;
}

function wrong(where: string, problem: string): InklingError {
  return new InklingError(`The blind exam, ${where}: ${problem}.`);
}
