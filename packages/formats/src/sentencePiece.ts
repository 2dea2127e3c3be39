/**
 * A SentencePiece vocabulary (Llama 2's, llama2.c's) as Hugging Face's tokenizer.json, which the engine reads.
 *
 *   " " is spelled "▁", and one is put before the text
 *   pieces merge by score, the best first
 *   what no piece spells becomes bytes: "<0x00>" … "<0xFF>"
 *
 * The layout is that of Llama 2's own tokenizer.json. Knows nothing of files.
 * Try it: `readTokenizerJson(JSON.stringify(sentencePieceJson(vocabulary)))`.
 */
import { InklingError, mergesFromScores } from "inkling";

/** What SentencePiece writes for a blank: U+2581. */
export const BLANK = "▁";

export type PieceKind = "ordinary" | "byte" | "special" | "added";

export interface Piece {
  readonly text: string;
  readonly score: number;
  /** "added": whole wherever it stands in a text, but ordinary in what it means. */
  readonly kind: PieceKind;
}

export interface SentencePieceVocabulary {
  /** By id. */
  readonly pieces: readonly Piece[];
  /** What stands for what can't be spelled; with all 256 bytes there is nothing such. */
  readonly unknown: string | undefined;
  /** Whether a blank is put before the text. */
  readonly blankFirst: boolean;
}

/** The spelling of a byte that no piece holds. */
export function bytePiece(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}

export function sentencePieceJson({ pieces, unknown, blankFirst }: SentencePieceVocabulary): object {
  const ordinary = pieces.filter(({ kind }) => kind === "ordinary");
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens(pieces),
    normalizer: {
      type: "Sequence",
      normalizers: [
        ...(blankFirst ? [{ type: "Prepend", prepend: BLANK }] : []),
        { type: "Replace", pattern: { String: " " }, content: BLANK },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: BLANK }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        ...(blankFirst ? [{ type: "Strip", content: " ", start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: unknown ?? null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: true,
      ignore_merges: false,
      vocab: vocabularyOf(pieces.map(({ text }) => text)),
      merges: mergesFromScores(ordinary),
    },
  };
}

/** Spelling → id. Two tokens with one spelling could not both be written. */
export function vocabularyOf(spellings: readonly string[]): Record<string, number> {
  const ids = new Map<string, number>();
  for (const [id, spelling] of spellings.entries()) {
    const earlier = ids.get(spelling);
    if (earlier !== undefined) {
      throw new InklingError(
        `the tokens ${earlier} and ${id} are both spelled ${JSON.stringify(spelling.slice(0, 40))}. Each needs a spelling of its own.`,
      );
    }
    ids.set(spelling, id);
  }
  return Object.fromEntries(ids);
}

/** tokenizer.json's list of tokens that are whole wherever they stand. */
export function addedTokens(pieces: readonly Pick<Piece, "text" | "kind">[]): object[] {
  return pieces.flatMap(({ text, kind }, id) => {
    if (kind !== "special" && kind !== "added") return [];
    const rules = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    return [{ id, content: text, ...rules, special: kind === "special" }];
  });
}
