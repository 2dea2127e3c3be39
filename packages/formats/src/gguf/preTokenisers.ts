/**
 * How byte-level BPE cuts text into pieces, by llama.cpp's names, as tokenizer.json says it.
 *
 * The patterns are those of the models' own tokenizer.json files; llama.cpp knows them by name only.
 */

export const preNames = ["gpt-2", "smollm", "llama-bpe", "qwen2"] as const;
export type PreName = (typeof preNames)[number];

const BYTE_LEVEL = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true };
const WORDS_OF = (digits: string) =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const split = (pattern: string) => ({
  type: "Sequence",
  pretokenizers: [
    { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false },
    { ...BYTE_LEVEL, use_regex: false },
  ],
});

const preTokenizers: Readonly<Record<PreName, object>> = {
  "gpt-2": { ...BYTE_LEVEL, use_regex: true },
  smollm: {
    type: "Sequence",
    pretokenizers: [
      { type: "Digits", individual_digits: true },
      { ...BYTE_LEVEL, use_regex: true },
    ],
  },
  "llama-bpe": split(WORDS_OF("\\p{N}{1,3}")),
  qwen2: split(WORDS_OF("\\p{N}")),
};

/** tokenizer.json's `pre_tokenizer`. (Qwen2's own file normalises text first, which llama.cpp leaves out, and so do we.) */
export function preTokenizerJson(name: PreName): object {
  return preTokenizers[name];
}

/** Whether llama.cpp takes a piece that is a token as it stands, without merging. */
export function ignoresMerges(name: PreName): boolean {
  return name === "llama-bpe";
}

/** llama.cpp's name for what tokenizer.json says, if it has one. */
export function preNameOf(preTokenizer: unknown): PreName | undefined {
  const given = JSON.stringify(preTokenizer);
  return preNames.find((name) => JSON.stringify(preTokenizers[name]) === given);
}
