/** Reads the training text past what a model said, and past held-out text: what do they share with it? */
import { CopySearch, contentOf, type Document, type DocumentRule, inPieces, wordsOf } from "inkling";
import { openCorpus } from "inkling/node";
import { breathe } from "../shared/interrupt.ts";

/** Words in a run. */
const LENGTHS = [8, 16, 32] as const;

export interface Reading {
  readonly documents: DocumentRule;
  /** Is told how many documents have been read. */
  readonly onProgress?: (documents: number) => void;
}

/** A search for the runs of these texts. */
export function searchFor(texts: Iterable<readonly string[]>): CopySearch {
  const search = new CopySearch(LENGTHS);
  for (const words of texts) search.want(words);
  return search;
}

/** Reads the text under `train` once, for all searches. Holds one document of it, or a piece of a long one. */
export async function searchIn(
  train: readonly string[],
  searches: readonly CopySearch[],
  { documents, onProgress = () => {} }: Reading,
): Promise<void> {
  let done = 0;
  for await (const document of await openCorpus(train, { documents })) {
    for await (const { words, learned, continued } of stretchesOf(document)) {
      for (const search of searches) {
        if (learned) search.read(words, { continued });
        else search.meet(words);
      }
      if (continued) await breathe();
    }
    if (++done % 1000 === 0) {
      onProgress(done);
      await breathe();
    }
  }
}

export interface HeldOutText {
  readonly words: readonly string[];
  /** The words of the messages before it that were not the assistant's. */
  readonly heard: ReadonlySet<string>;
}

/** Texts as a model of this kind generates them, answers or documents, of `enough` words together if there are so many. */
export async function heldOutTexts(
  data: readonly string[],
  enough: number,
  { documents }: Reading,
): Promise<readonly HeldOutText[]> {
  const texts: HeldOutText[] = [];
  let missing = enough;
  for await (const document of await openCorpus(data, { documents })) {
    const heard = new Set<string>();
    for await (const { words, learned } of stretchesOf(document)) {
      if (!learned) {
        for (const word of words) heard.add(word);
        continue;
      }
      texts.push({ words: words.slice(0, missing), heard: new Set(heard) });
      missing -= words.length;
      if (missing <= 0) return texts;
    }
  }
  return texts;
}

/** The share of texts with a word that is neither in the training text nor was heard before. */
export function unknownShare(texts: readonly HeldOutText[], isUnmet: (word: string) => boolean): number {
  const unknown = texts.filter(({ words, heard }) => words.some((word) => isUnmet(word) && !heard.has(word)));
  return texts.length === 0 ? 0 : unknown.length / texts.length;
}

interface Stretch {
  readonly words: readonly string[];
  /** A model learns to say it. */
  readonly learned: boolean;
  /** It goes on where the stretch before ended. */
  readonly continued: boolean;
}

/** The messages of a chat, of which the assistant's are learned; or a text, in pieces. */
async function* stretchesOf(document: Document): AsyncGenerator<Stretch> {
  if ("messages" in document) {
    for (const { role, content } of document.messages)
      yield { words: wordsOf(content), learned: role === "assistant", continued: false };
    return;
  }
  let continued = false;
  for await (const piece of inPieces(contentOf(document))) {
    yield { words: wordsOf(piece), learned: true, continued };
    continued = true;
  }
}
