/** How much of what a model said stands, token for token, in what it learned from; and how much of held-out text does. */
import { type Copied, documentIds, idOf, isLearned, RunFinder, type Tokenizer } from "inkling";
import { openCorpus } from "inkling/node";
import { breathe } from "../shared/interrupt.ts";

/** Tokens in a run. */
const LENGTHS = [8, 16, 32] as const;

export interface Search {
  readonly tokenizer: Tokenizer;
  /** Is told how many documents have been read. */
  report(documents: number): void;
}

export async function copiedFrom(
  said: readonly (readonly number[])[],
  train: readonly string[],
  search: Search,
): Promise<readonly Copied[]> {
  const finders = LENGTHS.map((length) => new RunFinder(length));
  for (const finder of finders) for (const ids of said) finder.want(ids);
  for await (const ids of learnedStretches(train, search)) for (const finder of finders) finder.read(ids);
  return finders.map((finder) => finder.result());
}

/** The same of text that was held out: what a text of this kind shares with the training text without any memory. */
export async function copiedFromHeldOut(
  data: readonly string[],
  train: readonly string[],
  { like, ...search }: Search & { readonly like: readonly (readonly number[])[] },
): Promise<readonly Copied[]> {
  const enough = like.reduce((sum, { length }) => sum + length, 0);
  const held: number[][] = [];
  let tokens = 0;
  for await (const ids of learnedStretches(data, search)) {
    held.push(ids);
    tokens += ids.length;
    if (tokens >= enough) break;
  }
  return copiedFrom(held, train, search);
}

/** Ids in a row that were learned: a whole text, or one answer of a chat. */
async function* learnedStretches(
  paths: readonly string[],
  { tokenizer, report }: Search,
): AsyncGenerator<number[]> {
  let documents = 0;
  for await (const document of await openCorpus(paths, { documents: { kind: "file" } })) {
    let stretch: number[] = [];
    for await (const piece of documentIds(document, tokenizer)) {
      for (const stored of piece) {
        if (isLearned(stored)) stretch.push(idOf(stored));
        else if (stretch.length > 0) {
          yield stretch;
          stretch = [];
        }
      }
    }
    if (stretch.length > 0) yield stretch;
    if (++documents % 1000 === 0) {
      report(documents);
      await breathe();
    }
  }
}
