/**
 * llama2.c's tokenizer.bin: a SentencePiece vocabulary, piece by piece.
 *
 *   int32       the longest piece, in bytes
 *   per piece   score (float32), length (int32), so many bytes of UTF-8
 *
 * Blanks are blanks here, where SentencePiece writes "▁". Pieces 0, 1 and 2 are <unk>, <s> and </s> (written with line
 * feeds around them, for llama2.c's screen), 3 to 258 the bytes. How many there are is the model's to say.
 */
import { type ByteSource, InklingError, readTokenizerJson, type Tokenizer } from "inkling";
import { BLANK, bytePiece, type Piece, sentencePieceJson } from "../sentencePiece.ts";

export const BOS = 1;
export const EOS = 2;
const SPECIAL = ["<unk>", "<s>", "</s>"];
const BYTES = 256;

// 256,000 pieces of some ten bytes come to 5 MB.
const LONGEST_FILE = 64_000_000;

export async function readTokenizerBin(bytes: ByteSource, vocabSize: number): Promise<Tokenizer> {
  if (bytes.size > LONGEST_FILE)
    refuse(bytes, `it is ${bytes.size} bytes long, expected at most ${LONGEST_FILE}`);
  const pieces = readPieces(bytes, await bytes.read(0, bytes.size), vocabSize);
  try {
    const json = sentencePieceJson({ pieces, unknown: SPECIAL[0], blankFirst: true });
    return readTokenizerJson(JSON.stringify(json), "its vocabulary");
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    throw new InklingError(`${bytes.name}: ${error.message}`, { cause: error });
  }
}

function readPieces(bytes: ByteSource, content: Uint8Array, vocabSize: number): Piece[] {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const pieces: Piece[] = [];
  let at = 4;
  for (let id = 0; id < vocabSize; id++) {
    if (at + 8 > content.length) refuse(bytes, `it ends before piece ${id} of ${vocabSize}`);
    const score = view.getFloat32(at, true);
    const length = view.getInt32(at + 4, true);
    at += 8;
    if (length < 0 || at + length > content.length)
      refuse(bytes, `piece ${id} is ${length} bytes long, and ${content.length - at} are left`);
    pieces.push(pieceOf(id, utf8.decode(content.subarray(at, at + length)), score));
    at += length;
  }
  if (at !== content.length)
    refuse(
      bytes,
      `${content.length - at} bytes follow its ${vocabSize} pieces. Is it the tokenizer of this model?`,
    );
  return pieces;
}

function pieceOf(id: number, text: string, score: number): Piece {
  if (id < SPECIAL.length) return { text: SPECIAL[id], score, kind: "special" };
  const byte = id - SPECIAL.length;
  if (byte < BYTES && text === bytePiece(byte)) return { text, score, kind: "byte" };
  return { text: text.replaceAll(" ", BLANK), score, kind: "ordinary" };
}

function refuse(bytes: ByteSource, why: string): never {
  throw new InklingError(
    `${bytes.name}: ${why}. The file is damaged, cut short or no llama2.c tokenizer: get it or export it again.`,
  );
}
