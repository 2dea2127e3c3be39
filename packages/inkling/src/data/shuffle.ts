/**
 * Documents in a random order, with bounded memory.
 *
 * Lists are often sorted: by the alphabet, by date, by author. Packed in that order, the documents of one window hint
 * at each other (… marie mario maris …): the model learns to look at its neighbours, and its held-out loss flatters,
 * since a neighbour is not there when it is asked for one name alone. So documents wait in a pool; when it is full,
 * one drawn from all that wait goes on to the stream. A corpus that fits in the pool is shuffled evenly. In a larger
 * one a document moves about as far as the pool is long, which is enough to part neighbours; windows are drawn from
 * everywhere anyway (packing.ts).
 *
 *   pool of 3    in  a b c d e f g    out  b a d c | g e f      the bar: the source ends, the pool is emptied
 *
 * The order follows from the documents alone, not from a run's seed: runs share a tokenised corpus. Each side of the
 * split has a pool of its own, so that held-out documents keep their order when others are trained on.
 *
 * Refuses to know: the split, where the stream is kept.
 */
import { RandomStream } from "../math/random.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Document } from "./documents.ts";
import type { SplitKind } from "./split.ts";
import { documentIds, endsItself, type StreamWriter } from "./stream.ts";

/** Room for 2^23 ids, 32 MiB: some 100,000 names, or 30 MB of English in a vocabulary of some thousands. */
const poolSize = 8_388_608;

/** A text that is split by position is one text, or a handful of documents: it stays in its order. */
export function poolFor(split: SplitKind): number {
  return split === "hash" ? poolSize : 0;
}

/** What keeping one document costs beside its ids: an array or two, about as much memory as so many ids. */
const overhead = 64;

/** One seed is as good as another. Who changes it, or the draws below, counts up the cache's `format`, too. */
const seed = 0;

interface Waiting {
  readonly pieces: Int32Array[];
  readonly size: number;
  readonly endsItself: boolean;
}

/** Stands before a StreamWriter: documents go in with `add`, the last come out with `finish`. */
export class DocumentShuffle {
  readonly #stream: StreamWriter;
  readonly #tokenizer: Tokenizer;
  readonly #poolSize: number;
  readonly #random = new RandomStream(seed, "documents");
  readonly #pool: Waiting[] = [];
  #held = 0;

  /** A pool of size 0 lets everything pass in its order. */
  constructor(stream: StreamWriter, tokenizer: Tokenizer, size: number) {
    this.#stream = stream;
    this.#tokenizer = tokenizer;
    this.#poolSize = size;
  }

  /** Ids that wait, and what keeping them costs: never more than the pool's size. (A piece in hand comes on top.) */
  get held(): number {
    return this.#held;
  }

  /** Reads the document to its end. One that is too long for the pool goes on at once, a piece at a time. */
  async add(document: Document): Promise<void> {
    const ids = documentIds(document, this.#tokenizer);
    const pieces: Int32Array[] = [];
    let size = overhead;
    while (size <= this.#poolSize) {
      const next = await ids.next();
      if (next.done) return this.#keep({ pieces, size, endsItself: endsItself(document) });
      pieces.push(next.value);
      size += next.value.length;
      await this.#makeRoom(size);
    }
    await this.#stream.lay(chain(pieces, ids), endsItself(document));
  }

  /** Empties the pool. */
  async finish(): Promise<void> {
    while (this.#pool.length > 0) await this.#letGo();
  }

  #keep(document: Waiting): void {
    this.#pool.push(document);
    this.#held += document.size;
  }

  async #makeRoom(size: number): Promise<void> {
    while (this.#pool.length > 0 && this.#held + size > this.#poolSize) await this.#letGo();
  }

  /** One drawn from the pool goes on to the stream; the last takes its place. */
  async #letGo(): Promise<void> {
    const drawn = this.#random.below(this.#pool.length);
    const document = this.#pool[drawn];
    const last = this.#pool.pop();
    if (last !== undefined && last !== document) this.#pool[drawn] = last;
    this.#held -= document.size;
    await this.#stream.lay(document.pieces, document.endsItself);
  }
}

async function* chain(
  first: readonly Int32Array[],
  rest: AsyncIterable<Int32Array>,
): AsyncGenerator<Int32Array> {
  yield* first;
  yield* rest;
}
