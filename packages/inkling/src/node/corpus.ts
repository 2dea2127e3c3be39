/**
 * A corpus: the documents in files and folders, streamed.
 *
 * Refuses to know: tokenizers, splits, what the documents are for.
 * Try it: `for await (const document of await openCorpus(["stories/"], { documents: { kind: "file" } })) …`
 */
import { extname } from "node:path";
import { type Document, type DocumentRule, isBlank, splitDocuments } from "../data/documents.ts";
import { jsonlDocuments } from "../data/jsonl.ts";
import { InklingError } from "../errors.ts";
import { listTextFiles, readText } from "./corpusFiles.ts";

/** Documents in a fixed order; each loop over them reads the files anew. A loop over no document at all throws. */
export interface Corpus extends AsyncIterable<Document> {
  readonly files: readonly string[];
  readonly rule: DocumentRule;
}

/**
 * Finds the files under `paths`. `documents` says what a document is in a text; in a .jsonl file it is always the line.
 * Throws InklingError for a missing path; while reading, for binary, malformed or empty data.
 */
export async function openCorpus(
  paths: readonly string[],
  options: { documents: DocumentRule },
): Promise<Corpus> {
  const files = await listTextFiles(paths);
  const rule = options.documents;
  return { files, rule, [Symbol.asyncIterator]: () => documentsOf(files, rule) };
}

async function* documentsOf(files: readonly string[], rule: DocumentRule): AsyncGenerator<Document> {
  let empty = true;
  for (const file of files) {
    for await (const document of documentsOfFile(file, rule)) {
      empty = false;
      yield document;
    }
  }
  if (empty)
    throw new InklingError(
      `There is no text in ${files.join(", ")}: nothing but white space. Give some text.`,
    );
}

async function* documentsOfFile(file: string, rule: DocumentRule): AsyncGenerator<Document> {
  if (extname(file) === ".jsonl") yield* jsonlDocuments(readText(file), file);
  else if (rule.kind === "file") yield* wholeFile(file);
  else for await (const text of splitDocuments(readText(file), rule)) yield { text };
}

/** A file as one document that is never held whole, unless it is blank. */
async function* wholeFile(file: string): AsyncGenerator<Document> {
  for await (const chunk of readText(file)) {
    if (isBlank(chunk)) continue;
    yield { pieces: readText(file) };
    return;
  }
}
