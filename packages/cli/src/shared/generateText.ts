/** Ids from the engine, text from the tokenizer, joined as they come: what `generate`, `chat` and `train` print. */
import { performance } from "node:perf_hooks";
import { type GenerateOptions, generate, type LanguageModel, StopStrings, type Tokenizer } from "inkling";
import { breathe } from "./interrupt.ts";

export interface GenerateTextOptions extends GenerateOptions {
  /** Text that ends the generation; it is not shown. */
  readonly stops?: readonly string[];
  /** Whether special tokens appear in the text, as "<|im_end|>"; "show" unless told otherwise. */
  readonly special?: "show" | "skip";
  readonly signal?: AbortSignal;
  /** Is given each new id, and the text that can be shown now: perhaps "", as a character may need several ids. */
  readonly onText?: (text: string, id: number | undefined) => void;
}

export interface GeneratedText {
  /** Null without a tokenizer. */
  readonly text: string | null;
  /** The ids that were generated, without the prompt's. */
  readonly ids: readonly number[];
  readonly tokensPerSecond: number;
}

/** Generates behind `prompt` until the model ends the text, a stop string, maxTokens, or the signal's abort. */
export async function generateText(
  model: LanguageModel,
  prompt: readonly number[],
  tokenizer: Tokenizer | undefined,
  { stops = [], special = "show", signal, onText = () => {}, ...options }: GenerateTextOptions = {},
): Promise<GeneratedText> {
  const decoder = tokenizer?.decoder({ special });
  const stop = new StopStrings(stops);
  const ids: number[] = [];
  let text = "";
  const show = (piece: string, id: number | undefined) => {
    text += piece;
    onText(piece, id);
  };
  const start = performance.now();
  for await (const { id } of generate(model, prompt, options)) {
    ids.push(id);
    // A model's vocabulary may be padded beyond its tokenizer's: such an id has no text.
    const known = tokenizer !== undefined && id < tokenizer.vocabSize;
    show(known && decoder ? stop.push(decoder.push(id)) : "", id);
    await breathe();
    if (stop.stopped || signal?.aborted) break;
  }
  if (decoder) show(stop.push(decoder.end()) + stop.end(), undefined);
  const seconds = (performance.now() - start) / 1000;
  const tokensPerSecond = seconds > 0 ? ids.length / seconds : 0;
  return { text: tokenizer ? text : null, ids, tokensPerSecond };
}
