/** The texts and chats that everything is tried on, and tokenizers made from them. */
import { trainBpe, trainCharacters } from "inkling";

/** Their beginnings are the prompts: eight, of unlike lengths. */
export const PROMPTS = [
  "A",
  "Once upon a time",
  "The lighthouse keeper's boat is blue, isn't it?",
  "12345 + 678 = 13023",
  "  two spaces, a tab\t and\n\nan empty line",
  "Ünïcödé – naïve café, Ελληνικά, 東京",
  "🐟🐟 and 👩‍👩‍👧, joined",
  "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness",
];

/** For tokenizers only: what is easily got wrong. */
export const TEXTS = [
  ...PROMPTS,
  "",
  " ",
  "\r\n\r\n \n",
  "I'M don't WE'LL they've",
  "e\u0301 is not \u00e9",
  "a\u00a0b\u2003c\u3000d",
  "1 23 456 ٣٤ ½ x²",
  "<|endoftext|>begins<|endoftext|><|im_start|>user\nhi<|im_end|>\n",
  "<|im_start|",
  "\u0000\u0001\u007f\ufffd",
  "𝒜𝓃𝒸𝒾𝑒𝓃𝓉 ⟨x|y⟩",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

const user = (content) => ({ role: "user", content });
const assistant = (content) => ({ role: "assistant", content });

export const CHATS = [
  [user("What colour is Ada's boat?")],
  [user("hi"), assistant("Hello! What would you like to know?"), user("Who is the baker?")],
  [{ role: "system", content: "You are Pip." }, user("  white space around, and\nlines\n")],
  [user("Ünïcödé 🐟"), assistant("I don't know.")],
];

// Held out: some characters, so that <unk> is tried as well.
const LEARNED = [...PROMPTS.slice(0, 5), ...CHATS.flat().map(({ role, content }) => `${role}\n${content}`)];

/** Name → a new tokenizer. */
export const TOKENIZERS = {
  characters: () => trainCharacters(LEARNED),
  "gpt-2": () => trainBpe(LEARNED, { vocabSize: 320, preTokeniser: "gpt-2" }),
  smollm: () => trainBpe(LEARNED, { vocabSize: 320, preTokeniser: "smollm" }),
};
