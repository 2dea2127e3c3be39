/** A tokenizer small enough to read, with ChatML's marks. */
import { trainBpe } from "inkling";

export const chatTokenizer = trainBpe(["What is ink? Dark ink. You are a fish."], { vocabSize: 270 });
