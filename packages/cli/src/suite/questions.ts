/** What is asked in a free talk: the users' side of conversations, from files or from the village's test side. */
import { dialogues } from "@inkling/village";
import { InklingError, RandomStream } from "inkling";
import { openCorpus } from "inkling/node";

/** Conversations whose questions are put in a random order; more are left unread. */
const MOST_CONVERSATIONS = 20_000;

/**
 * `count` messages of users, conversation after conversation, the conversations in an order of the seed; from the beginning
 * again, if there are fewer.
 */
export async function questionsFrom(
  paths: readonly string[] | undefined,
  count: number,
  seed: number,
): Promise<readonly string[]> {
  const talks = paths === undefined ? ofVillage(count, seed) : shuffled(await ofFiles(paths), seed);
  const questions = talks.flat();
  if (questions.length === 0)
    throw new InklingError(`${paths?.join(", ")} has no conversations. Expected JSON lines with "messages".`);
  return Array.from({ length: count }, (_, i) => questions[i % questions.length]);
}

/** Cut into talks of `turns` messages: one conversation wanders into the next. */
export function talksOf(questions: readonly string[], turns: number): readonly (readonly string[])[] {
  const count = Math.floor(questions.length / turns);
  return Array.from({ length: count }, (_, i) => questions.slice(i * turns, (i + 1) * turns));
}

/** Every conversation has a question at least, so as many conversations are enough. */
function ofVillage(count: number, seed: number): string[][] {
  return Array.from(dialogues({ split: "test", count, seed }), ({ messages }) => usersOf(messages));
}

async function ofFiles(paths: readonly string[]): Promise<string[][]> {
  const talks: string[][] = [];
  for await (const document of await openCorpus(paths, { documents: { kind: "file" } })) {
    if ("messages" in document) talks.push(usersOf(document.messages));
    if (talks.length === MOST_CONVERSATIONS) break;
  }
  return talks;
}

function usersOf(messages: readonly { readonly role: string; readonly content: string }[]): string[] {
  return messages.filter(({ role }) => role === "user").map(({ content }) => content);
}

/** Fisher and Yates. */
function shuffled<T>(entries: readonly T[], seed: number): readonly T[] {
  const mixed = [...entries];
  const random = new RandomStream(seed, "free/order");
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}
