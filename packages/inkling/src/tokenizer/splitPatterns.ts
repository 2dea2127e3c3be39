/**
 * The regular expressions by which tokenizer.json names a way of cutting. They are never run: pretokenise.ts has them
 * written out as scanners, and any other is refused. Knows nothing else.
 */

const SHARED_BEGINNING = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+`;
const SHARED_END = String.raw`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

export const splitPatterns = {
  "llama-bpe": `${SHARED_BEGINNING}|${String.raw`\p{N}{1,3}`}${SHARED_END}`,
  qwen2: `${SHARED_BEGINNING}|${String.raw`\p{N}`}${SHARED_END}`,
} as const;
