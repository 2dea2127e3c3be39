/** What the reader and the writer of tokenizers share: llama.cpp's types of tokens, and a key of our own. */

export const tokenTypes = { ordinary: 1, unknown: 2, special: 3, added: 4, unused: 5, byte: 6 } as const;

/** How many rows of a vocabulary of characters are the model's own; bytes follow. */
export const CHARACTERS = "inkling.character_rows";
