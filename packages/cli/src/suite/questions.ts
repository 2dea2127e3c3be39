/**
 * What a model is given to say something to: the users' side of conversations, from files or from the village's test side;
 * or the beginnings of texts.
 */
import { dialogues } from "@inkling/village";
import { beginText, contentOf, type DocumentRule, InklingError, RandomStream, type Tokenizer } from "inkling";
import { openCorpus } from "inkling/node";

/** Conversations, or texts, that are put in a random order; more are left unread. */
const MOST_DOCUMENTS = 20_000;

/** Tokens of a text that a model continues. */
const OPENING = 16;
/** Far more characters than so many tokens have, and few enough to encode for every text. */
const OPENING_CHARACTERS = 2000;

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
  return cycled(questions, count);
}

/** Cut into talks of `turns` messages: one conversation wanders into the next. */
export function talksOf(questions: readonly string[], turns: number): readonly (readonly string[])[] {
  const count = Math.floor(questions.length / turns);
  return Array.from({ length: count }, (_, i) => questions.slice(i * turns, (i + 1) * turns));
}

/**
 * The first 16 tokens of `count` texts, behind BOS if the tokenizer has one; the texts in an order of the seed, and from the
 * beginning again, if there are fewer. Chats and shorter texts are passed over.
 */
export async function openingsFrom(
  paths: readonly string[],
  count: number,
  { tokenizer, documents, seed }: Openings,
): Promise<readonly (readonly number[])[]> {
  const openings: number[][] = [];
  for await (const document of await openCorpus(paths, { documents })) {
    if ("messages" in document) continue;
    for await (const chunk of contentOf(document)) {
      const ids = beginText(chunk.slice(0, OPENING_CHARACTERS), tokenizer);
      const length = OPENING + (tokenizer.bos === undefined ? 0 : 1);
      if (ids.length > length) openings.push(ids.slice(0, length));
      break;
    }
    if (openings.length === MOST_DOCUMENTS) break;
  }
  if (openings.length === 0) {
    throw new InklingError(
      `${paths.join(", ")} has no text of more than ${OPENING} tokens. Give longer ones, or say with --documents where one ends.`,
    );
  }
  return cycled(shuffled(openings, seed), count);
}

export interface Openings {
  readonly tokenizer: Tokenizer;
  readonly documents: DocumentRule;
  readonly seed: number;
}

function cycled<T>(entries: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, i) => entries[i % entries.length]);
}

/** Every conversation has a question at least, so as many conversations are enough. */
function ofVillage(count: number, seed: number): string[][] {
  return Array.from(dialogues({ split: "test", count, seed }), ({ messages }) => usersOf(messages));
}

async function ofFiles(paths: readonly string[]): Promise<string[][]> {
  const talks: string[][] = [];
  for await (const document of await openCorpus(paths, { documents: { kind: "file" } })) {
    if ("messages" in document) talks.push(usersOf(document.messages));
    if (talks.length === MOST_DOCUMENTS) break;
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
