/**
 * A tokenizer made for a corpus, in one or two streaming passes over it.
 *
 *   char   the characters of all of it: a list of letters gives nothing of the held-out text away
 *   bpe    the merges that pay off in the part that will be trained on. Held out means held out: of a corpus that is
 *          split by hash, the training documents; of one that is split by position, its first nine tenths
 *
 * Refuses to know: where the tokenizer is kept, what is trained with it.
 * Try it: `await tokenizerFor(await openCorpus(["a.txt"], …), { kind: "bpe", vocabSize: 1024 })`
 */
import { contentOf, type Document } from "../data/documents.ts";
import { inPieces } from "../data/pieces.ts";
import { characterTokenizer, collectCharacters } from "../tokenizer/character.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { countWords, trainBpeOnCounts, type WordCounts } from "../tokenizer/trainBpe.ts";
import type { Corpus } from "./corpus.ts";
import { type Survey, surveyCorpus } from "./corpusSurvey.ts";

/** What kind of tokenizer to make. */
export type TokenizerRecipe = { kind: "char" } | { kind: "bpe"; vocabSize: number };

/** SmolLM's: like GPT-2's, but every digit by itself, so that numbers are spelled one way only. */
const preTokeniser = "smollm";

/**
 * Trains a tokenizer on the corpus.
 * Throws InklingError if the data can't be read, or does not hold enough for so large a vocabulary.
 */
export async function tokenizerFor(corpus: Corpus, recipe: TokenizerRecipe): Promise<Tokenizer> {
  if (recipe.kind === "char") return characterTokenizer(await charactersOf(corpus));
  // A size that can't be is told before the corpus is read, which may take long.
  if (recipe.vocabSize < smallest) return trainBpeOnCounts(new Map(), { vocabSize: recipe.vocabSize });
  const counts = await trainingWords(corpus, await surveyCorpus(corpus));
  return trainBpeOnCounts(counts, { vocabSize: recipe.vocabSize, preTokeniser });
}

/** Three special tokens and 256 bytes: trainBpeOnCounts explains it. */
const smallest = 259;

async function charactersOf(corpus: Corpus): Promise<Set<number>> {
  const characters = new Set<number>();
  for await (const document of corpus) {
    for await (const piece of inPieces(contentOf(document))) collectCharacters([piece], characters);
  }
  return characters;
}

async function trainingWords(corpus: Corpus, survey: Survey): Promise<WordCounts> {
  const counts: WordCounts = new Map();
  const count = (text: string) => countWords([text], { preTokeniser }, counts);
  if (survey.split === "hash") {
    let number = 0;
    for await (const document of corpus) {
      if (!survey.validates(number++)) for await (const piece of textsOf(document)) count(piece);
    }
    return counts;
  }
  let left = Math.floor(survey.characters * 0.9);
  for await (const document of corpus) {
    for await (const piece of textsOf(document)) {
      if (left <= 0) return counts;
      count(piece.slice(0, left));
      left -= piece.length;
    }
  }
  return counts;
}

/** A document's text, cut where no word is cut. */
async function* textsOf(document: Document): AsyncGenerator<string> {
  if ("messages" in document) for (const { content } of document.messages) yield content;
  else yield* inPieces(contentOf(document));
}
