/**
 * Reading a GGUF header from front to back: a few bytes at a time for the caller, in large pieces from the source.
 *
 * Whatever is asked for is compared with what the file can still hold before anything is made for it. All numbers are
 * little-endian. Knows nothing of what they mean. Try it: `await new Cursor(bytesAsSource("x", bytes)).u32("version")`.
 */
import { type ByteSource, InklingError } from "inkling";

// A vocabulary of 256,000 tokens with its merges comes to 16 MB.
const LONGEST_HEADER = 100_000_000;
const PIECE = 1 << 18;
const AGAIN = "The file is damaged, cut short or no GGUF file: get it or save it again.";

// A token may begin with a byte order mark, and bytes that are no UTF-8 belong to texts that nobody needs.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

export class Cursor {
  /** Of the next byte, from the beginning of the file. */
  position = 0;
  readonly #source: ByteSource;
  readonly #end: number;
  #piece = new Uint8Array(0);
  #pieceStart = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#end = Math.min(source.size, LONGEST_HEADER);
  }

  /** Bytes of the header that can still come. */
  get left(): number {
    return this.#end - this.position;
  }

  /** Throws the one kind of message that a broken file gives. */
  fail(why: string): never {
    throw new InklingError(`${this.#source.name}: ${why}. ${AGAIN}`);
  }

  /** The next bytes, to be used before the next call. `field` says in messages what they are. */
  async bytes(length: number, field: string): Promise<Uint8Array> {
    this.#check(length, field);
    if (this.position + length > this.#pieceStart + this.#piece.length) {
      this.#pieceStart = this.position;
      this.#piece = await this.#source.read(this.position, Math.max(length, Math.min(PIECE, this.left)));
    }
    const start = this.position - this.#pieceStart;
    this.position += length;
    return this.#piece.subarray(start, start + length);
  }

  async view(length: number, field: string): Promise<DataView> {
    const { buffer, byteOffset } = await this.bytes(length, field);
    return new DataView(buffer, byteOffset, length);
  }

  async u32(field: string): Promise<number> {
    return (await this.view(4, field)).getUint32(0, true);
  }

  /** Exact up to 2^53, which is far beyond every limit it is compared with. */
  async u64(field: string): Promise<number> {
    return Number((await this.view(8, field)).getBigUint64(0, true));
  }

  /** A length, then so many bytes of UTF-8. */
  async text(field: string): Promise<string> {
    const length = await this.u64(field);
    return utf8.decode(await this.bytes(length, field));
  }

  /** Refuses a claimed number of things that the rest of the file can't hold, at so many bytes each. */
  checkCount(count: number, leastBytes: number, most: number, field: string): void {
    if (count > most) this.fail(`${field} is ${count}; at most ${most} are allowed`);
    this.#check(count * leastBytes, field);
  }

  #check(length: number, field: string): void {
    if (length <= this.left) return;
    const limit = this.#end === LONGEST_HEADER ? ` (a header has at most ${LONGEST_HEADER})` : "";
    this.fail(
      `${field} needs ${length} bytes at position ${this.position}, and ${this.left} are left${limit}`,
    );
  }
}
