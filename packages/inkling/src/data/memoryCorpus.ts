/**
 * Documents that fit in memory, split, shuffled and laid into two streams: what a page or a small run trains on.
 * (node/corpusIds.ts does the same through files, for data that does not fit; a test keeps the two equal.)
 *
 * Refuses to know: files.
 */
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Documents } from "./documents.ts";
import { type IdSource, memoryIds } from "./idSource.ts";
import { DocumentShuffle, poolFor } from "./shuffle.ts";
import { type SplitKind, sideOf, splitKind } from "./split.ts";
import { bosOf, cutByPosition, openingOf, StreamWriter } from "./stream.ts";

export interface MemoryCorpus {
  train: IdSource;
  validation: IdSource;
  split: SplitKind;
  documents: number;
}

/** Reads the documents twice: once to see where each goes, once to tokenise them. */
export async function packInMemory(documents: Documents, tokenizer: Tokenizer): Promise<MemoryCorpus> {
  const validates: boolean[] = [];
  for await (const document of documents) validates.push((await sideOf(document)) === "validation");
  const validationDocuments = validates.filter((yes) => yes).length;
  const split = splitKind(validates.length - validationDocuments, validationDocuments);

  const parts = { train: [] as Int32Array[], validation: [] as Int32Array[] };
  const sideFor = (side: Int32Array[]) => {
    const stream = new StreamWriter(tokenizer, (ids) => void side.push(ids));
    return new DocumentShuffle(stream, tokenizer, poolFor(split));
  };
  const train = sideFor(parts.train);
  const validation = sideFor(parts.validation);
  let n = 0;
  for await (const document of documents) {
    await (split === "hash" && validates[n++] === true ? validation : train).add(document);
  }
  await train.finish();
  await validation.finish();
  let trainIds = joined(parts.train);
  let validationIds = joined(parts.validation);
  if (split === "position" && trainIds.length > 0) {
    const tail = trainIds.subarray(cutByPosition(trainIds.length));
    validationIds = joined([openingOf(tail[0], bosOf(tokenizer)), tail]);
    trainIds = trainIds.slice(0, trainIds.length - tail.length);
  }
  return {
    train: memoryIds(trainIds),
    validation: memoryIds(validationIds),
    split,
    documents: validates.length,
  };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
