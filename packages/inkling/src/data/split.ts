/**
 * Which side of the split a document lands on: nine in ten are trained on, one in ten validates.
 *
 * Several documents are split by a hash of their content. So a document stays on its side when others are
 * added, removed or reordered, and copies of it never sit on both sides. A single document is split by
 * position: its last tenth of ids validates.
 *
 * Between these lies a handful of documents (2 to about 20) whose hashes happen to fall on one side, or
 * many copies of one. Then there is nothing to hash by, and the whole stream is split by position as if
 * it were one document.
 *
 * Refuses to know: tokens, files. Nothing seeds the hash: held out means held out, whatever the run.
 */
import { contentOf, type Document } from "./documents.ts";

export type Side = "train" | "validation";
export type SplitKind = "hash" | "position";

/** One document in ten validates: enough to measure on, little enough to miss. */
const tenth = 10;

/** By hash, unless that would leave a side without documents. */
export function splitKind(trainDocuments: number, validationDocuments: number): SplitKind {
  return trainDocuments > 0 && validationDocuments > 0 ? "hash" : "position";
}

/** How many of `length` ids the last tenth is; at least one. */
export function validationLength(length: number): number {
  return Math.max(1, Math.floor(length / tenth));
}

/** The side a document's hash puts it on. Reads `pieces` to their end. */
export async function sideOf(document: Document): Promise<Side> {
  const hash = new TextHash();
  for await (const text of contentOf(document)) hash.add(text);
  return hash.side();
}

/**
 * A 32-bit hash of a text's UTF-16 code units, however they are cut into pieces: each unit is multiplied and
 * rotated in, and the sum is mixed as in MurmurHash3's finalizer (Appleby 2011), which lets every input bit
 * reach every output bit with a chance near one half.
 */
export class TextHash {
  #state = 0;
  #length = 0;

  add(text: string): void {
    let state = this.#state;
    for (let i = 0; i < text.length; i++) {
      const mixed = Math.imul(text.charCodeAt(i) + 1, 0xcc9e2d51);
      state ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
      state = Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64;
    }
    this.#state = state;
    this.#length += text.length;
  }

  /** The hash as an unsigned 32-bit integer. */
  value(): number {
    let h = this.#state ^ this.#length;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }

  side(): Side {
    return this.value() % tenth === 0 ? "validation" : "train";
  }
}
