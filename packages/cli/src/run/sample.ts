/** What the model would write now, from nothing: the most telling picture of how far it has come. */
import { generateText } from "../shared/generateText.ts";
import type { Run } from "./open.ts";

/** One or two lines of letters, a short paragraph of word pieces. */
const sampleTokens = 80;

export interface SampleOptions {
  readonly maxTokens?: number;
  readonly temperature?: number;
}

/**
 * A text as the model would begin one. It has a random stream of its own, so looking does not change what is learned.
 * Where one document ends and the next begins there is a line break; other special tokens are left out.
 */
export async function sampleText(
  { model, tokenizer }: Pick<Run, "model" | "tokenizer">,
  seed: number,
  options: SampleOptions = {},
): Promise<string> {
  const bos = tokenizer.bos ?? 0;
  const { ids } = await generateText(model, [bos], undefined, { maxTokens: sampleTokens, ...options, seed });
  const documents: number[][] = [[]];
  for (const id of ids) {
    if (id === bos) documents.push([]);
    else documents.at(-1)?.push(id);
  }
  const texts = documents.map((document) => tokenizer.decode(document, { special: "skip" }));
  return texts.join("\n").trim();
}
