/**
 * What `inkling eval` scores: the windows of a data set, each target once, with the bytes they stand for.
 *
 * Several documents are scored each on its own: BOS + text, cropped to the context. A single text is scored
 * whole: BOS + text in consecutive windows of T + 1 ids which share their border id. BOS is no target: how likely a
 * document is to end there is not what the text says. With `scoreEnd` it is one, behind each text: makemore's
 * figures count a name's end among its characters. In chats, only what the assistant says is scored, and that
 * includes its end.
 *
 * Refuses to know: the model, the loss, perplexity.
 */
import { InklingError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Document, Documents } from "./documents.ts";
import { idOf, isLearned } from "./idSource.ts";
import { ignored } from "./packing.ts";
import { bosOf, documentIds, endsItself } from "./stream.ts";

export interface EvaluationWindow {
  /** [≤ T] ids to feed. */
  inputs: Int32Array;
  /** [≤ T] beside each input the id that follows, or -1 where it is not scored. */
  targets: Int32Array;
  /** Number of targets that are scored; never 0. */
  counted: number;
  /** UTF-8 bytes of the scored targets' text, so that bits per byte = nats / ln 2 / bytes. Special tokens have none. */
  bytes: number;
}

export interface EvaluationOptions {
  /** Whether the BOS that ends a text is scored, too. Off by default. */
  scoreEnd?: boolean;
}

/** The windows of all documents, in order; a pass of its own first finds whether there is one document or several. */
export async function* evaluationWindows(
  documents: Documents,
  tokenizer: Tokenizer,
  contextLength: number,
  { scoreEnd = false }: EvaluationOptions = {},
): AsyncGenerator<EvaluationWindow> {
  if (!Number.isSafeInteger(contextLength) || contextLength < 2) {
    throw new InklingError(
      `The context is ${contextLength}, expected a whole number of at least 2: BOS and one token.`,
    );
  }
  const several = await moreThanOne(documents);
  const special = new Set(tokenizer.specialTokens.values());
  const bytesOf = (id: number) => (special.has(id) ? 0 : tokenizer.bytesOf(id).length);
  let scored = false;
  for await (const document of documents) {
    const pieces = scoreEnd ? withEnd(document, tokenizer) : documentIds(document, tokenizer);
    const windows = windowsOf(pieces, bosOf(tokenizer), several ? contextLength : contextLength + 1);
    for await (const ids of windows) {
      const window = windowFrom(ids, bytesOf);
      if (window.counted > 0) yield window;
      scored ||= window.counted > 0;
      if (several) break;
    }
  }
  if (!scored)
    throw new InklingError("There is nothing to score in this data: no text, and no assistant's words.");
}

async function moreThanOne(documents: Documents): Promise<boolean> {
  let count = 0;
  for await (const _document of documents) if (++count === 2) return true;
  return false;
}

/** A document's ids, and behind a text the BOS that tells its end. */
async function* withEnd(document: Document, tokenizer: Tokenizer): AsyncGenerator<Int32Array> {
  yield* documentIds(document, tokenizer);
  if (!endsItself(document)) yield Int32Array.of(bosOf(tokenizer));
}

/** BOS + document in windows of `size` stored ids, the last shorter, each beginning with the one before's last id. */
async function* windowsOf(
  pieces: AsyncIterable<Int32Array>,
  bos: number,
  size: number,
): AsyncGenerator<number[]> {
  let window = [~bos];
  for await (const ids of pieces) {
    for (const id of ids) {
      window.push(id);
      if (window.length < size) continue;
      yield window;
      window = [id];
    }
  }
  if (window.length > 1) yield window;
}

function windowFrom(ids: readonly number[], bytesOf: (id: number) => number): EvaluationWindow {
  const inputs = Int32Array.from(ids.slice(0, -1), idOf);
  const targets = Int32Array.from(ids.slice(1), (id) => (isLearned(id) ? id : ignored));
  const scored = targets.filter((id) => id !== ignored);
  return { inputs, targets, counted: scored.length, bytes: scored.reduce((sum, id) => sum + bytesOf(id), 0) };
}
