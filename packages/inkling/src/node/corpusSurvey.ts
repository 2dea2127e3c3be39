/**
 * The first pass over a corpus: how many documents there are, which side of the split each goes to, and a
 * fingerprint of all their content.
 *
 * Refuses to know: tokenizers, where ids are kept.
 */
import { createHash } from "node:crypto";
import { contentOf, type Document } from "../data/documents.ts";
import { type SplitKind, splitKind, TextHash } from "../data/split.ts";
import { InklingError } from "../errors.ts";
import type { Corpus } from "./corpus.ts";

/** SHA-256 over documents in order: their content, and after each its kind and length, so that borders count too. */
export class Fingerprint {
  documents = 0;
  /** UTF-16 code units of all documents so far. */
  characters = 0;
  readonly #hash = createHash("sha256");
  readonly #onAdd: () => void;
  #before = 0;

  /** `onAdd` is called after each piece of text. */
  constructor(onAdd: (fingerprint: Fingerprint) => void) {
    this.#onAdd = () => onAdd(this);
  }

  add(text: string): void {
    this.#hash.update(text);
    this.characters += text.length;
    this.#onAdd();
  }

  endDocument(document: Document): void {
    const kind = "messages" in document ? "chat" : "text";
    this.#hash.update(`\0${kind} ${this.characters - this.#before}\0`);
    this.#before = this.characters;
    this.documents++;
  }

  sha256(): string {
    return this.#hash.copy().digest("hex");
  }
}

export interface Survey {
  sha256: string;
  documents: number;
  validationDocuments: number;
  /** How many of the documents are conversations. */
  chats: number;
  characters: number;
  split: SplitKind;
  /** Whether the n-th document is to validate; means nothing if the split is by position. */
  validates(document: number): boolean;
}

/** Reads the corpus once. Keeps one byte per document. */
export async function surveyCorpus(
  corpus: Corpus,
  onAdd: (fingerprint: Fingerprint) => void = () => {},
): Promise<Survey> {
  const fingerprint = new Fingerprint(onAdd);
  const sides = new GrowingBytes();
  let validationDocuments = 0;
  let chats = 0;
  for await (const document of corpus) {
    const hash = new TextHash();
    for await (const text of contentOf(document)) {
      hash.add(text);
      fingerprint.add(text);
    }
    fingerprint.endDocument(document);
    const validates = hash.side() === "validation" ? 1 : 0;
    sides.push(validates);
    validationDocuments += validates;
    if ("messages" in document) chats++;
  }
  const { documents, characters } = fingerprint;
  return {
    sha256: fingerprint.sha256(),
    documents,
    validationDocuments,
    chats,
    characters,
    split: splitKind(documents - validationDocuments, validationDocuments),
    validates: (document) => sides.at(document) === 1,
  };
}

/**
 * The documents of a corpus that training on it holds out, found in a pass of its own.
 * Throws InklingError where no document is held out whole, since there is one only, or a handful.
 */
export async function heldOut(corpus: Corpus): Promise<AsyncIterable<Document>> {
  const survey = await surveyCorpus(corpus);
  if (survey.split === "position") {
    throw new InklingError(
      "No document of this data is held out whole: of so few, the last tenth of the text is. Expected several documents; say what one is with --documents, or leave --held-out away.",
    );
  }
  return { [Symbol.asyncIterator]: () => validating(corpus, survey) };
}

async function* validating(corpus: Corpus, survey: Survey): AsyncGenerator<Document> {
  let number = 0;
  for await (const document of corpus) if (survey.validates(number++)) yield document;
}

/** The same document, while `see` is shown its content: at once, or a text in pieces as it is read. */
export async function watched(document: Document, see: (text: string) => void): Promise<Document> {
  if ("pieces" in document) return { pieces: watchedPieces(document.pieces, see) };
  for await (const text of contentOf(document)) see(text);
  return document;
}

async function* watchedPieces(
  pieces: AsyncIterable<string>,
  see: (text: string) => void,
): AsyncGenerator<string> {
  for await (const text of pieces) {
    see(text);
    yield text;
  }
}

/** A list of bytes that doubles its room when it is full. */
class GrowingBytes {
  #bytes = new Uint8Array(1024);
  #length = 0;

  push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#length);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = byte;
  }

  at(index: number): number | undefined {
    return this.#bytes[index];
  }
}
