/**
 * Documents become one long stream of ids: BOS document BOS document …
 *
 * Packed end to end, no window is padded and no batch is wasted. BOS tells the model where one document ends and
 * the next begins; what lies before it is seen, and the model learns that it does not matter.
 *
 * Some ids are seen but not learned as targets: a chat's questions, and the very first BOS. Such an id is stored
 * as ~id (idSource.ts).
 *
 * Refuses to know: the documents' order (shuffle.ts), where the stream is kept, how windows are cut from it.
 */
import { InklingError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { renderChat } from "./chat.ts";
import type { Document } from "./documents.ts";
import { idOf } from "./idSource.ts";
import { inPieces } from "./pieces.ts";
import { validationLength } from "./split.ts";

/** The tokenizer's BOS; throws if it has none. */
export function bosOf(tokenizer: Tokenizer): number {
  if (tokenizer.bos === undefined) {
    throw new InklingError(
      "This tokenizer has no token that begins a document (<|endoftext|> or <s>), so texts cannot be told apart. Use another, or train one with Inkling.",
    );
  }
  return tokenizer.bos;
}

/** One document's ids as stored, without BOS, a piece at a time. */
export async function* documentIds(document: Document, tokenizer: Tokenizer): AsyncGenerator<Int32Array> {
  if ("messages" in document) {
    const { ids, learn } = renderChat(document.messages, tokenizer);
    yield Int32Array.from(ids, (id, i) => (learn[i] === true ? id : ~id));
  } else if ("text" in document) {
    yield Int32Array.from(tokenizer.encode(document.text));
  } else {
    for await (const piece of inPieces(document.pieces)) yield Int32Array.from(tokenizer.encode(piece));
  }
}

/** A chat ends with <|im_end|>; a text's end is told by the BOS that follows. */
export function endsItself(document: Document): boolean {
  return "messages" in document;
}

/** Lays documents into a stream one after the other. `write` takes the ids in order. */
export class StreamWriter {
  /** Ids written. */
  length = 0;
  readonly #tokenizer: Tokenizer;
  readonly #write: (ids: Int32Array) => Promise<void> | void;
  // A BOS is learned as the end of the text before it, unless that ends itself.
  #learnBos = false;

  constructor(tokenizer: Tokenizer, write: (ids: Int32Array) => Promise<void> | void) {
    this.#tokenizer = tokenizer;
    this.#write = write;
  }

  async add(document: Document): Promise<void> {
    await this.lay(documentIds(document, this.#tokenizer), endsItself(document));
  }

  /** Adds a document that is tokenised already: `documentIds` and `endsItself` of it. */
  async lay(pieces: AsyncIterable<Int32Array> | Iterable<Int32Array>, endsItself: boolean): Promise<void> {
    const bos = bosOf(this.#tokenizer);
    await this.#put(Int32Array.of(this.#learnBos ? bos : ~bos));
    for await (const ids of pieces) await this.#put(ids);
    this.#learnBos = !endsItself;
  }

  async #put(ids: Int32Array): Promise<void> {
    this.length += ids.length;
    await this.#write(ids);
  }
}

/** Where the last tenth of a stream of `length` ids begins: the validation part of a split by position. */
export function cutByPosition(length: number): number {
  return length - validationLength(length);
}

/** What to put before that tenth, so that it begins with a BOS: nothing if `firstStored`, its first id, is one. */
export function openingOf(firstStored: number, bos: number): Int32Array {
  return idOf(firstStored) === bos ? new Int32Array(0) : Int32Array.of(~bos);
}
